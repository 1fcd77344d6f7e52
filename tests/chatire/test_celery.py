from django.conf import settings

from chat.schedule import PERIODIC
from chatire.celery import app


def test_worker_knows_every_periodic_task_and_django_notifs() -> None:
    """What is scheduled or handed over is registered."""
    app.loader.import_default_modules()
    wanted = {periodic.task for periodic in PERIODIC} | {"notifications.backends.celery.consume"}
    assert wanted <= set(app.tasks)


def test_celery_keeps_no_results_and_speaks_utc() -> None:
    """A result that nobody reads would fill the broker."""
    assert app.conf.task_ignore_result
    assert (app.conf.timezone, settings.TIME_ZONE) == ("UTC", "UTC")
