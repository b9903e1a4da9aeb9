"""A path is a file or a folder, not both."""

import pytest

from tests.mlflow_api.artifacts import assert_refused, new_run
from tests.serving import Mlflow


@pytest.mark.parametrize("path", ["a/b/c", "a/b/c/d/e"])
def test_nothing_is_stored_below_a_file(developer: Mlflow, path: str) -> None:
    files = new_run(developer)
    files.put("a/b", b"1")
    answer = files.send("PUT", path, b"2")
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "'a/b' is a file, so nothing can be stored below it.")
    assert files.tree() == {"a/b": 1}


@pytest.mark.parametrize("path", ["a", "a/b"])
def test_no_file_takes_the_place_of_a_folder(developer: Mlflow, path: str) -> None:
    files = new_run(developer)
    files.put("a/b/c", b"1")
    answer = files.send("PUT", path, b"2")
    message = f"'{path}' is a folder, so no file can be stored under that name."
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
    assert files.tree() == {"a/b/c": 1}


def test_a_run_as_a_whole_is_no_file(developer: Mlflow) -> None:
    files = new_run(developer)
    for end in ("", "/"):
        answer = developer.send("PUT", files.url() + end, b"1")
        assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    assert files.entries() == []


def test_a_file_name_does_not_end_in_a_slash(developer: Mlflow) -> None:
    files = new_run(developer)
    for method in ("PUT", "GET"):
        answer = developer.send(method, f"{files.url('a')}/", b"1" if method == "PUT" else b"")
        assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "Invalid path")
    assert files.entries() == []
