"""The application's own settings, and an app in front of all that listens to commits."""

from chatire.settings import *  # noqa: F403
from chatire.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.faults.commits.Commits", *INSTALLED_APPS]
# Everybody signs up and in anew; hashing slowly on purpose is tested by nobody here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
