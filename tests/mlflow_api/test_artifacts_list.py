"""Listing by address: what is in a folder, each by its name alone."""

import pytest

from tests.mlflow_api.artifacts import PROXY, Files, assert_refused, new_run
from tests.mlflow_api.sending import good
from tests.serving import Mlflow


@pytest.fixture
def files(developer: Mlflow) -> Files:
    made = new_run(developer)
    for path, size in (("z.txt", 3), ("model/MLmodel", 0), ("model/data/w.bin", 70_000), ("model.txt", 1), ("a/b", 2)):
        made.put(path, b"x" * size)
    return made


def folder(name: str) -> dict[str, object]:
    return {"path": name, "is_dir": True}


def file(name: str, size: int) -> dict[str, object]:
    return {"path": name, "is_dir": False, "file_size": size}


def test_the_root_lists_files_and_folders_by_name(files: Files) -> None:
    assert files.entries() == [folder("a"), folder("model"), file("model.txt", 1), file("z.txt", 3)]


def test_a_folder_lists_base_names(files: Files) -> None:
    assert files.entries("model") == [file("MLmodel", 0), folder("data")]
    assert files.entries("model/data") == [file("w.bin", 70_000)]


@pytest.mark.parametrize("path", ["z.txt", "model/MLmodel", "nothing", "mode", "model/dat", "model/data/w.bin/x"])
def test_what_is_absent_and_what_is_a_file_list_nothing(files: Files, path: str) -> None:
    assert good(files.client.send("GET", PROXY, path=files.address(path))) == {}


def test_a_slash_at_the_end_changes_nothing(files: Files) -> None:
    for path in ("", "model", "nothing"):
        assert files.list_address(f"{files.address(path)}/") == files.entries(path)


def test_a_run_without_files_lists_nothing(developer: Mlflow) -> None:
    assert good(developer.send("GET", PROXY, path=new_run(developer).address())) == {}


def test_without_a_path_nothing_is_listed(files: Files) -> None:
    assert good(files.client.send("GET", PROXY)) == {}
    assert good(files.client.send("GET", PROXY, path="")) == {}


@pytest.mark.parametrize("address", ["runs", "runs/{}", "runs/{}/x", "models", "x/{}/artifacts", "artifacts"])
def test_what_is_above_a_runs_artifacts_is_not_found(files: Files, address: str) -> None:
    answer = files.client.send("GET", PROXY, path=address.format(files.run_id))
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", "Artifacts are below runs/<id>/artifacts")


def test_an_unknown_run_is_not_found(files: Files) -> None:
    answer = files.client.send("GET", PROXY, path=f"runs/{'0' * 32}/artifacts")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Run with id={'0' * 32} not found.")


def test_names_are_in_order_of_code_points(developer: Mlflow) -> None:
    files = new_run(developer)
    names = ["Z", "_", "a", "a b", "a-b", "a.b", "b", "ä", "я", "\U00020000"]
    for name in reversed(names):
        files.put(name, b"")
        files.put(f"folders/{name}/x", b"")
    assert [entry["path"] for entry in files.entries("folders")] == names
    assert [entry["path"] for entry in files.entries()] == [*names[:7], "folders", *names[7:]]


def test_neighbours_of_a_folder_are_not_in_it(developer: Mlflow) -> None:
    files = new_run(developer)
    for name in ("a", "a.", "a-", "a0", "ab", "a/", "A", "a%", "a_"):
        files.put(f"{name.rstrip('/')}/in", b"")
    assert [entry["path"] for entry in files.entries("a")] == ["in"]
    assert len(files.entries()) == 8


def test_runs_do_not_see_each_others_files(developer: Mlflow) -> None:
    first, second = new_run(developer), new_run(developer)
    first.put("a", b"1")
    assert second.entries() == []
    assert second.get("a").status_code == 404
