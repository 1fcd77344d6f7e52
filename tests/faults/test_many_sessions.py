"""A user of very many sessions."""

from concurrent.futures import ThreadPoolExecutor

from tests.faults.pairs import on_pairs_for
from tests.faults.scene import Scene
from tests.live.cast import sign_up
from tests.live.clients import Connect

SESSIONS = 1000
FOUND = """
from chat.models import ChatSession, Member
made = ChatSession.objects.bulk_create(ChatSession(owner_id={0}) for _ in range({1}))
Member.objects.bulk_create(Member(session=each, user_id={0}, role="owner") for each in made)
print(*(each.uri for each in made))
"""
"""A thousand calls would take longer than all the rest."""

AT_ONCE = 4


@on_pairs_for(0)
def test_user_of_a_thousand_sessions_hears_every_one(scene: Scene, connect: Connect) -> None:
    """More than one ticket names: the rest comes in `more`, on the socket that is open."""
    carol = sign_up(scene.stack.base_url, "carol")
    uris = scene.stack.manage("shell", "--no-imports", "-c", FOUND.format(carol.id, SESSIONS))
    cursors = dict.fromkeys(uris.split(), 0)
    assert len(carol.rest.ticket()["more"]) == 2
    with ThreadPoolExecutor(AT_ONCE) as threads:
        client = connect(carol, cursors=cursors)
        client.wait_for(lambda: set(client.of_type("welcome")[-1]["sessions"]) == set(cursors), 60)
        list(threads.map(lambda uri: carol.rest.post(uri, f"in {uri}"), cursors))
    client.wait_for(lambda: len(client.events) >= SESSIONS, 30)
    assert {uri: client.posted(uri) for uri in cursors} == {uri: [f"in {uri}"] for uri in cursors}
    assert client.closes == []
