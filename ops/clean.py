"""`make clean`: deletes what can be made again, and data only when DATA=1 says so."""

import os
import shutil
from pathlib import Path

from ops.layout import CHECKOUT, RunDirectory
from ops.lock import lock

GENERATED = (
    ".venv",
    ".run/conformance",
    ".run/stamps",
    ".run/static",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "frontend/dist",
    "frontend/node_modules",
    "frontend/test-results",
    "frontend/playwright-report",
)


def delete(path: Path) -> None:
    """Delete a file or directory, if it is there, and say so."""
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    else:
        return
    print(f"  deleted {path.relative_to(CHECKOUT)}")


def main() -> int:
    """Delete what is generated; refuse while this checkout runs."""
    run = RunDirectory(".run")
    run.prepare()
    os.close(lock(run))
    for name in GENERATED:
        delete(CHECKOUT / name)
    for cache in CHECKOUT.glob("[a-z]*/**/__pycache__"):
        delete(cache)
    if os.environ.get("DATA") == "1":
        delete(run.path)
    else:
        print("  kept .run: the database and the secrets (`make clean DATA=1` deletes them)")
    return 0
