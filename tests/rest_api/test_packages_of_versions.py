"""GitLab's package paths of model versions: the version's own files, for either side to write and read."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.mlflow_api.artifacts import PROXY
from tests.mlflow_api.registry import delete, get_version, new_model, new_version
from tests.mlflow_api.sending import good
from tests.rest_api.calling import Rest, listed, proxy, refused, run, stored
from tests.serving import Mlflow, Running


@pytest.fixture
def version(developer: Mlflow) -> dict[str, Any]:
    """Create a model, and version 2.1.0 of it, the first of the project."""
    new_model(developer)
    return new_version(developer, semantic="2.1.0")


def packages(api: Rest) -> list[tuple[str, str, str]]:
    return [(each["name"], each["version"], each["package_type"]) for each in api.packages()]


@pytest.mark.usefixtures("version")
def test_a_file_put_by_the_package_path_is_the_versions(api: Rest, developer: Mlflow) -> None:
    stored(api.put("packages/ml_models/1/files/a%20b/weights.bin", b"weights"))
    assert api.get("packages/ml_models/1/files/a%20b/weights.bin").content == b"weights"
    assert developer.send("GET", f"{PROXY}/versions/1/artifacts/a%20b/weights.bin").content == b"weights"
    line = f"{hashlib.sha256(b'weights').hexdigest()}  a b/weights.bin\n"
    assert get_version(developer, "1")["files_sha256"] == hashlib.sha256(line.encode()).hexdigest()


def test_its_own_run_leads_to_the_same_files(api: Rest, developer: Mlflow, version: dict[str, Any]) -> None:
    run_id = version["run_id"]
    for spelling in ("1", "candidate:1", "candidate_1"):
        stored(api.put(f"packages/ml_models/{spelling}/files/by {spelling}".replace(" ", "%20"), b"x"))
    assert proxy(developer, "PUT", run_id, "by-mlflow", b"y").status_code == 200
    expected = ["by 1", "by candidate:1", "by candidate_1", "by-mlflow"]
    assert listed(developer, run_id) == expected
    files = good(developer.send("GET", PROXY, path="versions/1/artifacts"))["files"]
    assert [each["path"] for each in files] == expected
    assert api.get("packages/ml_models/1/files/by-mlflow").content == b"y"
    assert packages(api) == [("churn", "2.1.0", "ml_model")]


@pytest.mark.usefixtures("version")
def test_the_number_is_the_projects_and_not_that_in_the_model(api: Rest, developer: Mlflow) -> None:
    new_model(developer, "other")
    assert new_version(developer, "other")["version"] == "1"
    stored(api.put("packages/ml_models/2/files/file", b"x"))
    assert packages(api) == [("other", "1.0.0", "ml_model")]


def test_the_files_of_a_promoted_run_stay_apart(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    stored(api.put("packages/ml_models/candidate:1/files/file", b"first"))
    new_model(developer)
    new_version(developer, run_id=run_id)
    stored(api.put("packages/ml_models/candidate:1/files/file", b"second"))
    assert api.get("packages/ml_models/1/files/file").content == b"first"
    assert api.get("packages/ml_models/candidate:1/files/file").content == b"second"
    assert sorted(packages(api)) == [("churn", "1.0.0", "ml_model"), ("ml_experiment_0", "candidate_1", "ml_model")]


@pytest.mark.usefixtures("version")
def test_runs_in_a_models_experiment_are_named_after_the_model(api: Rest, developer: Mlflow) -> None:
    good(developer.post("runs/create", experiment_id="1"))
    stored(api.put("packages/ml_models/candidate:2/files/file", b"x"))
    assert packages(api) == [("churn", "candidate_2", "ml_model")]


@pytest.mark.usefixtures("version")
def test_a_renamed_model_renames_its_packages(api: Rest, developer: Mlflow) -> None:
    stored(api.put("packages/ml_models/1/files/file", b"x"))
    good(developer.post("registered-models/rename", name="churn", new_name="loss"))
    assert packages(api) == [("loss", "2.1.0", "ml_model")]
    assert api.get("packages/ml_models/1/files/file").content == b"x"


@pytest.mark.parametrize("number", ["2", "0", "01x", "1.2.3", "candidate", "latest", "churn", "99999999999999999999"])
@pytest.mark.usefixtures("version")
def test_a_version_that_is_not_there_is_not_found(api: Rest, number: str) -> None:
    path = f"packages/ml_models/{number}/files/file"
    for answer in (api.put(path, b"x"), api.get(path)):
        refused(answer, 404, f"There is no model version with the number {number}")
    assert api.packages() == []


def trash_version(client: Mlflow) -> None:
    good(delete(client, "model-versions/delete", name="churn", version="1"))


def trash_model(client: Mlflow) -> None:
    good(delete(client, "registered-models/delete", name="churn"))


@pytest.mark.parametrize("trash", [trash_version, trash_model])
@pytest.mark.usefixtures("version")
def test_a_version_in_the_trash_has_no_package(api: Rest, developer: Mlflow, trash: Callable[[Mlflow], None]) -> None:
    stored(api.put("packages/ml_models/1/files/file", b"x"))
    [package] = api.packages()
    trash(developer)
    assert api.packages() == []
    for answer in (
        api.get("packages/ml_models/1/files/file"),
        api.put("packages/ml_models/1/files/file", b"y"),
        api.get(f"packages/{package['id']}"),
        api.delete(f"packages/{package['id']}"),
    ):
        refused(answer, 404)


@pytest.mark.usefixtures("version")
def test_deleting_the_package_removes_the_files_and_is_noted(server: Running, api: Rest, developer: Mlflow) -> None:
    for path in ("a", "b/c"):
        stored(api.put(f"packages/ml_models/1/files/{path}", path.encode()))
    [package] = api.packages()
    assert len(api.files(package["id"])) == 2
    assert api.delete(f"packages/{package['id']}").status_code == 204
    assert api.packages() == []
    found = get_version(developer, "1")
    assert found["files_sha256"] == hashlib.sha256(b"").hexdigest()
    database: Database = server.server.database
    noted = database.read_now(actions, found["user_id"])
    assert noted == ["model_version.put_file", "model_version.put_file", "model_version.delete_files"]


def actions(tx: Transaction, username: str) -> list[str]:
    found = tx.all(
        "SELECT a.action FROM audit_events a JOIN users u ON u.id = a.user_id WHERE u.username = ? ORDER BY a.id",
        (username,),
    )
    return [row[0] for row in found]


@pytest.mark.usefixtures("version")
def test_packages_are_found_by_name_and_version(api: Rest, developer: Mlflow) -> None:
    new_version(developer)
    for number in (1, 2):
        stored(api.put(f"packages/ml_models/{number}/files/file", b"x"))
    [found] = api.packages(package_name="hur", package_version="2.1.1", package_type="ml_model")
    assert (found["name"], found["version"]) == ("churn", "2.1.1")
    assert api.packages(package_type="generic") == []


def test_path_tricks_are_refused(api: Rest, version: dict[str, Any]) -> None:
    assert version
    for trick in ("..%2Fa", "a%2F..%2Fb", "%252e%252e/a", "a%5Cb", "a%00", "a//b"):
        for answer in (
            api.put(f"packages/ml_models/1/files/{trick}", b"x"),
            api.get(f"packages/ml_models/1/files/{trick}"),
        ):
            assert answer.status_code in {400, 404}
    assert api.packages() == []
