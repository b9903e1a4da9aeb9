"""Files below a logged model: by the proxy, artifacts/directories and artifacts/files."""

import pytest

from tests.mlflow_api.logged_models import UNKNOWN, delete, new_id
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.people import settle
from tests.serving import Mlflow, Running

PROXY = "api/2.0/mlflow-artifacts/artifacts"


def put(client: Mlflow, model_id: str, path: str, content: bytes = b"x") -> None:
    good(client.send("PUT", f"{PROXY}/models/{model_id}/artifacts/{path}", content))


def test_files_are_put_listed_and_fetched_by_the_model_s_address(developer: Mlflow) -> None:
    model_id = new_id(developer)
    put(developer, model_id, "MLmodel", b"flavors: {}")
    put(developer, model_id, "data/weights.bin", b"\0" * 7)
    root = f"models/{model_id}/artifacts"
    assert developer.send("GET", f"{PROXY}/{root}/data/weights.bin").content == b"\0" * 7
    assert good(developer.send("GET", PROXY, path=root)) == {
        "files": [{"path": "MLmodel", "is_dir": False, "file_size": 11}, {"path": "data", "is_dir": True}]
    }
    good(developer.send("DELETE", f"{PROXY}/{root}/data"))
    assert developer.send("GET", f"{PROXY}/{root}/data/weights.bin").status_code == 404


def test_directories_are_listed_with_paths_below_the_model(developer: Mlflow) -> None:
    model_id = new_id(developer)
    put(developer, model_id, "MLmodel")
    put(developer, model_id, "data/deep/weights.bin")
    call = f"logged-models/{model_id}/artifacts/directories"
    root_uri = f"mlflow-artifacts:/models/{model_id}/artifacts"
    assert good(developer.get(call)) == {
        "root_uri": root_uri,
        "files": [{"path": "MLmodel", "is_dir": False, "file_size": 1}, {"path": "data", "is_dir": True}],
    }
    for folder in ("data", "data/"):
        found = good(developer.get(call, artifact_directory_path=folder))
        assert found == {"root_uri": root_uri, "files": [{"path": "data/deep", "is_dir": True}]}
    assert good(developer.get(call, artifact_directory_path="nobody")) == {"root_uri": root_uri}


def test_a_file_is_fetched_by_the_model(developer: Mlflow) -> None:
    model_id = new_id(developer)
    put(developer, model_id, "data/a b.txt", b"text")
    call = f"logged-models/{model_id}/artifacts/files"
    answer = developer.get(call, artifact_file_path="data/a b.txt")
    assert (answer.status_code, answer.content) == (200, b"text")
    assert answer.headers["content-disposition"].startswith("attachment")
    path = f"ajax-api/2.0/mlflow/{call}"
    assert developer.send("GET", path, artifact_file_path="data/a b.txt").content == b"text"
    assert developer.get(call, artifact_file_path="nobody").status_code == 404
    assert_invalid(developer.get(call, artifact_file_path="data"), "is a folder")
    assert_invalid(developer.get(call), "Missing value for required parameter 'artifact_file_path'.")


@pytest.mark.parametrize("path", ["../../x", "/etc/passwd", "a//b", "a\\b", "%2e%2e/x", "\x01", "C:/x"])
def test_a_path_that_leads_out_is_refused(developer: Mlflow, path: str) -> None:
    model_id = new_id(developer)
    calls = f"logged-models/{model_id}/artifacts"
    assert_invalid(developer.get(f"{calls}/files", artifact_file_path=path), "Invalid path")
    assert_invalid(developer.get(f"{calls}/directories", artifact_directory_path=path), "Invalid path")


def test_files_of_a_deleted_model_are_read_and_not_written(developer: Mlflow) -> None:
    model_id = new_id(developer)
    put(developer, model_id, "a.txt", b"before")
    good(delete(developer, model_id))
    address = f"{PROXY}/models/{model_id}/artifacts/a.txt"
    assert_invalid(developer.send("PUT", address, b"after"), "deleted")
    assert_invalid(developer.send("DELETE", address), "deleted")
    assert developer.send("GET", address).content == b"before"
    assert developer.get(f"logged-models/{model_id}/artifacts/directories").status_code == 404


def test_files_of_unknown_and_foreign_models_are_not_found(server: Running, developer: Mlflow) -> None:
    other = settle(server.server, f"foreign/files-{developer.base.split('/')[6]}")
    foreign = server.client(other.owner, other.project.id)
    theirs = new_id(foreign)
    put(foreign, theirs, "a.txt", b"kept")
    for model_id in (theirs, UNKNOWN, "x"):
        message = f"Logged model with ID '{model_id}' not found."
        address = f"{PROXY}/models/{model_id}/artifacts/a.txt"
        answers = [
            developer.send("GET", address),
            developer.send("PUT", address, b"new"),
            developer.send("DELETE", address),
            developer.get(f"logged-models/{model_id}/artifacts/files", artifact_file_path="a.txt"),
            developer.get(f"logged-models/{model_id}/artifacts/directories"),
        ]
        for answer in answers:
            assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
    assert foreign.send("GET", f"{PROXY}/models/{theirs}/artifacts/a.txt").content == b"kept"
