"""``/api/tickets/``."""

import time

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.throttles import TicketThrottle
from chat.models import ChatSession
from chat.quiet import quiet_among
from chat.serializers.tickets import TicketRequestSerializer, TicketSerializer
from chat.tickets import write_tickets
from chat.views.base import ChatView, validated
from chatire.protocol.tickets import LIFETIME


class TicketsView(ChatView):
    """Tickets to the gateway."""

    throttle_classes = [TicketThrottle]

    @extend_schema(
        operation_id="takeTicket",
        request=TicketRequestSerializer,
        responses={200: TicketSerializer},
    )
    def post(self, request: Request) -> Response:
        """Return tickets to all my sessions, the most recently active first, or to one."""
        # The time of issue comes before the reading: what is revoked in between
        # is then newer than the ticket, and the gateway refuses it.
        now = time.time()
        uri = validated(TicketRequestSerializer, request.data).get("uri")
        sessions = self._sessions(uri)
        uris = list(sessions.values_list("uri", flat=True))
        quiet = quiet_among(sessions)
        first, *more = write_tickets(self.user, self.device, uris, quiet=quiet, now=now)
        return Response(
            {
                "ticket": first,
                "more": more,
                "expires_in": int(LIFETIME),
                "path": "/ws/" if uri is None else f"/ws/{uri}",
            }
        )

    def _sessions(self, uri: str | None) -> QuerySet[ChatSession]:
        if uri is not None:
            return ChatSession.objects.filter(pk=self.find(uri).pk)
        mine = ChatSession.objects.filter(members__user=self.user)
        return mine.order_by("-active_at", "-pk")
