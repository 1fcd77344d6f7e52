"""People and sessions by the thousand, straight into an instance's database.

`python -m bench.populate <people> <sessions of each>`, in the instance's environment.
Prints JSON: ``{"tokens": [one a person], "uris": [...]}``. A session has ten members.
"""

import json
import os
import sys

import django

MEMBERS = 10


def main(people: int, sessions_each: int) -> None:
    """Write everything in a handful of statements, and print who may do what."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatire.settings")
    django.setup()

    from accounts import keys
    from accounts.models import Device, User
    from accounts.models.device import DeviceKind
    from chat.models import ChatSession, Member
    from chat.models.member import Role

    users = User.objects.bulk_create(
        User(username=f"bench{number}", email=f"bench{number}@example.org", password="!")
        for number in range(people)
    )
    tokens = [keys.new() for _ in users]
    Device.objects.bulk_create(
        Device(user=user, kind=DeviceKind.TOKEN, token_hash=keys.digest(token))
        for user, token in zip(users, tokens, strict=True)
    )
    count = people * sessions_each // MEMBERS
    circles = [
        [users[(number * people // count + step) % people] for step in range(MEMBERS)]
        for number in range(count)
    ]
    sessions = ChatSession.objects.bulk_create(ChatSession(owner=circle[0]) for circle in circles)
    Member.objects.bulk_create(
        Member(session=session, user=user, role=Role.OWNER if user is circle[0] else Role.MEMBER)
        for session, circle in zip(sessions, circles, strict=True)
        for user in circle
    )
    json.dump({"tokens": tokens, "uris": [session.uri for session in sessions]}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
