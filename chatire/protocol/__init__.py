"""The words that the application and the gateway share, and nothing else.

Both programs import this package; it imports neither of them. It may use the
standard library and PyJWT only, so that importing it costs a gateway worker
neither Django nor Celery.
"""
