"""``/api/chats/<uri>/members/<user id>/``."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.actions.members import leave
from chat.errors import NotAMemberError, OwnerStaysError
from chat.models import Member
from chat.serializers.fields import MAX_SEQ
from chat.views.base import ChatView, Conflict, require_manager


class MemberView(ChatView):
    """One member of one of my sessions."""

    @extend_schema(operation_id="removeMember", responses={204: None})
    def delete(self, request: Request, uri: str, user_id: int) -> Response:
        """Leave, or remove somebody else."""
        session = self.find(uri)
        if user_id != self.user.pk:
            require_manager(session)
        members = Member.objects.select_related("user").filter(session=session)
        member = members.filter(user=user_id).first() if user_id <= MAX_SEQ else None
        if member is None:
            raise Http404
        try:
            leave(session, member.user, by=self.user)
        except OwnerStaysError:
            raise Conflict("The owner hands the session over before leaving it.") from None
        except NotAMemberError:
            raise Http404 from None
        return Response(status=204)
