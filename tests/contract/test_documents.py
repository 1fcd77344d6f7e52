"""The pages in docs/: their links lead somewhere, and they leave out no word of the contract."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatire.protocol.close_codes import CloseCode
from tests.contract.asyncapi import ROOT, document
from websocket_server.config import Config

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
FACTORS = {"": 1, "KB": 1024, "MB": 1024**2}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Return the file and the heading of each link in ``page`` that stays in the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
        path, _, anchor = target.partition("#")
        yield (page.parent / path).resolve() if path else page, anchor


def anchors(page: Path) -> set[str]:
    """Return the headings of ``page`` as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    """Of those that do not leave the repository."""
    for path, anchor in links(page):
        assert path.exists(), path
        assert not anchor or anchor in anchors(path), f"{path}#{anchor}"


def test_protocol_speaks_of_every_frame() -> None:
    """Each type of the AsyncAPI document; of a client's, with its fields."""
    text = (DOCS / "protocol.md").read_text()
    for key, message in document()["components"]["messages"].items():
        named = f'"type": "{message["name"]}"' if key.startswith("client.") else f"`{key}`"
        assert named in text


def test_protocol_says_what_to_do_after_every_close_code() -> None:
    """A code that nobody explains is a code that clients guess at."""
    text = (DOCS / "protocol.md").read_text()
    table = text[text.index("## When the connection ends") :]
    assert all(str(int(code)) in table for code in CloseCode)


def test_protocol_says_what_to_do_after_every_error() -> None:
    """One row a code."""
    text = (DOCS / "protocol.md").read_text()
    codes = document()["components"]["messages"]["error"]["payload"]["properties"]["code"]["enum"]
    assert all(f"\n| `{code}` | " in text for code in codes)


def settings_read() -> dict[str, float]:
    """Return each WS_ variable that the gateway reads as a number, and its default."""
    source = (ROOT / "websocket_server" / "config.py").read_text()
    return {
        str(name.value): getattr(Config, default.attr)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and len(node.args) == 2
        for name, default in [node.args]
        if isinstance(name, ast.Constant) and isinstance(default, ast.Attribute)
    }


def settings_shown() -> dict[str, float]:
    """Return the same from the table in docs/running.md."""
    text = (DOCS / "running.md").read_text()
    shown = {}
    for names, defaults in re.findall(r"^\| (`WS_[^|]+) \| ([\d][^|]*) \|", text, re.MULTILINE):
        for name, default in zip(names.split(", "), defaults.split(", "), strict=True):
            number, _, unit = default.partition(" ")
            shown[name.strip("`")] = float(number) * FACTORS[unit]
    return shown


def test_every_setting_of_the_gateway_is_shown_with_its_default() -> None:
    """What an operator reads is what happens."""
    assert settings_shown() == settings_read()
    assert f"| `WS_QUEUE_SCOPE` | `{Config.queue_scope}` |" in (DOCS / "running.md").read_text()


def test_every_setting_of_the_economy_is_shown_with_its_default() -> None:
    """The same for what the application reads."""
    tree = ast.parse((ROOT / "chatire" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) == 2]
    read = {
        str(name.value): str(default.value)
        for name, default in (call.args for call in calls)
        if isinstance(name, ast.Constant)
        and isinstance(default, ast.Constant)
        and str(name.value).startswith("ECONOMY")
    }
    text = (DOCS / "running.md").read_text()
    shown = re.findall(r"^\| `(ECONOMY\w*)` \| `?(\w+)`? \|", text, re.MULTILINE)
    assert dict(shown) == read != {}
