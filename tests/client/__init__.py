"""A reference client of the contract: what a client does, and when.

Pure: no socket, no clock, no randomness. Each ``on_...`` method takes one thing
that happened and returns the actions to take; a shell (``tests/client_shell.py``)
takes them and reports what came of them. So that every order in which a network
may deliver, lose, repeat and answer can be tried without one.

The rule that it embodies: connect, wait for ``welcome``, THEN sync; apply events
by ``seq``; drop what one has; on a gap wait 200 ms, then fetch what comes after.
"""

from tests.client.actions import (
    Action,
    Added,
    Apply,
    AskTicket,
    Close,
    FetchEvents,
    Open,
    Reload,
    Removed,
    SendFrame,
    Show,
    Stop,
    Sync,
    Timer,
    Wait,
)
from tests.client.client import Client, State

__all__ = [
    "Action",
    "Added",
    "Apply",
    "AskTicket",
    "Client",
    "Close",
    "FetchEvents",
    "Open",
    "Reload",
    "Removed",
    "SendFrame",
    "Show",
    "State",
    "Stop",
    "Sync",
    "Timer",
    "Wait",
]
