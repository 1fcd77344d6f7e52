"""What the chat remembers. Only chat.actions changes it."""

from chat.models.chat_session import ChatSession, Kind
from chat.models.control_message import ControlMessage
from chat.models.event import Event
from chat.models.member import Member, Role
from chat.models.message import Message
from chat.models.notification import Notification
from chat.models.removal import Removal

__all__ = [
    "ChatSession",
    "ControlMessage",
    "Event",
    "Kind",
    "Member",
    "Message",
    "Notification",
    "Removal",
    "Role",
]
