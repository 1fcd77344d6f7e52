import pytest

from chatire.protocol.revocations import Revocation, RevocationType

REMOVAL = Revocation(
    RevocationType.MEMBERSHIP, user=8, at=1000.5, session="0123456789abcde", reason="removed"
)


def test_revocation_survives_the_wire() -> None:
    """What a worker reads is what the application wrote."""
    assert Revocation.decode(REMOVAL.encode()) == REMOVAL


@pytest.mark.parametrize(
    "body", [b"{}", b'{"type":"x"}', b'{"type":"device.revoked"}', b"[]", b"?"]
)
def test_body_that_is_no_revocation_is_refused(body: bytes) -> None:
    """A stray message on the control exchange stops nobody."""
    with pytest.raises(ValueError):
        Revocation.decode(body)
