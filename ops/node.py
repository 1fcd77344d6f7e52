"""Node.js: which one is here, and whether it is new enough for the page's build."""

import re
import shutil
import subprocess

from ops.failures import Failure

OLDEST = (20, 19)
REMEDY = (
    "install it with `sudo apt-get install nodejs npm` (Debian 13 or later),"
    " or with `sudo npm install --global n && sudo n 22` where an older one is"
)


def version() -> tuple[int, ...] | None:
    """Return the version of the `node` on the PATH; None when there is none."""
    if shutil.which("node") is None:
        return None
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said))


def check() -> tuple[int, ...]:
    """Return Node's version, or raise Failure when it is too old, or npm is not there."""
    found = version()
    if found is None or shutil.which("npm") is None:
        raise Failure(f"Node 20.19 or newer, with npm, is not on this machine: {REMEDY}.")
    if found < OLDEST:
        is_here = ".".join(str(number) for number in found)
        raise Failure(f"Node 20.19 or newer is needed, and this is {is_here}: {REMEDY}.")
    return found
