"""GitLab's package paths of a run, and MLflow's proxy: one writes what the other reads."""

import pytest

from tests.rest_api.calling import Rest, listed, proxy, refused, run, stored
from tests.serving import Mlflow

SPELLINGS = ["candidate:1", "candidate%3A1", "candidate_1", "candidate:01"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_file_put_by_the_package_path_is_an_artifact_of_the_run(api: Rest, developer: Mlflow, spelling: str) -> None:
    run_id, _ = run(developer)
    stored(api.put(f"packages/ml_models/{spelling}/files/model/weights.bin", b"weights"))
    assert listed(developer, run_id, "model") == ["model/weights.bin"]
    assert proxy(developer, "GET", run_id, "model/weights.bin").content == b"weights"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_file_put_by_mlflow_can_be_had_by_the_package_path(api: Rest, developer: Mlflow, spelling: str) -> None:
    run_id, _ = run(developer)
    assert proxy(developer, "PUT", run_id, "a b/ü.txt", b"text").status_code == 200
    for path in ("a%20b/%C3%BC.txt", "a%20b%2F%C3%BC.txt"):
        answer = api.get(f"packages/ml_models/{spelling}/files/{path}")
        assert (answer.status_code, answer.content) == (200, b"text")


@pytest.mark.parametrize("version", ["candidate_1", "candidate:1", "1"])
def test_the_older_generic_path_means_the_run_too(api: Rest, developer: Mlflow, version: str) -> None:
    run_id, experiment = run(developer, "old")
    path = f"packages/generic/ml_experiment_{experiment}/{version}/folder/file.txt"
    stored(api.put(path, b"by the older path"))
    assert proxy(developer, "GET", run_id, "folder/file.txt").content == b"by the older path"
    assert api.get(path).content == b"by the older path"
    assert [each["package_type"] for each in api.packages()] == ["ml_model"]


def test_a_file_put_again_is_replaced(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    for content in (b"first", b"second"):
        stored(api.put("packages/ml_models/candidate:1/files/file", content))
    assert proxy(developer, "GET", run_id, "file").content == b"second"
    assert len(listed(developer, run_id)) == 1


def test_the_numbers_are_those_of_the_project(api: Rest, developer: Mlflow) -> None:
    runs = [run(developer)[0] for _ in range(3)]
    stored(api.put("packages/ml_models/candidate:2/files/file", b"x"))
    assert [listed(developer, each) for each in runs] == [[], ["file"], []]


@pytest.mark.parametrize(
    "path",
    [
        "ml_models/candidate:7/files/file",
        "ml_models/candidate_0/files/file",
        "ml_models/candidate:x/files/file",
        "ml_models/candidate:99999999999999999999/files/file",
        "generic/ml_experiment_0/7/file",
        "generic/ml_experiment_5/candidate_1/file",
        "generic/ml_experiment_99999999999999999999/1/file",
    ],
)
def test_a_run_that_is_not_there_is_not_found(api: Rest, developer: Mlflow, path: str) -> None:
    run(developer)
    for answer in (api.put("packages/" + path, b"x"), api.get("packages/" + path)):
        refused(answer, 404, "There is no run with the number")
    assert api.packages() == []


def test_a_run_in_the_trash_can_be_read_and_not_written(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    path = "packages/ml_models/candidate:1/files/file"
    stored(api.put(path, b"kept"))
    developer.post("runs/delete", run_id=run_id)
    refused(api.put(path, b"changed"), 400, "Restore it first.")
    assert api.get(path).content == b"kept"


def test_the_packages_project_may_be_named_by_its_path(api: Rest, developer: Mlflow, people_path: str) -> None:
    run(developer)
    stored(api.put("packages/ml_models/candidate:1/files/file", b"x"))
    by_path = Rest(api.http, f"{api.base.partition('projects/')[0]}projects/{people_path}/", api.headers)
    assert by_path.packages() == api.packages()
