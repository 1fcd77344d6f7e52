"""``/api/tickets/``."""

import time

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.throttles import TicketThrottle
from chat.admissions import admissions
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
        mine = admissions(self.user)
        if uri is not None and uri not in mine.uris:
            raise Http404
        asked = mine if uri is None else mine.only(uri)
        first, *more = write_tickets(self.user, self.device, asked, now=now)
        return Response(
            {
                "ticket": first,
                "more": more,
                "expires_in": int(LIFETIME),
                "path": "/ws/" if uri is None else f"/ws/{uri}",
            }
        )
