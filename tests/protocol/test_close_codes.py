from chatire.protocol.close_codes import CloseCode, may_come_back


def test_range_of_a_code_carries_its_policy() -> None:
    """A client that has never heard of 4042 or 4999 knows what to do."""
    assert may_come_back(CloseCode.SLOW_CONSUMER)
    assert may_come_back(4042)
    assert not may_come_back(CloseCode.SIGNED_OUT)
    assert not may_come_back(4999)
