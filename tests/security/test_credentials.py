"""How a token may be sent, and how it may not."""

import base64

import httpx
import pytest

from tests.people import People
from tests.serving import Running


def ask(server: Running, people: People, headers: dict[str, str], query: str = "") -> httpx.Response:
    url = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow/experiments/get?experiment_id=0"
    return server.http.get(url + query, headers=headers)


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_a_token_is_taken_from_each_place_it_may_stand(server: Running, people: People) -> None:
    token = people.guest
    for headers in (
        {"Authorization": f"Bearer {token}"},
        {"authorization": f"bearer  {token}"},
        {"Authorization": f"BEARER {token}"},
        {"PRIVATE-TOKEN": token},
        {"private-token": token},
        basic("anyone", token),
        basic("", token),
    ):
        assert ask(server, people, headers).status_code == 200, headers


@pytest.mark.parametrize("name", ["private_token", "access_token", "token", "job_token", "Authorization"])
def test_a_token_in_the_query_is_not_looked_at(server: Running, people: People, name: str) -> None:
    assert ask(server, people, {}, f"&{name}={people.owner}").status_code == 401


def test_a_token_in_a_cookie_or_in_the_user_name_is_not_looked_at(server: Running, people: People) -> None:
    assert ask(server, people, {"Cookie": f"private_token={people.owner}"}).status_code == 401
    assert ask(server, people, basic(people.owner, "")).status_code == 401
    assert ask(server, people, basic(people.owner, "x-oauth-basic")).status_code == 401


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer  x", "Basic", "Basic !!!", "Basic é", "Digest x", "Token x", "Negotiate abc", "Basic QQ="],
)
def test_a_malformed_authorization_is_refused(server: Running, people: People, authorization: str) -> None:
    url = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow/experiments/get?experiment_id=0"
    answer = server.http.get(url, headers={b"Authorization": authorization.encode()})
    assert (answer.status_code, answer.json()["error_code"]) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == 'Bearer realm="Modelstead"'


def test_private_token_counts_before_authorization(server: Running, people: People) -> None:
    both = {"PRIVATE-TOKEN": people.guest, "Authorization": f"Bearer {people.expired}"}
    assert ask(server, people, both).status_code == 200
    both = {"PRIVATE-TOKEN": people.expired, "Authorization": f"Bearer {people.guest}"}
    assert ask(server, people, both).status_code == 401


def test_scope_counts_however_the_token_is_sent(server: Running, people: People) -> None:
    url = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow/runs/create"
    token = people.read_only
    for headers in ({"Authorization": f"Bearer {token}"}, {"PRIVATE-TOKEN": token}, basic("x", token)):
        answer = server.http.post(url, json={"experiment_id": "0"}, headers=headers)
        assert (answer.status_code, answer.json()["message"].partition(":")[0]) == (403, "insufficient_scope")
