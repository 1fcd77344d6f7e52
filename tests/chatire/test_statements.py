"""A statement finds what its queryset would, with everything in it."""

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from accounts.actions import devices
from accounts.models import Device, DeviceKind, User
from chat.actions.sessions import create_session
from chat.models import ChatSession
from chatire.statements import Parameter, Statement


def fields(row: Model) -> dict[str, object]:
    """Return what a row says; what the test asks for itself must be loaded already."""
    assert not row.get_deferred_fields()
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_are_those_of_the_queryset_with_their_related_ones(alice: User) -> None:
    """Moments, booleans and UUIDs as Django reads them; and no second query."""
    pk = devices.start(alice, DeviceKind.PAGE).device.pk
    statement = Statement(
        lambda: Device.objects.select_related("user").filter(pk=Parameter("pk", Device._meta.pk))
    )
    with CaptureQueriesContext(connection) as captured:
        found = statement.one(pk=pk)
        assert found is not None
        seen = fields(found), fields(found.user)
    assert len(captured) == 1
    expected = Device.objects.get(pk=pk)
    assert seen == (fields(expected), fields(expected.user))


def test_annotations_come_along(alice: User) -> None:
    """As attributes, like those of a queryset."""
    session = create_session(alice)
    found = ChatSession.objects.find(session.uri, member=alice)
    assert found is not None
    assert found.role == "owner"  # type: ignore[attr-defined]


def test_a_row_that_was_found_can_be_changed(alice: User) -> None:
    """It is the row of the table, not a new one."""
    statement = Statement(lambda: User.objects.filter(username=Parameter("name")))
    found = statement.one(name="alice")
    assert found is not None
    found.first_name = "Alice"
    found.save()
    assert User.objects.get().first_name == "Alice"


def test_each_call_has_its_own_values(alice: User, bob: User) -> None:
    """The query is written at the first call, the values are not."""
    statement = Statement(lambda: User.objects.filter(username=Parameter("name")))
    found = [statement.one(name=name) for name in ("alice", "bob", "nobody")]
    assert found == [alice, bob, None]


def test_all_rows_come_in_the_order_of_the_queryset(alice: User, bob: User) -> None:
    """Also when there are many."""
    statement = Statement(
        lambda: User.objects.filter(pk__gte=Parameter("first")).order_by("-username")
    )
    assert list(statement.each(first=0)) == [bob, alice]


def test_a_value_that_is_missing_is_an_error(alice: User) -> None:
    """And no query without it."""
    with pytest.raises(KeyError):
        Statement(lambda: User.objects.filter(username=Parameter("name"))).one()
