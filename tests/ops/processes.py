"""Which processes are there, and what they listen on, from /proc."""

import ipaddress
from collections.abc import Iterable
from pathlib import Path

LISTENING = "0A"


def started_at(pid: int) -> str | None:
    """Return when `pid` started, in the kernel's ticks; None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else fields[19]


def snapshot(pids: Iterable[int]) -> dict[int, str]:
    """Return the processes of `pids` that live, so that a reused id is told apart."""
    return {pid: start for pid in pids if (start := started_at(pid)) is not None}


def still_there(seen: dict[int, str]) -> list[str]:
    """Return the command lines of the processes of a snapshot that still live."""
    return [command_of(pid) for pid, start in seen.items() if started_at(pid) == start]


def command_of(pid: int) -> str:
    """Return the command line of `pid`."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def listening(pids: Iterable[int]) -> dict[tuple[str, int], str]:
    """Return the TCP addresses on which any of `pids` listens, and who it is."""
    owners = {inode: pid for pid in pids for inode in _sockets(pid)}
    return {
        address: command_of(owners[inode])
        for inode, address in _listening_inodes()
        if inode in owners
    }


def _sockets(pid: int) -> list[str]:
    found = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(descriptor.readlink())
        except FileNotFoundError:
            continue  # closed since we listed it
        if target.startswith("socket:["):
            found.append(target[len("socket:[") : -1])
    return found


def _listening_inodes() -> list[tuple[str, tuple[str, int]]]:
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return [(row[9], _address(row[1])) for row in rows if row[3] == LISTENING]


def _address(text: str) -> tuple[str, int]:
    """Read the kernel's notation: 32-bit words in the machine's own order, and the port."""
    host, port = text.split(":")
    words = [bytes.fromhex(host[start : start + 8])[::-1] for start in range(0, len(host), 8)]
    return str(ipaddress.ip_address(b"".join(words))), int(port, 16)
