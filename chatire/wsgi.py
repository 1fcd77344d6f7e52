"""The WSGI callable that uWSGI serves (uwsgi-app.ini)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatire.settings")

application = get_wsgi_application()
