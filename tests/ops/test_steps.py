"""A step runs once, and again only when what it depends on has changed."""

from pathlib import Path

import pytest

from ops.failures import Failure
from ops.steps import Step, Steps, execute


@pytest.fixture
def ran() -> list[str]:
    """Return the list to which the step adds a word each time it runs."""
    return []


def step(ran: list[str], directory: Path) -> Step:
    """Return a step that reads `input` and makes `output`."""

    def run() -> None:
        ran.append("once")
        (directory / "output").touch()

    return Step("some step", run, (directory / "input", "a word"), (directory / "output",))


def test_unchanged_step_is_skipped(tmp_path: Path, ran: list[str]) -> None:
    """The second start does not repeat what the first has done."""
    (tmp_path / "input").write_text("1")
    assert Steps(tmp_path / "stamps").do(step(ran, tmp_path))
    assert not Steps(tmp_path / "stamps").do(step(ran, tmp_path))
    assert ran == ["once"]


def test_step_runs_again_when_an_input_changes(tmp_path: Path, ran: list[str]) -> None:
    """Content counts, whatever the file's time says."""
    for content in ("1", "2", "2"):
        (tmp_path / "input").write_text(content)
        Steps(tmp_path / "stamps").do(step(ran, tmp_path))
    assert len(ran) == 2


def test_step_runs_again_when_its_output_is_gone(tmp_path: Path, ran: list[str]) -> None:
    """A stamp does not stand for something that somebody has deleted."""
    (tmp_path / "input").write_text("1")
    Steps(tmp_path / "stamps").do(step(ran, tmp_path))
    (tmp_path / "output").unlink()
    assert Steps(tmp_path / "stamps").do(step(ran, tmp_path))


def test_failed_step_is_tried_again(tmp_path: Path) -> None:
    """A step that failed half-way leaves no stamp."""

    def fail() -> None:
        raise Failure("no")

    failing = Step("some step", fail, ("a word",))
    for _ in range(2):
        with pytest.raises(Failure):
            Steps(tmp_path / "stamps").do(failing)


def test_new_file_in_a_directory_is_a_change(tmp_path: Path, ran: list[str]) -> None:
    """A directory stands for everything in it."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a", "b"):
        (source / name).touch()
        Steps(tmp_path / "stamps").do(Step("build", lambda: ran.append("once"), (source,)))
    assert len(ran) == 2


def test_failed_command_is_named_with_its_last_words() -> None:
    """The person reads what failed and why, without a traceback."""
    with pytest.raises(Failure, match=r"`sh -c echo why; exit 3` failed:\nwhy"):
        execute("sh", "-c", "echo why; exit 3")


def test_each_step_prints_one_line(
    tmp_path: Path, ran: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the step, and its time or that nothing has changed."""
    (tmp_path / "input").write_text("1")
    for _ in range(2):
        Steps(tmp_path / "stamps").do(step(ran, tmp_path))
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["some", "step", "0.0", "s"]
    assert second.split() == ["some", "step", "unchanged"]
