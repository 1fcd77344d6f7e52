import logging
import re

from chatire.protocol.log_lines import OneLine


def record(message: str, *, failed: bool = False) -> logging.LogRecord:
    """Return what a logger hands to its handler."""
    error = ValueError("two\nlines")
    info = (ValueError, error, error.__traceback__) if failed else None
    return logging.LogRecord("chat", logging.ERROR, "file", 1, message, (), info)


def test_a_line_says_when_in_utc() -> None:
    """With milliseconds."""
    line = OneLine("%(asctime)s %(levelname)s %(message)s").format(record("up"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR up", line)


def test_whatever_is_logged_is_one_line() -> None:
    """A traceback, and a message that would forge another line."""
    line = OneLine("%(message)s").format(record("a\nb", failed=True))
    assert line == r"a\nb\nValueError: two\nlines"
