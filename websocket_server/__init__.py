"""The gateway: it owns every open socket and no fact at all.

A program of its own. It shares RabbitMQ and :mod:`chatire.protocol` with the
application and never imports Django, Celery, `chat` or `accounts`. It can be
killed at any moment and nothing is lost.
"""
