"""What importing the gateway loads."""

import subprocess
import sys

SCRIPT = """
import sys
import websocket_server.gateway
ours = ("chat", "accounts", "economy")
foreign = (*ours, "django", "celery", "rest_framework", "notifications", "uwsgi")
print([name for name in sys.modules if name.split(".")[0] in foreign])
"""


def test_the_gateway_loads_nothing_of_the_application() -> None:
    """Neither Django nor Celery, and not even the server that it runs under."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
