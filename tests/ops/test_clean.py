"""`make clean` deletes what can be made again, and data only when it is told to."""

from pathlib import Path

import pytest

from ops import clean, layout
from ops.failures import Failure
from ops.layout import RunDirectory
from ops.lock import lock


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout that has been built and has run."""
    monkeypatch.setattr(clean, "CHECKOUT", tmp_path)
    monkeypatch.setattr(layout, "CHECKOUT", tmp_path)
    for name in (".venv/bin", ".run/stamps", "frontend/dist", "chat/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    for name in (".run/chatire.sqlite3", ".run/env", "chat/models.py"):
        (tmp_path / name).touch()
    return tmp_path


def test_clean_keeps_data_and_sources(checkout: Path) -> None:
    """What nobody can make again stays: messages, secrets, and what people wrote."""
    assert clean.main() == 0
    for name in (".run/chatire.sqlite3", ".run/env", "chat/models.py"):
        assert (checkout / name).exists()
    for name in (".venv", ".run/stamps", "frontend/dist", "chat/__pycache__"):
        assert not (checkout / name).exists()


def test_clean_deletes_data_when_told_to(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make clean DATA=1` leaves a checkout as if it had never run."""
    monkeypatch.setenv("DATA", "1")
    assert clean.main() == 0
    assert not (checkout / ".run").exists()


def test_clean_refuses_while_it_runs(checkout: Path) -> None:
    """The running program would lose its Python under it."""
    lock(RunDirectory(".run"))
    with pytest.raises(Failure, match=r"running from \.run already"):
        clean.main()
    assert (checkout / ".venv").exists()
