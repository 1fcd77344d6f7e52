"""``/auth/devices/``: where one is signed in, and nobody else."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.actions import devices
from accounts.models import Device, DeviceKind, User
from accounts.signals import device_ended
from tests.accounts.conftest import ORIGIN, PASSWORD, SignIn, client

DEVICES = "/auth/devices/"
ME = "/auth/users/me/"


def test_list_shows_my_devices_and_which_one_asks(sign_in: SignIn, alice: User) -> None:
    """No key, no hash: what a person needs to tell them apart."""
    robot = devices.start(alice, DeviceKind.JWT, label="robot").device
    laptop = sign_in(alice)
    here, there = laptop.get(DEVICES).data["results"]
    assert (here["current"], here["kind"]) == (True, "token")
    assert set(there) == {"id", "kind", "label", "created_at", "last_used_at", "current"}
    assert (there["id"], there["label"], there["current"]) == (str(robot.pk), "robot", False)


def test_list_leaves_out_what_has_ended_or_expired(sign_in: SignIn, alice: User) -> None:
    """They open nothing any more."""
    program = sign_in(alice)
    devices.end(devices.start(alice, DeviceKind.PAGE).device)
    expired = devices.start(alice, DeviceKind.PAGE).device
    Device.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert [device["current"] for device in program.get(DEVICES).data["results"]] == [True]


def test_list_shows_nobody_elses(sign_in: SignIn, alice: User, mallory: User) -> None:
    """Where alice is signed in is her own business."""
    sign_in(alice)
    assert [device["current"] for device in sign_in(mallory).get(DEVICES).data["results"]] == [True]


def test_list_is_paged_and_costs_the_same(
    sign_in: SignIn, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """However many programs have signed in."""
    program = sign_in(alice)
    for _ in range(60):
        devices.start(alice, DeviceKind.JWT)
    with django_assert_num_queries(2):
        first = program.get(DEVICES).data
    second = program.get(first["next"].removeprefix("http://localhost:8000")).data
    shown = {device["id"] for device in [*first["results"], *second["results"]]}
    assert (len(first["results"]), len(shown), second["next"]) == (50, 61, None)


def test_foreign_cursor_is_refused(sign_in: SignIn, alice: User) -> None:
    """With the field's name, and no question to the database."""
    answer = sign_in(alice).get(DEVICES, {"cursor": "cD1ub25zZW5zZQ=="})
    assert (answer.status_code, set(answer.data)) == (400, {"cursor"})


def test_delete_ends_that_device_alone(sign_in: SignIn, alice: User) -> None:
    """Its sockets are told by the signal."""
    laptop, robot = sign_in(alice), sign_in(alice)
    ended: list[Device] = []
    device_ended.connect(
        lambda device, **kwargs: ended.append(device), weak=False, dispatch_uid="t"
    )
    (lost,) = [one for one in laptop.get(DEVICES).data["results"] if not one["current"]]
    assert laptop.delete(f"{DEVICES}{lost['id']}/").status_code == 204
    device_ended.disconnect(dispatch_uid="t")
    assert [str(device.pk) for device in ended] == [lost["id"]]
    assert (laptop.get(ME).status_code, robot.get(ME).status_code) == (200, 401)


def test_delete_of_the_device_that_asks_signs_it_out(sign_in: SignIn, alice: User) -> None:
    """Like a logout."""
    laptop = sign_in(alice)
    assert laptop.delete(f"{DEVICES}{alice.devices.get().pk}/").status_code == 204
    assert laptop.get(ME).status_code == 401


def test_delete_of_an_ended_device_is_404(sign_in: SignIn, alice: User) -> None:
    """Twice is once."""
    laptop = sign_in(alice)
    device = devices.start(alice, DeviceKind.PAGE).device
    path = f"{DEVICES}{device.pk}/"
    assert [laptop.delete(path).status_code for _ in range(2)] == [204, 404]


def test_delete_of_anothers_device_is_404(sign_in: SignIn, alice: User, bob: User) -> None:
    """As of one that there never was."""
    alices = devices.start(alice, DeviceKind.PAGE).device
    program = sign_in(bob)
    for device in (alices.pk, uuid.uuid4(), "none"):
        assert program.delete(f"{DEVICES}{device}/").status_code == 404
    alices.refresh_from_db()
    assert alices.ended_at is None


def test_delete_of_all_signs_out_everywhere(
    page: APIClient, sign_in: SignIn, alice: User, bob: User
) -> None:
    """Programs, pages and the one that asks; nobody else's."""
    page.post("/auth/session/", {"username": "alice", "password": PASSWORD})
    laptop, robot, bobs = sign_in(alice), sign_in(alice), sign_in(bob)
    assert laptop.delete(DEVICES).status_code == 204
    assert [program.get(ME).status_code for program in (laptop, robot, bobs)] == [401, 401, 200]
    assert page.post("/auth/session/refresh/").status_code == 401
    assert not alice.devices.filter(ended_at=None).exists()


@pytest.mark.parametrize("method", ["get", "delete"])
@pytest.mark.parametrize("path", [DEVICES, f"{DEVICES}{uuid.UUID(int=1)}/"])
def test_nobody_has_no_devices(alice: User, method: str, path: str) -> None:
    """A stranger is asked who he is, the page's cookie alone does not say it."""
    page = client(headers={"origin": ORIGIN})
    page.post("/auth/session/", {"username": "alice", "password": PASSWORD})
    assert getattr(page, method)(path).status_code == 401
    assert alice.devices.get().ended_at is None
