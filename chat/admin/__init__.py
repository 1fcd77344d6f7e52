"""The admin: shows everything, and changes logged models through actions alone."""

from chat.admin.control_messages import ControlMessageAdmin
from chat.admin.events import EventAdmin
from chat.admin.members import MemberAdmin
from chat.admin.messages import MessageAdmin
from chat.admin.notifications import NotificationAdmin
from chat.admin.sessions import SessionAdmin

__all__ = [
    "ControlMessageAdmin",
    "EventAdmin",
    "MemberAdmin",
    "MessageAdmin",
    "NotificationAdmin",
    "SessionAdmin",
]
