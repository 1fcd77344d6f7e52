"""The environment that the tests run in; what is set already is left alone.

DATABASE_URL decides on which database the application's tests run.
"""

import os

DEFAULTS = {
    "SECRET_KEY": "secret-key-of-the-tests-and-of-nothing-else",
    "TICKET_KEY": "ticket-key-of-the-tests-and-of-nothing-else",
    # Nobody listens there: a test that wants a broker starts one.
    "AMQP_URL": "amqp://guest:guest@127.0.0.1:9/",
    "PUBLIC_URL": "http://localhost:8000",
    "EMAIL_URL": "memorymail://",
}

for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)
