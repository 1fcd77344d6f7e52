"""The live tests' settings, and an app in front of all that listens to commits."""

from tests.live.settings import *  # noqa: F403
from tests.live.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.faults.commits.Commits", *INSTALLED_APPS]
