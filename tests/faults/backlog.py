"""More than anybody can take who does not read, said faster than a gateway loses patience."""

from tests.live.cast import Person
from tests.live.stack import Stack

LARGE = "😴" * 3900
HUNDREDS = 300
"""Large messages: five megabytes are more than all buffers between the broker and a client."""

CODE = """
from accounts.models import User
from chat.actions.messages import post_message
from chat.models import ChatSession

user, session = User.objects.get(pk={user}), ChatSession.objects.get(uri="{uri}")
for number in range({count}):
    post_message(session, user, text="{text}")
"""
"""Posts as a request does, from one process and without the requests."""


def say_hundreds(stack: Stack, person: Person, uri: str) -> None:
    """Post them all."""
    code = CODE.format(user=person.id, uri=uri, count=HUNDREDS, text=LARGE)
    stack.manage("shell", "--verbosity", "0", "--command", code)
