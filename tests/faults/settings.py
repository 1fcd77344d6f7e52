"""The application's own settings, and an app in front of all that listens to commits."""

from chatire.settings import *  # noqa: F403
from chatire.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.faults.commits.Commits", *INSTALLED_APPS]
