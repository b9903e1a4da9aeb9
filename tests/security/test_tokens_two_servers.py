"""Two server processes on one PostgreSQL: what ends a token counts at once here, and within 5 seconds there."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from modelstead import limits
from tests.cli.commands import Serving, answer, serving
from tests.postgresql import Postgresql

Servers = tuple[Serving, Serving]
KEY = "a key that both servers know, of some length"
LATEST = limits.CREDENTIAL_CACHE_SECONDS + 0.5  # a request begun just before may be answered just after


@pytest.fixture
def url(postgresql: Postgresql) -> str:
    """Return the address of a migrated database."""
    return postgresql.database()


@pytest.fixture
def servers(url: str, tmp_path: Path) -> Iterator[Servers]:
    folders = [tmp_path / name for name in ("here", "there")]
    for folder in folders:
        folder.mkdir()
    arguments = (
        "--secret-key",
        KEY,
        "--database-url",
        url,
        "--artifact-url",
        (tmp_path / "artifacts").as_uri(),
        "--access-log",
        "false",
    )
    with serving(folders[0], *arguments) as here, serving(folders[1], *arguments) as there:
        yield here, there


def send(server: Serving, token: str, method: str, path: str, **fields: Any) -> httpx.Response:
    headers = {"PRIVATE-TOKEN": token}
    return server.http.request(method, f"/api/v4/{path}", headers=headers, json=fields or None)


def admin(server: Serving, method: str, path: str, **fields: Any) -> Any:
    found = send(server, server.token, method, path, **fields)
    assert found.is_success, found.text
    return found.json() if found.content else None


def status(server: Serving, token: str) -> int:
    return send(server, token, "GET", "projects/1/packages").status_code


def member(here: Serving, name: str) -> tuple[int, dict[str, Any]]:
    """Make a person with a token who is a member of the first project."""
    user = admin(here, "POST", "users", username=name, email=f"{name}@example.com")["id"]
    token = admin(here, "POST", f"users/{user}/personal_access_tokens", name="n", scopes=["api"])
    admin(here, "POST", "projects/1/members", user_id=user, access_level=30)
    return user, token


def test_every_end_of_a_token_counts_here_at_once_and_there_within_5_seconds(servers: Servers) -> None:
    here, there = servers
    ends: dict[str, Callable[[int, dict[str, Any]], Any]] = {
        "revoked": lambda _, token: admin(here, "DELETE", f"personal_access_tokens/{token['id']}"),
        "rotated": lambda _, token: admin(here, "POST", f"personal_access_tokens/{token['id']}/rotate"),
        "blocked": lambda user, _: admin(here, "POST", f"users/{user}/block"),
        "deleted": lambda user, _: admin(here, "DELETE", f"users/{user}"),
    }
    people = {name: member(here, name) for name in ends}
    tokens = {name: token["token"] for name, (_, token) in people.items()}
    assert {status(server, token) for server in servers for token in tokens.values()} == {200}
    for name, end in ends.items():
        end(*people[name])
        assert status(here, tokens[name]) == 401, name
    ended_at = time.monotonic()
    while any(status(there, token) == 200 for token in tokens.values()):
        assert time.monotonic() - ended_at < LATEST
        time.sleep(0.05)
    assert {status(there, token) for token in tokens.values()} == {401}


def test_a_replay_on_one_server_ends_the_family_on_the_other(servers: Servers) -> None:
    here, there = servers
    _, token = member(here, "ada")
    new = admin(here, "POST", f"personal_access_tokens/{token['id']}/rotate")["token"]
    assert {status(server, new) for server in servers} == {200}
    assert status(there, token["token"]) == 401
    assert status(there, new) == 401
    replayed_at = time.monotonic()
    while status(here, new) == 200:
        assert time.monotonic() - replayed_at < LATEST
        time.sleep(0.05)


def test_a_command_ends_tokens_of_both(servers: Servers, url: str, tmp_path: Path) -> None:
    here, there = servers
    user, token = member(here, "eve")
    assert {status(server, token["token"]) for server in servers} == {200}
    store = ("--data-dir", tmp_path / "command", "--database-url", url, "--secret-key", KEY)
    assert answer("user", "block", "eve", *store)["id"] == user
    blocked_at = time.monotonic()
    while {status(server, token["token"]) for server in servers} != {401}:
        assert time.monotonic() - blocked_at < LATEST
        time.sleep(0.05)
    assert there.process.poll() is None
