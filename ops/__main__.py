"""`python3 -m ops <command>`: what the Makefile calls. Python 3.6 and newer can read this file."""

import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def use_a_fitting_python() -> None:
    """Go on in another Python of the machine when this one does not fit, or say so and leave."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in (13, 12, 11):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, "-m", "ops", *sys.argv[1:]])  # noqa: S606
    sys.exit(
        f"Chatire needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}:"
        " install one with `sudo apt-get install python3` (Debian 12 or later),"
        " or name it with `make PYTHON=python3.12 ...`."
    )


if __name__ == "__main__":
    use_a_fitting_python()
    from ops.commands import main

    sys.exit(main(sys.argv[1:]))
