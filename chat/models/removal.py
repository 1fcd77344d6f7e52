"""A removal: who is out, for as long as an event of the session might overtake that news."""

from django.conf import settings
from django.db import models

from chat.models.chat_session import ChatSession


class Removal(models.Model):
    """Somebody whose membership ended ``at`` (seconds since the epoch) and who has not come back.

    Events carry these to the gateways. The revocation itself takes another way, and
    may come late: its process may have died right after the commit.
    """

    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="removals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.FloatField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="removal_once_a_user")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.session_id}"
