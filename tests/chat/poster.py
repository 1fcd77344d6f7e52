"""Processes that post: ``poster.py <uri> <posts> <client_message_id or ""> <username>...``.

Started by test_concurrency.py: one process a name, all at once; each goes through
the REST views, and prints the status of each answer.
"""

import multiprocessing
import os
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# Throttles have tests of their own.
os.environ["THROTTLE_POSTS"] = "0"

import django

# Forked, so that Django is loaded once; nothing runs a thread or has a connection before.
processes = multiprocessing.get_context("fork")


def post(barrier: Barrier, uri: str, posts: int, client_message_id: str, username: str) -> None:
    # Models can be imported once Django is set up.
    from accounts.models import User
    from tests.conftest import client_for

    client = client_for(User.objects.get(username=username))
    barrier.wait(60)
    for number in range(posts):
        body = {"message": f"{username} {number}"}
        if client_message_id:
            body["client_message_id"] = client_message_id
        answer = client.post(f"/api/chats/{uri}/messages/", body, HTTP_HOST="localhost")
        sys.stdout.write(f"{answer.status_code}\n")


def main(uri: str, posts: str, client_message_id: str, *usernames: str) -> int:
    """Return how many of the processes have failed."""
    django.setup()
    barrier = processes.Barrier(len(usernames))
    running = [
        processes.Process(target=post, args=(barrier, uri, int(posts), client_message_id, name))
        for name in usernames
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    return sum(process.exitcode != 0 for process in running)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
