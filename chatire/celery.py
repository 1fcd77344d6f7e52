"""The Celery application: slow and periodic work (``celery -A chatire``)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatire.settings")

app = Celery("chatire")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
