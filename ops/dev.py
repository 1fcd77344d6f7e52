"""`make dev`: the same program, reloading itself: Vite for the page, and the parts on a change.

The page is at Vite's address, which passes everything else on to the running program.
"""

import os
import subprocess
import sys

from ops import children, run
from ops.installation import FRONTEND
from ops.instance import DEFAULT_PORT


def main() -> int:
    """Run the program with its reloading flags, and Vite beside it."""
    # The application's modules are looked at each second; the gateway's clients would all be
    # thrown out by that, so it is reloaded by `touch uwsgi-ws.ini`.
    os.environ.setdefault("WEB_FLAGS", "--py-autoreload 1")
    os.environ.setdefault("WS_FLAGS", "--touch-reload uwsgi-ws.ini")
    port = os.environ.get("PORT") or str(DEFAULT_PORT)
    backend = os.environ.get("PUBLIC_URL") or f"http://localhost:{port}"
    return run.main(beside=lambda: _vite(backend))


def _vite(backend: str) -> subprocess.Popen[bytes]:
    """Start Vite's development server; it ends with us."""
    return subprocess.Popen(
        ["npm", "run", "dev"],
        cwd=FRONTEND,
        env=os.environ | {"BACKEND_URL": backend},
        stdin=subprocess.DEVNULL,
        stdout=sys.stdout,
        start_new_session=True,
        preexec_fn=children.dies_with_parent(),
    )
