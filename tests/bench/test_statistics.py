"""What is said of many measurements."""

import pytest

from bench.statistics import median, percentile


def test_median_of_five_is_the_third() -> None:
    """Whatever their order."""
    assert median([5.0, 1.0, 4.0, 2.0, 3.0]) == 3.0


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (1, 1), (50, 50), (99, 99), (100, 100)])
def test_percentile_is_one_of_the_values(percent: float, value: float) -> None:
    """By nearest rank: nothing is made up between two measurements."""
    assert percentile(list(range(1, 101)), percent) == value


def test_percentile_of_nothing_is_refused() -> None:
    """Where nothing was measured there is nothing to say."""
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)
