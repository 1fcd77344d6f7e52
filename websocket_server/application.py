"""The callable that uWSGI loads, once in each worker."""

import gc
import logging
import os
import signal
import sys

import gevent

from chatire.protocol.log_lines import OneLine
from websocket_server import config, transport
from websocket_server.errors import ConfigError
from websocket_server.gateway import Gateway
from websocket_server.probes import Probes

handler = logging.StreamHandler(sys.stderr)
handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
# No line names its thread. Asked for it, Python makes an object for each greenlet, that is, client.
logging.logThreads = False
logging.basicConfig(level=logging.INFO, handlers=[handler])
# What pika would tell in twenty lines, broker.py tells in one.
logging.getLogger("pika").setLevel(logging.CRITICAL)

try:
    settings = config.read(os.environ, mercy=transport.mercy())
except ConfigError:
    sys.tracebacklimit = 0  # uWSGI prints it, and stops the start: one sentence is enough
    raise

# At least one: a worker with fewer slots than its reserve still serves.
places = max(1, transport.slots() - settings.reserved_slots)
tally = transport.SharedTally(places=places)
gateway = Gateway(
    settings,
    places=places,
    tally=tally,
    rows=transport.SharedRows(),
    name=transport.worker_name(),
)
gateway.start()
# What is loaded stays, and a client is a hundred objects: by default a pass would be made over the
# young after every seven, and over all whenever there are a quarter more.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
transport.at_exit(gateway.stop)
# On a reload uWSGI waits until every request has ended, and tells nobody. Not before the hub runs:
# uWSGI would replace the handler with one that ends the worker at once.
gevent.spawn(gevent.signal_handler, signal.SIGHUP, gateway.drain)

probes = Probes(lambda: gateway.readiness, gateway.metrics)
application = transport.application(gateway, tally, probes)
