"""A user of very many sessions."""

from concurrent.futures import ThreadPoolExecutor

from tests.faults.pairs import once
from tests.faults.scene import Scene
from tests.live.cast import sign_up
from tests.live.clients import Connect

SESSIONS = 1000
AT_ONCE = 4

pytestmark = once


def test_user_of_a_thousand_sessions_hears_every_one(scene: Scene, connect: Connect) -> None:
    """More than one ticket names: the rest comes in `more`, on the socket that is open."""
    carol = sign_up(scene.stack.base_url, "carol")
    with ThreadPoolExecutor(AT_ONCE) as threads:
        created = list(threads.map(lambda _: carol.rest.create_session(), range(SESSIONS)))
        assert len(carol.rest.ticket()["more"]) == 2
        cursors = {session["uri"]: session["last_seq"] for session in created}
        client = connect(carol, cursors=cursors)
        client.wait_for(lambda: set(client.of_type("welcome")[-1]["sessions"]) == set(cursors), 60)
        list(threads.map(lambda uri: carol.rest.post(uri, f"in {uri}"), cursors))
    client.wait_for(lambda: len(client.events) >= SESSIONS, 30)
    assert {uri: client.posted(uri) for uri in cursors} == {uri: [f"in {uri}"] for uri in cursors}
    assert client.closes == []
