"""A read_user token reads users and what it is itself, and nothing else on the whole server."""

import re

import httpx
import pytest

from modelstead.domain.permission import Permission, Scope
from modelstead.http.endpoint import Endpoint
from modelstead.rest_api.endpoints import GROUP, PROJECT, SERVER
from tests.mlflow_api.samples import CALLS, PATHS
from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import refused
from tests.serving import Running

ALLOWED = {
    ("GET", "user"),
    ("GET", "users"),
    ("GET", "users/{user_id}"),
    ("GET", "personal_access_tokens/self"),
    ("DELETE", "personal_access_tokens/self"),
}
GUARDED = [
    (place, endpoint)
    for place, table in (("projects/{place}/", PROJECT), ("groups/{place}/", GROUP), ("", SERVER))
    for endpoint in table
    if isinstance(endpoint.permission, Permission)
]


@pytest.fixture
def reader(server: Running, people: People) -> Api:
    """Return an owner's token that only reads users."""
    token = made(api(server, people.owner).post("user/personal_access_tokens", name="n", scopes=["read_user"]))
    return api(server, token["token"])


def filled(path: str) -> str:
    return re.sub(r"\{\w+(\.\.\.)?\}", "1", path)


def test_only_these_calls_take_the_scope() -> None:
    taking = {(each.method, each.path) for _, each in GUARDED if _takes_it(each)}
    assert taking == ALLOWED
    assert not [each for each in CALLS if _takes_it(each)]


def _takes_it(endpoint: Endpoint) -> bool:
    return isinstance(endpoint.permission, Permission) and Scope.READ_USER in endpoint.permission.scopes


def test_every_other_call_of_the_rest_api_is_refused(people: People, reader: Api) -> None:
    group = people.project.path.partition("/")[0]
    for place, endpoint in GUARDED:
        if (endpoint.method, endpoint.path) in ALLOWED:
            continue
        where = place.format(place=people.project.id if "projects" in place else group)
        answer = reader.http.request(
            endpoint.method, reader.base + (where + filled(endpoint.path)).rstrip("/"), headers=reader.headers
        )
        if "groups" in place:  # which a member of a project below need not see
            assert answer.status_code in {403, 404}, (endpoint.path, answer.text)
        else:
            refused(answer, 403, "insufficient_scope")


def test_every_call_of_mlflow_is_refused(server: Running, people: People, reader: Api) -> None:
    root = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow/"
    for endpoint in CALLS:
        answer: httpx.Response = reader.http.request(
            endpoint.method, root + filled(PATHS[endpoint]), headers=reader.headers
        )
        assert answer.status_code == 403, (endpoint.path, answer.text)
        assert "insufficient_scope" in answer.json()["message"]
