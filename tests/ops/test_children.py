import subprocess
import sys

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
