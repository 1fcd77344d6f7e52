"""The application's own settings, in the environment of the tests.

pytest-django loads the settings before any conftest.py, so the environment is
made here.
"""

import atexit
import tempfile
from pathlib import Path
from typing import Any

import tests.environment  # noqa: F401 - it must come before the settings
from chatire.settings import *  # noqa: F403
from chatire.settings import DATABASES

# Hashing a password on purpose slowly is tested by nobody here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_database: dict[str, Any] = DATABASES["default"]
_directory = tempfile.TemporaryDirectory(prefix="chatire-tests-")
atexit.register(_directory.cleanup)

if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because several processes write into it; one of its own for each run.
    _database["TEST"] = {"NAME": str(Path(_directory.name) / "test.sqlite3")}
# A test's threads would still hold the database when it is dropped.
_database["CONN_MAX_AGE"] = 0
