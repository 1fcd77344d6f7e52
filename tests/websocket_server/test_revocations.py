"""Which tickets a revocation makes worthless."""

from typing import Any

import pytest

from chatire.protocol.revocations import Revocation, RevocationType
from chatire.protocol.tickets import Claims
from websocket_server.revocations import COMMIT_SLACK, REMEMBERED, RecentRevocations

URI = "0123456789abcde"
MEMBERSHIP = Revocation(RevocationType.MEMBERSHIP, 2, 100.0, session=URI)
DEVICE = Revocation(RevocationType.DEVICE, 2, 100.0, device="phone")
ACCOUNT = Revocation(RevocationType.ACCOUNT, 2, 100.0)


def bobs(issued_at: float, **change: Any) -> Claims:
    """Return the claims of a ticket of bob's."""
    claims = {"user": {"id": 2}, "device": "phone", "sessions": (URI,), "issued_at": issued_at}
    return Claims(**{**claims, **change})


def after(revocation: Revocation, *, heard_at: float = 100.0) -> RecentRevocations:
    """Return a memory of one revocation."""
    recent = RecentRevocations()
    recent.remember(revocation, now=heard_at)
    return recent


@pytest.mark.parametrize("revocation", [MEMBERSHIP, DEVICE, ACCOUNT])
def test_an_older_ticket_is_refused(revocation: Revocation) -> None:
    """It was issued before the right ended."""
    assert after(revocation).refuse(bobs(99.0), now=101.0)


@pytest.mark.parametrize("revocation", [MEMBERSHIP, DEVICE, ACCOUNT])
def test_a_newer_ticket_is_accepted(revocation: Revocation) -> None:
    """Bob was let in again."""
    assert not after(revocation).refuse(bobs(100.1), now=101.0)


@pytest.mark.parametrize(
    ("revocation", "claims"),
    [
        (MEMBERSHIP, bobs(99.0, sessions=())),
        (DEVICE, bobs(99.0, device="laptop")),
        (ACCOUNT, bobs(99.0, user={"id": 3})),
        (MEMBERSHIP, bobs(99.0, user={"id": 3})),
    ],
)
def test_another_ticket_is_accepted(revocation: Revocation, claims: Claims) -> None:
    """Another's, another device's, or for other sessions."""
    assert not after(revocation).refuse(claims, now=101.0)


def test_a_ticket_from_before_the_commit_is_refused() -> None:
    """Its time is after the revocation's, but it read the rights before they changed."""
    assert after(ACCOUNT, heard_at=102.0).refuse(bobs(101.0), now=103.0)


def test_a_late_revocation_does_not_reach_far() -> None:
    """One that was delayed refuses no ticket that was issued long after it."""
    recent = after(ACCOUNT, heard_at=200.0)
    assert not recent.refuse(bobs(100.0 + COMMIT_SLACK + 1), now=201.0)


def test_a_revocation_is_forgotten_after_a_while() -> None:
    """By then no ticket from before it lives."""
    recent = after(ACCOUNT)
    assert recent.refuse(bobs(99.0), now=100.0 + REMEMBERED - 1)
    assert not recent.refuse(bobs(99.0), now=100.0 + REMEMBERED)


def test_forgetting_one_keeps_the_later_ones() -> None:
    """Each has its own time."""
    recent = after(MEMBERSHIP)
    recent.remember(Revocation(RevocationType.ACCOUNT, 2, 130.0), now=130.0)
    assert recent.refuse(bobs(129.0), now=161.0)
