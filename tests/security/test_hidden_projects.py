"""A project that one may not see cannot be told from one that does not exist."""

import httpx
import pytest

from modelstead.http.endpoint import Endpoint
from tests.mlflow_api.samples import CALLS, SAMPLES, call, label, make
from tests.people import People
from tests.serving import Running


def bytes_of(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return all of an answer but its request id and date."""
    headers = [(name.lower(), value) for name, value in answer.headers.raw]
    return (
        answer.status_code,
        [header for header in headers if header[0] not in {b"x-request-id", b"date"}],
        answer.content,
    )


@pytest.mark.parametrize("endpoint", CALLS, ids=label)
def test_a_hidden_project_answers_like_a_missing_one(server: Running, people: People, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(server.client(people.developer, people.project.id)))
    path = people.project.path.replace("/", "%2F")
    hidden = [server.client(people.outsider, each) for each in (people.project.id, path)]
    missing = [server.client(people.outsider, each) for each in (999_999, path + "-x", "nobody%2Fx", "0")]
    answers = [bytes_of(call(client, endpoint, fields)) for client in hidden + missing]
    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)


def test_without_a_credential_they_cannot_be_told_apart_either(server: Running, people: People) -> None:
    answers = [
        bytes_of(server.client(None, project).get("experiments/get", experiment_id="0"))
        for project in (people.project.id, 999_999, "nobody%2Fx")
    ]
    assert answers[0][0] == 401
    assert all(answer == answers[0] for answer in answers)


def test_a_bad_token_hears_the_same_everywhere(server: Running, people: People) -> None:
    answers = [
        bytes_of(server.client(people.expired, project).get("experiments/get", experiment_id="0"))
        for project in (people.project.id, 999_999)
    ]
    assert answers[0] == answers[1]


def test_an_administrator_hears_not_found_for_a_missing_project(server: Running, people: People) -> None:
    answer = server.client(people.administrator, 999_999).get("experiments/get", experiment_id="0")
    assert (answer.status_code, answer.json()["message"]) == (404, "Project not found.")
