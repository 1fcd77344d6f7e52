"""The contract's REST calls, as one signed-in user makes them.

Knows paths and bodies only; what the answers mean is the caller's business.
"""

from dataclasses import dataclass
from typing import Any

import requests

Json = dict[str, Any]

TIMEOUT = 15.0
"""Seconds after which a call counts as not answered."""


class RefusedError(Exception):
    """A call was answered with a status that is no success."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(f"{response.status_code} {response.request.url}: {response.text[:300]}")
        self.status = response.status_code
        self.headers = response.headers
        self.response = response


@dataclass(frozen=True)
class Rest:
    """The application at ``base_url``, called with ``token`` if there is one."""

    base_url: str
    token: str = ""

    def call(self, method: str, path: str, body: Json | None = None, **params: Any) -> Json:
        """Return the answer's JSON; raise RefusedError unless the status is 2xx."""
        response = requests.request(
            method,
            self.base_url + path,
            json=body,
            params=params,
            headers={"Authorization": f"Token {self.token}"} if self.token else {},
            timeout=TIMEOUT,
        )
        if not response.ok:
            raise RefusedError(response)
        answer: Json = response.json() if response.content else {}
        return answer

    # Accounts

    def sign_up(self, username: str, password: str) -> Json:
        email = f"{username}@example.org"
        return self.call(
            "POST", "/auth/users/", {"email": email, "username": username, "password": password}
        )

    def sign_in(self, username: str, password: str) -> "Rest":
        body = {"username": username, "password": password}
        return Rest(self.base_url, self.call("POST", "/auth/token/login/", body)["auth_token"])

    def sign_out(self) -> None:
        self.call("POST", "/auth/token/logout/")

    # Chat sessions

    def create_session(self, title: str = "") -> Json:
        return self.call("POST", "/api/chats/", {"title": title})

    def session(self, uri: str) -> Json:
        return self.call("GET", f"/api/chats/{uri}/")

    def join(self, uri: str, username: str) -> Json:
        return self.call("PATCH", f"/api/chats/{uri}/", {"username": username})

    def remove(self, uri: str, user_id: int) -> None:
        self.call("DELETE", f"/api/chats/{uri}/members/{user_id}/")

    def post(self, uri: str, message: str, **fields: Any) -> Json:
        return self.call("POST", f"/api/chats/{uri}/messages/", {"message": message, **fields})

    def messages(self, uri: str, **params: Any) -> Json:
        return self.call("GET", f"/api/chats/{uri}/messages/", **params)

    # What a client of the gateway asks

    def ticket(self, uri: str | None = None) -> Json:
        return self.call("POST", "/api/tickets/", {"uri": uri} if uri else {})

    def sync(self, cursors: dict[str, int]) -> Json:
        return self.call("POST", "/api/sync/", {"sessions": cursors})

    def events(self, uri: str, after: int) -> Json:
        return self.call("GET", f"/api/chats/{uri}/events/", after=after)
