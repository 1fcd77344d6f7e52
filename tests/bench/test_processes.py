"""What is read of processes that come and go."""

import os
import subprocess

from bench.processes import core_seconds, family, resident


def test_a_process_that_has_ended_counts_for_nothing() -> None:
    """RabbitMQ starts helpers of a moment, between the look at who there is and the next."""
    with subprocess.Popen(["true"]) as ended:
        pass
    ours = [os.getpid()]
    assert resident([ended.pid]) == 0
    assert core_seconds([ended.pid]) == 0
    assert resident([*ours, ended.pid]) > 0
    assert core_seconds([*ours, ended.pid]) > 0


def test_a_family_begins_with_its_eldest() -> None:
    """And its children are in it."""
    with subprocess.Popen(["sleep", "60"]) as child:
        try:
            pids = family(os.getpid())
        finally:
            child.kill()
    assert pids[0] == os.getpid()
    assert child.pid in pids
