"""Other processes of the application, on the database of the running test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def environment() -> dict[str, str]:
    """Return the environment of a process that works on the test's database and broker."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "chatire.settings",
        "DATABASE_URL": database_url(),
        "AMQP_URL": settings.AMQP_URL,
    }


def database_url() -> str:
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    user, password = quote(config["USER"], safe=""), quote(config["PASSWORD"], safe="")
    host = quote(config["HOST"], safe="")
    return f"postgres://{user}:{password}@{host}:{config['PORT']}/{config['NAME']}"


def python(*arguments: str) -> "subprocess.Popen[str]":
    """Start a Python process of the application."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def celery_worker() -> Iterator[None]:
    """Run a Celery worker as the Procfile does, with one process."""
    worker = python(
        "-m", "celery", "-A", "chatire", "worker", "-Q", "celery,django_notifs", "-P", "solo"
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.communicate(timeout=30)
