"""`python -m ops.celery <arguments>`: Celery's own command line, once the broker greets.

Celery would try again after 2, 4, 6... seconds, log an error for each, and so be late by as much.
What takes long, loading the application, is done while the broker starts.
"""

import os
import sys
import time

import django
from celery.__main__ import main as celery

from ops.amqp import broker_answers


def main() -> None:
    """Load, wait for as long as it takes, and become `celery`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatire.settings")
    django.setup()
    while not broker_answers(os.environ["AMQP_URL"]):
        time.sleep(0.1)
    sys.argv[0] = "celery"
    celery()


if __name__ == "__main__":
    main()
