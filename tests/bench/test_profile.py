"""Where the time went."""

from bench.profile import summary


def test_innermost_functions_are_counted() -> None:
    """Whatever called them, and on whichever of their lines."""
    lines = [
        "run (hub.py:1);decode (spec.py:10) 5",
        "other (hub.py:2);decode (spec.py:12) 3",
        "run (hub.py:1) 2",
    ]
    assert summary(lines) == {"decode (spec.py)": 0.8, "run (hub.py)": 0.2}
