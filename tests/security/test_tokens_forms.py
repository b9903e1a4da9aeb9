"""How tokens are sent to the REST API and how they may not be; scope is checked alike for each way."""

import base64
import hashlib

import httpx
import pytest

from modelstead import clock, ids
from modelstead.domain.permission import Scope
from modelstead.store import access_tokens
from modelstead.store.transaction import Transaction
from tests.people import People
from tests.rest_api.accounts import api, made
from tests.rest_api.calling import refused
from tests.security.test_refused_tokens import INCOMPLETE, REFUSED
from tests.serving import Running


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def ways(token: str) -> tuple[dict[str, str], ...]:
    return {"Authorization": f"Bearer {token}"}, {"PRIVATE-TOKEN": token}, basic("x", token), basic("", token)


def ask(server: Running, path: str, headers: dict[str, str], method: str = "GET") -> httpx.Response:
    return server.http.request(method, f"{server.url}/api/v4/{path}", headers=headers)


def test_scope_is_checked_alike_for_each_way(server: Running, people: People) -> None:
    for headers in ways(people.read_only):
        assert ask(server, "personal_access_tokens", headers).status_code == 200
        answer = ask(server, "user/personal_access_tokens", headers, "POST")
        refused(answer, 403, "insufficient_scope: to manage access tokens, a token needs the scope api.")
        refused(ask(server, f"projects/{people.project.id}/packages/1", headers, "DELETE"), 403, "insufficient_scope")


def test_a_token_as_a_user_name_or_in_the_query_is_not_looked_at(server: Running, people: People) -> None:
    for headers in (basic(people.owner, ""), basic(people.owner, "x-oauth-basic")):
        refused(ask(server, "user", headers), 401, REFUSED)
    for name in ("private_token", "access_token", "token", "job_token"):
        refused(ask(server, f"user?{name}={people.owner}", {}), 401, "An access token is needed.")
    refused(ask(server, "user", {"Cookie": f"private_token={people.owner}"}), 401, "An access token is needed.")


def test_a_damaged_token_is_refused_without_a_look_up(server: Running, people: People) -> None:
    token = people.owner
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for damaged in (changed, token[:-1], token[:20], token + token, "glpat-"):
        for headers in ways(damaged):
            refused(ask(server, "user", headers), 401, INCOMPLETE)


def test_a_token_digested_by_another_key_opens_nothing(server: Running, people: People) -> None:
    number, secret = api(server, people.owner).id, ids.access_token()

    def insert(tx: Transaction, digest: bytes) -> None:
        access_tokens.insert(
            tx,
            user_id=number,
            name="forged",
            digest=digest,
            scopes=frozenset({Scope.API}),
            expires_at=clock.now_ms() + 60_000,
            now=clock.now_ms(),
        )

    for digest in (ids.digest(b"another key of the right length!", secret), hashlib.sha256(secret.encode()).digest()):
        server.server.database.write_now(insert, digest)
    for headers in ways(secret):
        refused(ask(server, "user", headers), 401, REFUSED)


@pytest.mark.parametrize("parameter", ["sudo", "user_id"])
def test_nobody_acts_for_another_by_a_parameter(server: Running, people: People, parameter: str) -> None:
    owner = api(server, people.owner)
    guest = api(server, people.guest)
    answer = guest.get("user", **{parameter: owner.id})
    assert answer.json()["id"] == guest.id
    headers = guest.headers | {"Sudo": str(owner.id)}
    assert ask(server, "user", headers).json()["id"] == guest.id
    token = made(guest.post("user/personal_access_tokens", name="n", scopes=["api"], **{parameter: owner.id}))
    assert token["user_id"] == guest.id
