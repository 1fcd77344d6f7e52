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
    # The application looks at its modules each second. The gateway does not, since every reload
    # throws its clients out: `touch .run/ws.reload` when it is to.
    os.environ.setdefault("WEB_FLAGS", "--py-autoreload 1")
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
