"""The people of the live tests: signed up for good, each test meeting in a session of its own."""

import uuid
from dataclasses import dataclass

from tests.rest import Rest

PASSWORD = "seven purple otters juggle"  # nobody's but the tests'


@dataclass(frozen=True)
class Person:
    """Somebody with an account, signed in on one device."""

    name: str
    id: int
    rest: Rest

    def sign_in_again(self) -> "Person":
        """Return the same person on one more device."""
        return Person(self.name, self.id, Rest(self.rest.base_url).sign_in(self.name, PASSWORD))


def sign_up(base_url: str, name: str) -> Person:
    """Sign up somebody called ``name`` and a few letters that make it unique."""
    unique = f"{name}-{uuid.uuid4().hex[:8]}"
    account = Rest(base_url).sign_up(unique, PASSWORD)
    return Person(unique, account["id"], Rest(base_url).sign_in(unique, PASSWORD))


def meet(owner: Person, *others: Person) -> str:
    """Return the uri of a new session of ``owner`` that ``others`` have joined."""
    uri: str = owner.rest.create_session()["uri"]
    for other in others:
        other.rest.join(uri, other.name)
    return uri
