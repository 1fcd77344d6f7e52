"""`python -m ops.amqp`: waits until the broker of AMQP_URL greets. The Procfile's worker asks it.

Celery would try again after 2, 4, 6... seconds, and so be late by as much.
"""

import os
import sys
import time
from urllib.parse import urlsplit

from ops.rabbitmq import answers


def broker_answers(url: str) -> bool:
    """Say whether a broker greets at `url`; over TLS, whether its port is open is for others."""
    parts = urlsplit(url)
    return parts.scheme == "amqps" or answers(parts.port or 5672, parts.hostname or "localhost")


def main() -> int:
    """Wait for as long as it takes: the process manager ends us with the rest."""
    while not broker_answers(os.environ["AMQP_URL"]):
        time.sleep(0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
