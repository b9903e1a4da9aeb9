"""GET logged-models/{model_id}."""

import pytest

from tests.mlflow_api.logged_models import UNKNOWN, delete, get, new_id
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


@pytest.mark.parametrize("model_id", [UNKNOWN, "x", "m-1", "%F0%9D%84%9E", "a%20b", "%25", "x" * 5_000])
def test_an_unknown_model_is_not_found(developer: Mlflow, model_id: str) -> None:
    answer = developer.get(f"logged-models/{model_id}")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert answer.json()["message"].startswith("Logged model with ID '")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("part", ["%00", "%ff", "%c3%28", "m-%00" + "0" * 31])
def test_a_path_that_is_no_text_is_refused(developer: Mlflow, method: str, part: str) -> None:
    body = b'{"status": "LOGGED_MODEL_READY"}' if method == "PATCH" else b""
    headers = developer.headers | ({"Content-Type": "application/json"} if body else {})
    answer = developer.http.request(method, f"{developer.base}logged-models/{part}", content=body, headers=headers)
    assert_invalid(answer, "Invalid path")


def test_a_deleted_model_is_there_for_those_who_ask(developer: Mlflow) -> None:
    model_id = new_id(developer, name="tree")
    assert good(delete(developer, model_id)) == {}
    message = f"Logged model with ID '{model_id}' not found."
    for query in ({}, {"allow_deleted": "false"}):
        answer = developer.get(f"logged-models/{model_id}", **query)
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
    for value in ("true", "True"):
        assert get(developer, model_id, allow_deleted=value)["info"]["name"] == "tree"
    assert_invalid(developer.get(f"logged-models/{model_id}", allow_deleted="perhaps"), "'allow_deleted'")


def test_deleting_is_done_once_and_may_be_asked_for_twice(developer: Mlflow) -> None:
    model_id = new_id(developer)
    assert [good(delete(developer, model_id)) for _ in range(2)] == [{}, {}]
    assert delete(developer, UNKNOWN).status_code == 404
    headers = developer.headers | {"Content-Type": "application/json"}  # as the client sends it
    answer = developer.http.request(
        "DELETE", f"{developer.base}logged-models/{model_id}", json={"model_id": model_id}, headers=headers
    )
    assert good(answer) == {}
