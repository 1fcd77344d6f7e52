"""``/api/chats/<uri>/read/``."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.actions.reading import mark_read
from chat.errors import BeyondTheLogError
from chat.serializers.reading import ReadSerializer, ReadStateSerializer
from chat.sessions import found_for
from chat.views.base import ChatView, validated


class ReadView(ChatView):
    """My place in what I have read."""

    @extend_schema(
        operation_id="markRead", request=ReadSerializer, responses={200: ReadStateSerializer}
    )
    def post(self, request: Request, uri: str) -> Response:
        """Note up to where I have read; it never moves back."""
        session = self.find(uri)
        try:
            mark_read(session, self.user, seq=validated(ReadSerializer, request.data)["seq"])
        except BeyondTheLogError:
            raise ValidationError({"seq": ["The session has not come so far."]}) from None
        return Response(ReadStateSerializer(self.find(uri, found_for(self.user))).data)
