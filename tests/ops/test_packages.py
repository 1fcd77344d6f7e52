"""What is missing is named with its remedy, and apt starts nothing."""

from pathlib import Path

import pytest

from ops import packages
from ops.failures import Failure
from ops.packages import Need, services_stay_down

ABSENT = Need("a teapot", "teapot-server", lambda: False)
PRESENT = Need("a kettle", "kettle", lambda: True)


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that stands for /usr/sbin/policy-rc.d."""
    monkeypatch.setattr(packages, "POLICY", tmp_path / "policy-rc.d")
    return tmp_path / "policy-rc.d"


def test_missing_package_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is not root reads one sentence that says what to type."""
    monkeypatch.setattr(packages, "may_install", lambda: False)
    with pytest.raises(Failure, match=r"a teapot\. .*`sudo apt-get install teapot-server`"):
        packages.install([PRESENT, ABSENT])


def test_nothing_is_installed_when_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unprivileged user with the packages in place needs no root."""
    monkeypatch.setattr(packages, "may_install", lambda: False)
    packages.install([PRESENT])


def test_services_stay_down_while_installing(policy: Path) -> None:
    """Debian asks this file whether it may start what it installs: 101 is no."""
    with services_stay_down():
        assert policy.stat().st_mode & 0o111
        assert "exit 101" in policy.read_text()
    assert not policy.exists()


def test_policy_is_removed_when_installing_fails(policy: Path) -> None:
    """A failed installation must not keep the machine's services down for ever."""
    with pytest.raises(Failure), services_stay_down():
        raise Failure("no network")
    assert not policy.exists()


def test_policy_of_the_machine_is_left_alone(policy: Path) -> None:
    """Somebody who has decided already is not overruled."""
    policy.write_text("theirs")
    with services_stay_down():
        assert policy.read_text() == "theirs"
    assert policy.read_text() == "theirs"
