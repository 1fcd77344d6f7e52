"""Ten talk and a hundred listen, something dies, and nobody misses anything."""

import time

import pytest

from tests.faults import results
from tests.faults.fault import Fault
from tests.faults.results import Recovery
from tests.faults.scene import Scene
from tests.faults.table import to_try

AT_MOST = 90.0
"""Seconds to wait for what is late, so that it is known how late."""


@pytest.mark.parametrize(
    ("fault", "pair"),
    [pytest.param(fault, pair, id=f"{pair}: {fault.name}") for fault, pair in to_try()],
)
def test_everybody_has_every_event_once_and_in_order_after(fault: Fault, scene: Scene) -> None:
    """And in time, and nothing of it stays behind."""
    with scene.gather() as crowd:
        began = time.monotonic()
        with fault.happens(scene):
            pass
        over = time.monotonic()
        crowd.stop_posting()
        crowd.say_the_end()
        complete = crowd.wait_until_all_have_all(timeout=AT_MOST)
        recovery = Recovery(
            fault=fault.name,
            scope=scene.pair.scope,
            database=scene.pair.database,
            lasted=over - began,
            recovered=max(0.0, complete - over),
            within=fault.within,
            events=len(crowd.journal.events),
        )
        results.recoveries.append(recovery)
        complaints = crowd.complaints()
    assert complaints == []
    assert recovery.recovered <= fault.within
    assert scene.leaks() == []
