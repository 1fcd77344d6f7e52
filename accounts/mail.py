"""Asks the worker for an e-mail.

Every request does the same, whoever the address belongs to: looking it up and
writing to it is the worker's, so that no answer and no delay tells whether
there is such an account. No link and no token goes through the broker.
"""

from celery import Task
from kombu.exceptions import OperationalError
from rest_framework.exceptions import APIException

from accounts import tasks


class MailUnavailable(APIException):
    """The worker cannot be asked at the moment."""

    status_code = 503
    default_detail = "E-mail cannot be sent at the moment. Please try again later."
    default_code = "mail_unavailable"


def send_password_reset(email: str) -> None:
    """Send the link that sets a new password; MailUnavailable where nobody can."""
    _ask(tasks.send_password_reset, email)


def send_activation(email: str) -> None:
    """Send the link that activates an account; MailUnavailable where nobody can."""
    _ask(tasks.send_activation, email)


def _ask(task: Task, email: str) -> None:
    try:
        task.delay(email)
    except OperationalError as error:
        raise MailUnavailable from error
