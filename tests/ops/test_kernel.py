"""A limit of the kernel that would stop uWSGI is said in words, before anything starts."""

from pathlib import Path

import pytest

from ops import kernel
from ops.failures import Failure
from ops.layout import CHECKOUT


def test_short_queue_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older kernels let 128 connections wait."""
    monkeypatch.setattr(kernel, "SOMAXCONN", tmp_path / "somaxconn")
    (tmp_path / "somaxconn").write_text("128\n")
    with pytest.raises(Failure, match=r"sysctl -w net\.core\.somaxconn=4096"):
        kernel.check_queue()


def test_queue_is_the_one_that_the_gateway_asks_for() -> None:
    """The number stands in two files, which must agree."""
    assert f"\nlisten = {kernel.QUEUE}\n" in (CHECKOUT / "uwsgi-ws.ini").read_text()
