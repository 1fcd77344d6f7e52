"""The private RabbitMQ and PostgreSQL: on loopback alone, and gone when they are stopped."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pika
import psycopg
import pytest
from pika.exceptions import ProbableAuthenticationError

from ops import children
from ops.postgresql import PostgreSQL
from ops.rabbitmq import RabbitMQ
from tests.ops.processes import listening, snapshot, still_there

LOOPBACK = {"127.0.0.1", "::1"}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """Return a running node, which each test leaves running."""
    with RabbitMQ(tmp_path_factory.mktemp("rabbitmq")) as running:
        yield running


def test_broker_listens_on_loopback_alone(node: RabbitMQ) -> None:
    """Node, distribution and epmd: three ports."""
    listeners = listening(children.descendants(os.getpid()))
    assert {host for host, _ in listeners} <= LOOPBACK
    assert {port for _, port in listeners} == set(node.identity.ports)


def test_brokers_stand_side_by_side_and_leave_nothing(node: RabbitMQ, tmp_path: Path) -> None:
    """Each has its own ports and secrets, lets in neither the other's user nor guest, and ends."""
    before = children.descendants(os.getpid())
    with RabbitMQ(tmp_path) as other:
        mine = started_since(before)
        ours = pika.URLParameters(node.url)
        pika.BlockingConnection(ours).close()
        for stranger in (urlsplit(other.url).password, "guest"):
            user = "chatire" if stranger != "guest" else "guest"
            ours.credentials = pika.PlainCredentials(user, str(stranger))
            with pytest.raises(ProbableAuthenticationError):
                pika.BlockingConnection(ours)
    assert mine
    assert still_there(mine) == []


def test_broker_comes_back_under_the_same_address(node: RabbitMQ) -> None:
    """Stopped and started again, the address that everybody holds is still right."""
    before = node.url
    seen = snapshot(children.descendants(os.getpid()))
    node.stop()
    assert still_there(seen) == []
    node.start()
    pika.BlockingConnection(pika.URLParameters(before)).close()


def test_cluster_runs_unprivileged_and_leaves_nothing() -> None:
    """PostgreSQL refuses root; its files are gone with it."""
    before = children.descendants(os.getpid())
    with PostgreSQL() as cluster:
        address = cluster.url.replace("postgres://", "postgresql://")
        with psycopg.connect(address) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        mine = started_since(before)
        assert mine
        assert {host for host, _ in listening(mine)} <= LOOPBACK
        assert all(Path(f"/proc/{pid}").stat().st_uid != 0 for pid in mine)
        directory = cluster.directory
    assert still_there(mine) == []
    assert not directory.exists()


def started_since(before: list[int]) -> dict[int, str]:
    """Return a snapshot of our processes that were not there `before`."""
    return snapshot(set(children.descendants(os.getpid())) - set(before))
