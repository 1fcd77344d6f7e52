"""The application's own settings, but for how slowly a password is hashed.

Half a second of a core for each sign-up and sign-in would be most of what some tests cost; `make
run`, which hashes as the settings say, has tests of its own (`tests/ops`).
"""

from chatire.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A win in the midst of another test would surprise it: who wants draws switches them on.
ECONOMY_LOTTERY_ENABLED = False
