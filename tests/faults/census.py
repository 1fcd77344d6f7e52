"""What a stack holds when nobody is there: counted before a fault, and after it."""

import json
import re
import socket
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ops import children
from tests.broker_node import evaluate
from tests.live.stack import Stack

THREADS = 16
"""Of the application: two processes with eight each. Each keeps its connection to the database,
which is a file and its log, and opens it with its first request."""

SLACK = {"web": 2 * THREADS, "worker": 6, "beat": 2, "nginx": 4, "broker": 12, "ws": 2}
"""Descriptors that a part may hold more than before, since it opens them when it first needs them:
connections to the database, kombu's pool, the node's own files. A gateway worker
that was started again inherits the master's socket to its younger sibling."""

NAMES = """
[io:format("~s ~s~n", [Kind, Name]) || {Kind, Names} <- [
  {queue, [N || {resource, _, queue, N} <- [amqqueue:get_name(Q) || Q <- rabbit_amqqueue:list()]]},
  {exchange, [N || {resource, _, exchange, N} <- rabbit_exchange:list_names()]},
  {binding, [[S, "->", D] || {binding, {resource, _, _, S}, _, {resource, _, _, D}, _}
    <- rabbit_binding:list(<<"/">>)]}], Name <- Names], ok"""
"""All names in the broker, at one moment."""


@dataclass(frozen=True)
class Census:
    """Names in the broker by kind, descriptors by part, greenlets of all gateway workers."""

    broker: dict[str, Counter[str]]
    descriptors: dict[str, Counter[str]]
    greenlets: Counter[str]

    def leaks(self, before: "Census") -> list[str]:
        """Return what there is now and was not ``before``."""
        return [
            *(
                f"{number} {kind} more: {name}"
                for kind, names in self.broker.items()
                for name, number in (names - before.broker[kind]).items()
            ),
            *(
                f"{part} holds more descriptors: {dict(held - before.descriptors[part])}"
                for part, held in self.descriptors.items()
                if held.total() > before.descriptors[part].total() + SLACK[part]
            ),
            *(
                f"{number} greenlets more: {name}"
                for name, number in (self.greenlets - before.greenlets).items()
            ),
        ]


def take(stack: Stack) -> Census:
    """Count everything now."""
    return Census(
        broker=_broker(stack),
        descriptors={name: _descriptors(part.pid) for name, part in stack.parts.items()},
        greenlets=sum((_greenlets(stack, pid) for pid in stack.gateway_workers), Counter()),
    )


def _broker(stack: Stack) -> dict[str, Counter[str]]:
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in ("queue", "exchange", "binding")}
    for line in evaluate(stack.node, NAMES).splitlines():
        kind, _, name = line.partition(" ")
        if kind in kinds:
            # A queue that the server named has a new name after each restart, and is as good.
            kinds[kind][re.sub(r"amq\.gen-[\w-]+", "amq.gen", name)] += 1
    return kinds


def opened(pid: int) -> list[str]:
    """Return what the descriptors of a process are; nothing where it has ended meanwhile."""
    try:
        return [_target(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:
        return "closed meanwhile"


def _descriptors(root: int) -> Counter[str]:
    """Count a part's descriptors by what they are: `socket:[4711]` is a socket."""
    held = (each for pid in [root, *children.descendants(root)] for each in opened(pid))
    return Counter(re.sub(r":\[\d+\]$", "", each) for each in held)


def _greenlets(stack: Stack, pid: int) -> Counter[str]:
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(10)
        asked.connect(str(stack.directory / f"greenlets.{pid}"))
        return Counter(json.loads(asked.makefile().read()))
