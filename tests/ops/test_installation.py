"""What is made anew is emptied first; what is another checkout's is not, nor another Python's."""

import platform
from pathlib import Path

import pytest

from ops import installation
from ops.failures import Failure


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """Return a link to a directory with something in it."""
    others = tmp_path / "others"
    others.mkdir()
    (others / "kept").touch()
    link = tmp_path / "link"
    link.symlink_to(others)
    return link


def test_a_linked_environment_is_refused_and_keeps_its_files(
    link: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says what to remove."""
    monkeypatch.setattr(installation, "VENV", link)
    monkeypatch.setattr(installation, "PYTHON", link / "bin" / "python")
    with pytest.raises(Failure, match=f"rm {link}"):
        installation._make_venv()
    assert (link / "kept").exists()


def test_linked_page_packages_are_refused_and_keep_their_files(
    link: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`npm ci` would empty them."""
    monkeypatch.setattr(installation, "FRONTEND", link.parent)
    packages = link.rename(link.parent / "node_modules")
    with pytest.raises(Failure, match=f"rm {packages}"):
        installation._npm_ci()
    assert (packages / "kept").exists()


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a uWSGI as pip's cache brings it: built for another Python of the machine."""
    uwsgi = tmp_path / "bin" / "uwsgi"
    uwsgi.parent.mkdir()
    monkeypatch.setattr(installation, "VENV", tmp_path)
    _install(uwsgi, python="2.7.18")
    return uwsgi


def test_a_uwsgi_that_was_built_for_another_python_is_built_anew(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it starts, and does not find the standard library."""
    asked: list[str] = []

    def pip(*arguments: str) -> None:
        asked.extend(arguments)
        _install(cached, python=platform.python_version())

    monkeypatch.setattr(installation, "_pip_install", pip)
    installation.check_uwsgi()
    assert {"--no-cache-dir", "--no-binary", "--force-reinstall"} <= set(asked)


def test_a_uwsgi_that_does_not_become_this_pythons_is_named(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is missing on the machine."""
    monkeypatch.setattr(installation, "_pip_install", lambda *_: None)
    with pytest.raises(Failure, match=r"built for Python 2\.7\.18, not .*python3-dev"):
        installation.check_uwsgi()


def _install(uwsgi: Path, *, python: str) -> None:
    answers = f'[ "$1" = --python-version ] && echo {python} || echo --ssl-socket'
    uwsgi.write_text(f"#!/bin/sh\n{answers}\n")
    uwsgi.chmod(0o755)
