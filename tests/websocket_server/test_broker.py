"""The worker's AMQP connection, on a real broker."""

from collections.abc import Callable, Mapping
from typing import Any

import gevent
import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.wire import PATIENCE
from websocket_server.broker import Broker
from websocket_server.link import Link


class Listener:
    """Counts how often the broker came and went."""

    def __init__(self) -> None:
        self.ups = self.downs = 0

    def on_broker_up(self) -> None:
        """Count."""
        self.ups += 1

    def on_broker_down(self) -> None:
        """Count."""
        self.downs += 1

    def on_control(
        self, exchange: str, routing_key: str, type: str, headers: Mapping[str, Any], body: bytes
    ) -> None:
        """Nobody sends anything."""

    def on_headers(self, uri: str, headers: Mapping[str, Any]) -> None:
        """No event carries any."""

    def on_dropped(self, queue: str, uri: str) -> None:
        """No queue is full."""


def wait_until(condition: Callable[[], bool], meanwhile: Callable[[], None]) -> None:
    """Let the broker's callbacks run until ``condition`` holds."""
    with gevent.Timeout(PATIENCE):
        while not condition():
            meanwhile()
            gevent.sleep(0)


@pytest.mark.broker
def test_a_lost_channel_is_a_lost_connection_at_once(broker: RabbitMQ) -> None:
    """Whoever asks for a queue in that moment is not answered with an exception; it comes again."""
    listener = Listener()
    gateways = Broker(broker.url, name="test", prefetch=1, listener=listener)
    gateways.start()
    wait_until(lambda: listener.ups == 1, lambda: None)
    gateways.ack(999)  # no such delivery: RabbitMQ closes the channel of all deliveries
    declare = gateways.orders.declare_queue
    wait_until(lambda: listener.ups == 2, lambda: declare({}, lambda _: None, owner=0))
    gateways.stop()
    assert listener.downs == 2


def test_a_long_absence_does_not_end_the_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two-thousandth is as late as the tenth."""
    delays: list[float] = []
    monkeypatch.setattr("gevent.spawn_later", lambda delay, _: delays.append(delay))
    link = Link("amqp://127.0.0.1:9/", name="test", on_open=print, on_lost=print)
    for _ in range(2_000):
        link._on_lost(None, ConnectionError())
    assert len(delays) == 2_000
    assert max(delays) <= 5.0
