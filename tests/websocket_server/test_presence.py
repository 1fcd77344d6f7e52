"""Who is online, as all workers together see it."""

from hypothesis import given
from hypothesis import strategies as st

from chatire.protocol.presence import Sighting
from websocket_server.presence import EXPIRY, GRACE, Change, Presence

TEA, COFFEE = "a" * 15, "b" * 15
ALICE, BOB = 1, 2


def seen(*uris: str) -> frozenset[str]:
    """Return where somebody is seen."""
    return frozenset(uris)


def told(worker: str, *uris: str, user: int = BOB, is_whole: bool = True) -> Sighting:
    """Return what another worker says of bob."""
    return Sighting(worker, {user: seen(*uris)}, is_whole)


def test_who_comes_is_online_at_once_and_once() -> None:
    """However many workers and sockets he comes by."""
    presence = Presence("me")
    assert presence.see(BOB, seen(TEA), now=0.0) == ([(TEA, BOB, True)], True)
    assert presence.see(BOB, seen(TEA), now=0.0) == ([], False)
    assert presence.hear(told("other", TEA), now=0.0) == []
    assert presence.online(TEA) == [BOB]


def test_a_reload_is_no_departure() -> None:
    """Within the grace nobody notices; after it everybody does."""
    presence = Presence("me")
    presence.see(BOB, seen(TEA), now=0.0)
    presence.see(BOB, seen(), now=1.0)
    assert presence.wake(1.0 + GRACE - 0.1) == []
    assert presence.see(BOB, seen(TEA), now=3.0) == ([], True)
    assert presence.wake(100.0) == []
    presence.see(BOB, seen(), now=100.0)
    assert presence.wake(100.0 + GRACE) == [(TEA, BOB, False)]
    assert presence.online(TEA) == []


def test_a_worker_that_is_silent_takes_its_users_with_it() -> None:
    """They have their grace too: another worker may have them by then."""
    presence = Presence("me")
    presence.hear(told("other", TEA), now=0.0)
    assert presence.wake(EXPIRY) == []
    assert presence.wake(EXPIRY + GRACE) == [(TEA, BOB, False)]


def test_our_own_silence_is_nobodys_fault() -> None:
    """After the broker was away all have their time again."""
    presence = Presence("me")
    presence.hear(told("other", TEA), now=0.0)
    presence.forgive(now=EXPIRY - 1)
    assert presence.wake(EXPIRY + GRACE + 1) == []
    assert presence.online(TEA) == [BOB]


def test_a_whole_sighting_ends_what_it_does_not_name() -> None:
    """One of a single user leaves the others as they were."""
    presence = Presence("me")
    presence.hear(told("other", TEA, user=ALICE), now=0.0)
    presence.hear(told("other", TEA, is_whole=False), now=0.0)
    assert presence.online(TEA) == [ALICE, BOB]
    presence.hear(told("other", COFFEE), now=0.0)
    assert sorted(presence.wake(GRACE)) == [(TEA, ALICE, False), (TEA, BOB, False)]
    assert presence.online(COFFEE) == [BOB]


def test_what_is_told_can_be_heard_by_another() -> None:
    """Whole, and of one user."""
    here, there = Presence("here"), Presence("there")
    here.see(ALICE, seen(TEA, COFFEE), now=0.0)
    here.see(BOB, seen(TEA), now=0.0)
    there.hear(Sighting.decode(here.tell().encode()), now=0.0)
    assert (there.online(TEA), there.online(COFFEE)) == ([ALICE, BOB], [ALICE])
    here.see(ALICE, seen(), now=0.0)
    there.hear(Sighting.decode(here.tell_of([ALICE]).encode()), now=0.0)
    there.wake(GRACE)
    assert (there.online(TEA), there.online(COFFEE)) == ([BOB], [])


def test_our_own_words_come_back_to_us_without_effect() -> None:
    """The exchange is a fanout."""
    presence = Presence("me")
    presence.see(BOB, seen(TEA), now=0.0)
    presence.hear(told("me", COFFEE), now=0.0)
    assert presence.online(COFFEE) == []


moves = st.tuples(
    st.sampled_from(["me", "one", "two"]),
    st.sampled_from([ALICE, BOB]),
    st.frozensets(st.sampled_from([TEA, COFFEE])),
    st.floats(0, 10),
)


@given(st.lists(moves, max_size=30))
def test_changes_add_up_to_who_is_online(
    steps: list[tuple[str, int, frozenset[str], float]],
) -> None:
    """In whatever order workers see, tell and fall silent: told changes and the list agree."""
    presence, known, now = Presence("me"), set[tuple[str, int]](), 0.0

    def learn(changes: list[Change]) -> None:
        for uri, user, is_online in changes:
            assert ((uri, user) in known) is not is_online
            (known.add if is_online else known.discard)((uri, user))

    for worker, user, uris, pause in steps:
        now += pause
        if worker == "me":
            learn(presence.see(user, uris, now=now)[0])
        else:
            learn(presence.hear(Sighting(worker, {user: uris}, is_whole=False), now=now))
        learn(presence.wake(now))
        assert known == {(uri, who) for uri in (TEA, COFFEE) for who in presence.online(uri)}
