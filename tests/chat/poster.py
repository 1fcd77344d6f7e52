"""A process that posts: ``poster.py <username> <uri> <posts> [client_message_id]``.

Started by test_concurrency.py; it goes through the REST views, and prints the
status of each answer.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# Throttles have tests of their own.
os.environ["THROTTLE_POSTS"] = "0"

import django


def main(username: str, uri: str, posts: str, client_message_id: str = "") -> None:
    django.setup()
    # Models can be imported from here on.
    from accounts.models import User
    from tests.conftest import client_for

    client = client_for(User.objects.get(username=username))
    for number in range(int(posts)):
        body = {"message": f"{username} {number}"}
        if client_message_id:
            body["client_message_id"] = client_message_id
        answer = client.post(f"/api/chats/{uri}/messages/", body, HTTP_HOST="localhost")
        sys.stdout.write(f"{answer.status_code}\n")


main(*sys.argv[1:])
