"""What programs that watch over the application ask it: alive, ready, how much.

A middleware, and the first: these answers depend on no session, throttle, or Host
header, which such programs seldom get right. nginx.conf shows them to this machine alone.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from chatire import metrics
from chatire.waiting import task_queue_lengths


class ProbesMiddleware:
    """Answers `/healthz`, `/readyz` and `/metrics`, and hands everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._answers = {"/healthz": health, "/readyz": readiness, "/metrics": numbers}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answers.get(request.path) if request.method == "GET" else None
        return answer() if answer else self._get_response(request)


def health() -> HttpResponse:
    """The process answers: nothing else is asked, and nothing else would a restart mend."""
    return _json({"status": "ok"})


def readiness() -> HttpResponse:
    """200 while the database answers, else 503.

    A broker that is away makes chat slower and never wrong (docs/delivery.md), so it is
    told, and is no reason to send people away.
    """
    database, broker = database_answers(), task_queue_lengths() is not None
    status = HTTPStatus.OK if database else HTTPStatus.SERVICE_UNAVAILABLE
    return _json({"ready": database, "database": database, "broker": broker}, status)


def numbers() -> HttpResponse:
    """What all processes of the application have counted, as Prometheus reads it."""
    return HttpResponse(
        metrics.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"}
    )


def database_answers() -> bool:
    """Tell whether there is a database, and somebody has migrated it."""
    try:
        # Not SELECT 1, which SQLite answers without a file.
        return MigrationRecorder(connection).migration_qs.exists()
    except DatabaseError:
        return False


def _json(content: dict[str, object], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
