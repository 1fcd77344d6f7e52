import subprocess
import sys
import time

import pytest

from ops import children

ORPHAN = """
import os, subprocess
from ops import children

children.adopt_orphans()
own = subprocess.Popen(["true"])
reading, writing = os.pipe()
command = ["sh", "-c", f"cat <&{{reading}} >/dev/null & echo $!"]
orphan = int(subprocess.check_output(command, pass_fds=[reading]))
os.close(writing)
os.waitid(os.P_PID, orphan, os.WEXITED | os.WNOWAIT)
os.waitid(os.P_PID, own.pid, os.WEXITED | os.WNOWAIT)
{call}
print(own.wait(), os.path.exists(f"/proc/{{orphan}}"))
"""


def _run(call: str) -> str:
    script = ORPHAN.format(call=call)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_adopted_child_that_has_ended_is_buried() -> None:
    """A zombie a minute would fill the table of processes in weeks."""
    assert _run("children.reap_orphans(set())") == "0 False"


def test_own_child_is_left_to_who_waits_for_it() -> None:
    """Its exit code is somebody's to read."""
    assert _run("children.reap_orphans({own.pid, orphan})") == "0 True"


def test_the_end_of_another_ones_child_is_waited_for() -> None:
    """A worker that is killed keeps its port until it has given back its memory."""
    with subprocess.Popen(["sh", "-c", "sleep 0.2 & echo $!; wait"], stdout=subprocess.PIPE) as sh:
        assert sh.stdout is not None
        other = int(sh.stdout.readline())
        children.wait_for_end([other], timeout=5)
        assert children.parent_of(other) is None
        children.wait_for_end([other], timeout=0)


def test_a_process_that_does_not_end_is_named() -> None:
    """Rather than that the next start fails at its port."""
    with subprocess.Popen(["sleep", "60"]) as child:
        began = time.monotonic()
        try:
            with pytest.raises(TimeoutError, match=f"process {child.pid} has not ended within 0.1"):
                children.wait_for_end([child.pid], timeout=0.1)
            assert time.monotonic() - began < 2
        finally:
            child.kill()
