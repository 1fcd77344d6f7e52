"""What is loaded with what, asked of a fresh interpreter.

import-linter reads the source; this sees what really happens, imports in
functions, packages and third parties included.
"""

import subprocess
import sys

import pytest

from tests.environment import DEFAULTS

PROBE = """
import importlib, pkgutil, sys, unittest.mock
# The real one exists inside uWSGI alone; started without options.
sys.modules["uwsgi"] = unittest.mock.MagicMock(opt={})
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_with(package: str) -> set[str]:
    """Return the top-level names that importing every module of ``package`` has loaded."""
    probe = subprocess.run(
        [sys.executable, "-c", PROBE, package],
        env=DEFAULTS,
        capture_output=True,
        check=False,
        text=True,
        timeout=30,
    )
    assert probe.returncode == 0, probe.stderr
    return set(probe.stdout.split())


@pytest.mark.parametrize("package", ["websocket_server", "chatire.protocol"])
def test_gateway_and_shared_words_load_nothing_of_the_application(package: str) -> None:
    """A gateway worker pays for neither Django nor Celery, and cannot reach the database."""
    forbidden = {"django", "celery", "kombu", "rest_framework", "notifications"}
    assert loaded_with(package).isdisjoint(forbidden | {"chat", "accounts", "economy", "sqlite3"})


def test_gateway_loads_what_it_consists_of() -> None:
    """The probe sees: what the gateway is known to need is there."""
    assert {"gevent", "pika", "jwt", "chatire"} <= loaded_with("websocket_server")


def test_shared_words_load_no_broker_client() -> None:
    """What both programs import stays light."""
    loaded = loaded_with("chatire.protocol")
    assert loaded.isdisjoint({"pika", "gevent", "websocket_server"})
    assert "jwt" in loaded
