"""Send calls of GitLab's REST API about users and access tokens, which are below no project."""

import datetime
from dataclasses import dataclass
from typing import Any

import httpx

from tests.serving import Running


@dataclass(frozen=True)
class Api:
    """A client of the whole REST API; paths are sent as written."""

    http: httpx.Client
    base: str
    headers: dict[str, str]

    def get(self, path: str, /, **query: Any) -> httpx.Response:
        return self.http.get(self.base + path, params=query or None, headers=self.headers)

    def post(self, path: str, /, **fields: Any) -> httpx.Response:
        return self.http.post(self.base + path, json=fields, headers=self.headers)

    def put(self, path: str, /, **fields: Any) -> httpx.Response:
        return self.http.put(self.base + path, json=fields, headers=self.headers)

    def delete(self, path: str) -> httpx.Response:
        return self.http.delete(self.base + path, headers=self.headers)

    @property
    def id(self) -> int:
        """The user who asks."""
        return int(self.get("user").json()["id"])


def api(server: Running, token: str | None) -> Api:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Api(server.http, f"{server.url}/api/v4/", headers)


def made(answer: httpx.Response) -> Any:
    """Return the JSON of what was created."""
    assert answer.status_code == 201, answer.text
    return answer.json()


def day(days: int) -> str:
    """Return the date so many days from today, UTC."""
    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)).isoformat()
