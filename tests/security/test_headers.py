"""Headers that every answer has, and those of pages."""

import re

import httpx
import pytest

from tests.people import People
from tests.serving import Running

PATHS = {
    "/": 200,
    "/health": 200,
    "/version": 200,
    "/-/liveness": 200,
    "/-/readiness": 200,
    "/-/setup": 404,
    "/-/setup?secret=x": 404,
    "/-/assets/nothing.js": 404,
    "/nothing/at/all": 303,
    "/nothing": 404,
    "/favicon.ico": 404,
    "/api/v4/projects/1/ml/mlflow/api/2.0/mlflow/runs/get": 401,
    "/api/v4/projects/1/ml/mlflow/nothing": 404,
    "/api/v4/nothing": 404,
    "/api/3.0/mlflow/server-info": 200,
}


def assert_guarded(answer: httpx.Response) -> None:
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-request-id"]
    assert answer.headers["content-type"]
    assert "server" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(server: Running, path: str) -> None:
    answer = server.http.get(server.url + path)
    assert answer.status_code == PATHS[path]
    assert_guarded(answer)


@pytest.mark.parametrize("path", ["/", "/-/setup", "/nothing"])
def test_a_page_runs_no_foreign_code_and_is_in_no_frame(server: Running, path: str) -> None:
    headers = server.http.get(server.url + path).headers
    assert headers["content-type"] == "text/html; charset=utf-8"
    policy = {part.strip() for part in headers["content-security-policy"].split(";")}
    assert policy == {
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    }
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_assets_are_kept_by_browsers_for_as_long_as_their_address_is_theirs(server: Running) -> None:
    page = server.http.get(server.url).text
    found = {name for name in re.findall(r'"(/-/assets/[^"#]*)', page) if "?v=" in name}
    assert {name.partition("?")[0].rpartition("/")[2] for name in found} >= {"main.js", "site.css", "icon.svg"}
    for path in found:
        answer = server.http.get(server.url + path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers


def test_answers_of_calls_are_guarded_too(server: Running, people: People) -> None:
    client = server.client(people.developer, people.project.id)
    answers = [
        client.get("experiments/get", experiment_id="0"),
        client.get("experiments/get", experiment_id="7"),
        client.get("experiments/get"),
        client.get("runs/create"),
        client.post("runs/create", experiment_id="0"),
        server.client(people.guest, people.project.id).post("runs/create", experiment_id="0"),
        server.client(people.outsider, people.project.id).post("runs/create", experiment_id="0"),
        client.http.put(client.base + "runs/create"),
        client.http.request("TRACE", client.base + "runs/create"),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 400, 405, 200, 403, 404, 405, 405]
    for answer in answers:
        assert_guarded(answer)
        assert answer.headers["content-type"] == "application/json"


def test_request_ids_are_never_the_same(server: Running) -> None:
    found = {server.http.get(f"{server.url}/health").headers["x-request-id"] for _ in range(20)}
    assert len(found) == 20


def test_what_a_client_sends_does_not_come_back_as_a_header(server: Running) -> None:
    answer = server.http.get(f"{server.url}/%0d%0aSet-Cookie:x=1", headers={"X-Request-Id": "mine"})
    assert answer.status_code == 404
    assert answer.headers["x-request-id"] != "mine"
    assert_guarded(answer)


def test_a_path_is_not_written_into_a_page(server: Running) -> None:
    answer = server.http.get(f"{server.url}/<script>alert(1)</script>?<script>")
    assert b"<script>" not in answer.content
    assert b"alert(1)" not in answer.content
