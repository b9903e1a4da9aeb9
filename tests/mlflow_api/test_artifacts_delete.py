"""Deleting artifacts: a file, or a folder with all that is in it, and nothing else."""

import pytest

from tests.mlflow_api.artifacts import Files, new_run
from tests.mlflow_api.sending import good, stored
from tests.serving import Mlflow

PATHS = ("a/x", "a/b/y", "a/b/c/z", "ab/x", "a.txt", "a-/x", "a0/x", "A/x", "b/a/x", "a%2Fx0", "_/x", "a_/x")


@pytest.fixture
def files(developer: Mlflow) -> Files:
    made = new_run(developer)
    for path in PATHS:
        if "%" not in path:
            made.put(path, path.encode())
    return made


def left(files: Files) -> set[str]:
    return set(files.tree())


def all_paths() -> set[str]:
    return {path for path in PATHS if "%" not in path}


def test_a_file_is_deleted_alone(files: Files) -> None:
    files.delete("a/b/y")
    assert files.get("a/b/y").status_code == 404
    assert left(files) == all_paths() - {"a/b/y"}


@pytest.mark.parametrize("path", ["a", "a/"])
def test_a_folder_is_deleted_with_all_that_is_in_it_and_no_neighbour(files: Files, path: str) -> None:
    answer = files.client.send("DELETE", f"{files.url()}/{path}")
    assert good(answer) == {}
    assert left(files) == all_paths() - {"a/x", "a/b/y", "a/b/c/z"}


def test_characters_that_mean_something_in_sql_mean_nothing(files: Files) -> None:
    for path in ("_", "%", "a%", "?", "' OR 1=1 --", "*"):
        files.delete(path)
    assert left(files) == all_paths() - {"_/x"}


@pytest.mark.parametrize("path", ["nothing", "a/nothing", "a.txt/below", "a/b/c/z/x", "aa", "a/b/c/zz"])
def test_deleting_what_is_not_there_is_fine_and_changes_nothing(files: Files, path: str) -> None:
    files.delete(path)
    files.delete(path)
    assert left(files) == all_paths()


@pytest.mark.parametrize("end", ["", "/"])
def test_all_of_a_run_is_deleted_by_its_root(developer: Mlflow, files: Files, end: str) -> None:
    other = new_run(developer)
    other.put("a/x", b"kept")
    before = stored(developer, files.run_id)
    assert good(developer.send("DELETE", files.url() + end)) == {}
    assert left(files) == set()
    assert other.read("a/x") == b"kept"
    assert stored(developer, files.run_id) == before


def test_an_emptied_folder_is_gone(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a/b/c", b"")
    files.delete("a/b/c")
    assert files.entries() == []
    files.put("a", b"now a file")
    assert files.read("a") == b"now a file"


def test_equal_bytes_elsewhere_stay(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("one", b"same")
    files.put("two", b"same")
    files.delete("one")
    assert files.read("two") == b"same"
    files.put("one", b"same")
    assert files.read("one") == b"same"
