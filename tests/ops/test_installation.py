"""What is made anew is emptied first; what is another checkout's is not."""

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
