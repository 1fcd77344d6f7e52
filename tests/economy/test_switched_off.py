"""With ECONOMY=off there is none: asked of another process, since paths are made at the start."""

import subprocess
import sys

from django.conf import settings

from tests.chat.processes import environment

PROBE = """
import django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="localhost")
paths = ("/api/economy/", "/api/economy/draws/", "/api/economy/items/")
print(client.get("/api/instance/").json()["economy"], *(client.get(p).status_code for p in paths))
"""


def test_one_setting_switches_it_off(db: None) -> None:
    """No path of it answers, and the page is told so."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=settings.BASE_DIR,
        env=environment() | {"ECONOMY": "off"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.stdout, done.returncode) == ("False 404 404 404\n", 0), done.stderr
