"""Measures: posts a few messages, and notes for each how long it took to come back."""

import time
import uuid
from collections.abc import Iterator

from chatire.protocol.events import DurableType
from probe.client import PATIENCE, Client

MESSAGES = 5
"""A run: enough for 75 in the quarter of an hour that /metrics tells of."""

PAUSE = 0.1
"""Seconds between two messages: each is alone on its way."""

TEXT = "probe"


def measure(client: Client, uri: str) -> Iterator[float]:
    """Yield the seconds from each POST until its message was received, as soon as it was.

    Raises NoWayError at the first that does not come.
    """
    with client.listen(uri) as inbox:
        for number in range(MESSAGES):
            if number:
                time.sleep(PAUSE)
            mark = str(uuid.uuid4())
            began = time.perf_counter()
            client.call(f"/api/chats/{uri}/messages/", {"message": TEXT, "client_message_id": mark})
            wanted = {"type": DurableType.MESSAGE_POSTED, "client_message_id": mark}
            yield inbox.wait_for(wanted, within=PATIENCE) - began
