"""What every view of the economy begins with: who asks, and how he is refused."""

from typing import Any, cast

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from chat.serializers.fields import MAX_SEQ
from chatire.views import Conflict
from economy.errors import NoSuchAskError, NotOwnerError, RefusedError


class EconomyView(APIView):
    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def handle_exception(self, exc: Exception) -> Response:
        """Answer an action's refusal: 403 for another's item, 404 for no ask, 409 else."""
        if isinstance(exc, NotOwnerError):
            return super().handle_exception(PermissionDenied(exc.sentence))
        if isinstance(exc, NoSuchAskError):
            return super().handle_exception(Http404(exc.sentence))
        if isinstance(exc, RefusedError):
            return super().handle_exception(Conflict(exc.sentence))
        return super().handle_exception(exc)


def found_or_404(queryset: Any, **key: int) -> Any:
    """Return the one row of ``queryset``; 404 too for a number that no database holds."""
    if any(value > MAX_SEQ for value in key.values()):
        raise Http404
    row = queryset.filter(**key).first()
    if row is None:
        raise Http404
    return row
