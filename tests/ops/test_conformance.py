"""Where a Python 2.7 is looked for, and what is said where there is none."""

import sys
from pathlib import Path

import pytest

from ops import conformance
from ops.failures import Failure


def program(path: Path, code: int) -> Path:
    """Make a program that ends with ``code`` whatever it is asked."""
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_none_is_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    """Nothing is installed for a run that cannot be."""
    with pytest.raises(Failure, match=r"`pyenv install 2\.7\.18`.*PYTHON2="):
        conformance.find_python2({"PATH": str(tmp_path), "HOME": str(tmp_path)})


def test_one_that_starts_nothing_is_passed_over(tmp_path: Path) -> None:
    """pyenv leaves such a name on the PATH where another version is chosen."""
    broken = program(tmp_path / "bin" / "python2.7", 127)
    works = program(tmp_path / ".pyenv" / "versions" / "2.7.18" / "bin" / "python2.7", 0)
    environment = {"PATH": str(broken.parent), "HOME": str(tmp_path)}
    assert conformance.find_python2(environment) == str(works)


@pytest.mark.parametrize("named", [sys.executable, "/nowhere/python2.7"])
def test_one_that_is_named_must_be_2_7(named: str) -> None:
    """It is not replaced by another behind the operator's back."""
    with pytest.raises(Failure, match=r"Python 2\.7"):
        conformance.find_python2({"PYTHON2": named})
