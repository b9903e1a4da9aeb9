"""get-artifact and upload-artifact: files named by their run, as MLflow's pages name them."""

import pytest

from tests.mlflow_api.artifacts import assert_refused, new_run
from tests.mlflow_api.sending import good
from tests.serving import Mlflow

UPLOADS = ("api/2.0/mlflow/upload-artifact", "ajax-api/2.0/mlflow/upload-artifact")


@pytest.mark.parametrize("call", UPLOADS)
@pytest.mark.parametrize("name", ["run_id", "run_uuid"])
def test_an_upload_is_there_for_the_proxy(developer: Mlflow, call: str, name: str) -> None:
    files = new_run(developer)
    content = b"1" * 3_000_000
    assert good(developer.send("POST", call, content, **{name: files.run_id, "path": "dir/größe 1.bin"})) == {}
    assert files.read("dir/größe 1.bin") == content


@pytest.mark.parametrize("name", ["run_id", "run_uuid"])
def test_a_file_of_the_proxy_is_got_by_its_run(developer: Mlflow, name: str) -> None:
    files = new_run(developer)
    files.put("dir/a b.txt", b"content")
    answer = developer.send("GET", "get-artifact", **{name: files.run_id, "path": "dir/a b.txt"})
    own = ("date", "x-request-id")
    assert answer.content == b"content"
    assert {each for each in answer.headers.items() if each[0] not in own} == {
        each for each in files.get("dir/a b.txt").headers.items() if each[0] not in own
    }


def test_a_range_is_got_by_its_run(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a", b"0123456789")
    client = Mlflow(developer.http, developer.base, developer.headers | {"Range": "bytes=2-4"})
    answer = client.send("GET", "get-artifact", run_id=files.run_id, path="a")
    assert (answer.status_code, answer.content) == (206, b"234")


@pytest.mark.parametrize("path", ["", None])
def test_without_a_path_it_is_missing(developer: Mlflow, path: str | None) -> None:
    run_id = developer.run()
    query = {"run_id": run_id} | ({} if path is None else {"path": path})
    for method, call in (("GET", "get-artifact"), ("POST", UPLOADS[0])):
        answer = developer.send(method, call, **query)
        message = "Missing value for required parameter 'path'."
        assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)


def test_without_a_run_it_is_missing(developer: Mlflow) -> None:
    for method, call in (("GET", "get-artifact"), ("POST", UPLOADS[0])):
        answer = developer.send(method, call, path="a")
        message = "Missing value for required parameter 'run_id'."
        assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)


def test_what_is_not_there_is_not_found(developer: Mlflow) -> None:
    run_id = developer.run()
    answer = developer.send("GET", "get-artifact", run_id=run_id, path="a")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", "There is no artifact 'a'.")
    answer = developer.send("GET", "get-artifact", run_id="0" * 32, path="a")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Run with id={'0' * 32} not found.")
    answer = developer.send("POST", UPLOADS[0], b"1", run_id="0" * 32, path="a")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Run with id={'0' * 32} not found.")
