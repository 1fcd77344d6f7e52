"""Every fault there is. A row's number says on which pair it is tried when once is enough."""

from tests.faults import away, killed, network
from tests.faults.fault import AFTER_THE_BROKER, Fault
from tests.faults.pairs import Pair, pairs_for


def on_postgresql(pair: Pair) -> bool:
    """A server that can be restarted."""
    return pair.database == "PostgreSQL"


def on_sqlite(pair: Pair) -> bool:
    """No server: the fault that corresponds is a restart of the application."""
    return pair.database == "SQLite"


FAULTS = (
    Fault("a gateway worker killed", killed.gateway_worker_killed),
    Fault("the gateway's master killed", killed.gateway_master_killed),
    Fault("an application worker killed before it published", killed.application_worker_killed),
    Fault("the Celery worker killed", killed.celery_worker_killed),
    Fault("beat killed", killed.beat_killed),
    Fault("RabbitMQ killed", away.broker_killed, within=AFTER_THE_BROKER),
    Fault("RabbitMQ frozen for 20 s", away.broker_frozen, within=AFTER_THE_BROKER),
    Fault("RabbitMQ's memory alarm for 20 s", away.memory_alarm, within=AFTER_THE_BROKER),
    Fault("a client that stops reading", network.reading_stopped),
    Fault("nginx restarted", killed.nginx_restarted),
    Fault("ten clients cut off by RST", network.connections_reset),
    Fault("the slot table full", network.slots_full),
    Fault("the application restarted", killed.application_restarted, on=on_sqlite),
    Fault("PostgreSQL restarted", away.database_restarted, on=on_postgresql),
)


def to_try() -> list[tuple[Fault, Pair]]:
    """Return each fault with each pair that it is tried on."""
    return [
        (fault, pair)
        for number, fault in enumerate(FAULTS)
        for pair in pairs_for(number)
        if fault.on(pair)
    ]
