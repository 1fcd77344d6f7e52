import pytest
from pytest_django import Settings
from rest_framework.test import APIClient


@pytest.mark.parametrize("registration", ["open", "closed"])
def test_instance_tells_a_stranger_whether_he_may_sign_up(
    settings: Settings, registration: str
) -> None:
    """The page shows no form that would be refused."""
    settings.REGISTRATION = registration
    answer = APIClient().get("/api/instance/")
    assert answer.status_code == 200
    assert answer.json() == {"registration": registration, "economy": True}
