"""Bad input: queries and paths that are not text."""

import pytest

from tests.mlflow_api.sending import assert_invalid, good
from tests.serving import Mlflow, Running


@pytest.mark.parametrize(
    "query",
    [
        "experiment_id=%FF",
        "experiment_id=%C0%AF",
        "experiment_id=%ED%A0%80",
        "%FF=1",
        "experiment_id=%00",
        "experiment_id=0%00",
        "a=%00&experiment_id=0",
    ],
)
def test_a_query_that_is_not_text_is_refused(developer: Mlflow, query: str) -> None:
    answer = developer.http.get(f"{developer.base}experiments/get?{query}", headers=developer.headers)
    assert_invalid(answer, "The query")


def test_odd_but_harmless_queries_are_read(developer: Mlflow) -> None:
    for query in (
        "&&experiment_id=0&",
        "experiment_id=7&experiment_id=0",
        "experiment_id=%30",
        "x&experiment_id=0&=&",
        "%00=1&experiment_id=0",
    ):
        answer = developer.http.get(f"{developer.base}experiments/get?{query}", headers=developer.headers)
        assert good(answer)["experiment"]["experiment_id"] == "0"


def test_a_plus_is_a_space(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="a b"))
    answer = developer.http.get(
        f"{developer.base}experiments/get-by-name?experiment_name=a+b", headers=developer.headers
    )
    assert good(answer)["experiment"]["name"] == "a b"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v4/projects/%FF/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/%00/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/team%2Fx%00/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/%ED%A0%80/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/..%2F..%2Fetc/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/9999999999999999999999/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/-1/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/%D9%A1/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/" + "a" * 10_000 + "/ml/mlflow/api/2.0/mlflow/runs/get",
        "/api/v4/projects/%/ml/mlflow/api/2.0/mlflow/runs/get",
    ],
    ids=lambda path: path[17:40],
)
def test_a_project_that_cannot_be_is_not_found(server: Running, developer: Mlflow, path: str) -> None:
    answer = server.http.get(server.url + path, headers=developer.headers)
    assert (answer.status_code, answer.json()) == (
        404,
        {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Project not found."},
    )


@pytest.mark.parametrize("end", ["runs/get%00", "runs/%FFget", "runs%5Cget", "runs/../runs/get", "%2e%2e/runs/get"])
def test_a_call_that_cannot_be_is_an_unknown_endpoint(developer: Mlflow, end: str) -> None:
    url = developer.base.replace("/api/2.0/mlflow/", "/api/2.0/mlflow/x/") + end
    answer = developer.http.get(url, headers=developer.headers)
    assert (answer.status_code, answer.json()["error_code"]) == (404, "ENDPOINT_NOT_FOUND")
