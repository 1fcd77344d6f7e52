"""`.run/env` keeps secrets and the operator's lines, and nothing that a start derived."""

import subprocess
from pathlib import Path

from ops.environment import EnvironmentFile


def test_secrets_are_made_once(tmp_path: Path) -> None:
    """A second start signs with the same keys: nobody is signed out by it."""
    first = EnvironmentFile(tmp_path / "env")
    first.write({})
    assert EnvironmentFile(tmp_path / "env").kept == first.kept
    assert len(set(first.kept.values())) == 2
    assert all(len(value) >= 32 for value in first.kept.values())


def test_file_is_for_our_eyes_only(tmp_path: Path) -> None:
    """Who reads the file can sign in as anybody."""
    EnvironmentFile(tmp_path / "env").write({"PUBLIC_URL": "http://localhost:8000"})
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


def test_own_lines_are_kept(tmp_path: Path) -> None:
    """An operator's settings and comments survive; missing secrets are added to them."""
    (tmp_path / "env").write_text("# ours\nREGISTRATION=closed\nSECRET_KEY=mine\n")
    EnvironmentFile(tmp_path / "env").write({})
    text = (tmp_path / "env").read_text()
    assert text.startswith("# ours\nREGISTRATION=closed\nSECRET_KEY=mine\nTICKET_KEY=")


def test_what_a_start_used_is_not_read_back(tmp_path: Path) -> None:
    """A port that was chosen once is not chosen for ever."""
    EnvironmentFile(tmp_path / "env").write({"PUBLIC_URL": "http://localhost:9000"})
    assert "PUBLIC_URL" not in EnvironmentFile(tmp_path / "env").kept


def test_shell_reads_what_was_written(tmp_path: Path) -> None:
    """`set -a; . .run/env` lets an operator call manage.py, whatever the values hold."""
    value = "sqlite:////a path/with $signs/and 'quotes'"
    EnvironmentFile(tmp_path / "env").write({"DATABASE_URL": value})
    command = '. ./env; printf %s "$DATABASE_URL"'
    said = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout.decode() == value
