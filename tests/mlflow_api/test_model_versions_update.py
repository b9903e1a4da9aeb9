"""model-versions/update, transition-stage, get-download-uri, delete and restore."""

import pytest

from tests.mlflow_api.registry import delete, get_version, new_model, new_version, patch
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


@pytest.fixture
def client(developer: Mlflow) -> Mlflow:
    """Return a client whose project has a model with two versions."""
    new_model(developer)
    for _ in range(2):
        new_version(developer, description="old")
    return developer


def test_a_description_is_replaced_and_may_be_emptied(client: Mlflow) -> None:
    answer = patch(client, "model-versions/update", name="churn", version="1", description="new")
    updated = good(answer)["model_version"]
    assert updated["description"] == "new"
    assert get_version(client, "1") == updated
    answer = patch(client, "model-versions/update", name="churn", version=1, description="")
    assert good(answer)["model_version"]["description"] == ""
    assert get_version(client, "2")["description"] == "old"


@pytest.mark.parametrize("fields", [{}, {"description": None}])
def test_without_a_description_it_stays(client: Mlflow, fields: dict[str, object]) -> None:
    before = get_version(client, "1")
    answer = patch(client, "model-versions/update", name="churn", version="1", **fields)
    assert good(answer) == {"model_version": before}


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"description": "x" * 100_001}, "'description' exceeds"),
        ({"description": "\0"}, "NUL"),
        ({"description": 1}, "'description'"),
        ({"version": ""}, "Missing value for required parameter 'version'"),
    ],
)
def test_a_bad_update_is_refused(client: Mlflow, fields: dict[str, object], part: str) -> None:
    answer = patch(client, "model-versions/update", **{"name": "churn", "version": "1", **fields})
    assert_invalid(answer, part)
    assert get_version(client, "1")["description"] == "old"


def move(client: Mlflow, version: str, stage: str, *, archive: object = False) -> dict[str, str]:
    answer = client.post(
        "model-versions/transition-stage",
        name="churn",
        version=version,
        stage=stage,
        archive_existing_versions=archive,
    )
    moved: dict[str, str] = good(answer)["model_version"]
    return moved


def test_a_version_moves_between_stages_and_others_are_archived(client: Mlflow) -> None:
    assert move(client, "1", "production")["current_stage"] == "Production"
    assert move(client, "1.0.1", "PRODUCTION", archive=True)["current_stage"] == "Production"
    assert [get_version(client, number)["current_stage"] for number in "12"] == ["Archived", "Production"]
    assert move(client, "2", "None", archive="false")["current_stage"] == "None"


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"stage": "prod"}, "Invalid Model Version stage: 'prod'. Value must be one of None, Staging, Production"),
        ({"stage": ""}, "'stage'"),
        ({"stage": "\0"}, "NUL"),
        ({"stage": 1}, "'stage'"),
        ({"stage": "Archived", "archive_existing_versions": True}, "'Archived' is not an Active stage"),
        ({"stage": "Staging", "archive_existing_versions": "perhaps"}, "'archive_existing_versions'"),
    ],
)
def test_a_bad_stage_is_refused(client: Mlflow, fields: dict[str, object], part: str) -> None:
    assert_invalid(client.post("model-versions/transition-stage", name="churn", version="1", **fields), part)
    assert get_version(client, "1")["current_stage"] == "None"


def test_the_download_uri_is_what_a_client_can_open(client: Mlflow) -> None:
    new_version(client, source="s3://bucket/key")
    uris = [
        good(client.get("model-versions/get-download-uri", name="churn", version=version))
        for version in ("1", "1.0.1", "latest")
    ]
    assert uris == [
        {"artifact_uri": "mlflow-artifacts:/versions/1/artifacts"},
        {"artifact_uri": "mlflow-artifacts:/versions/2/artifacts"},
        {"artifact_uri": "s3://bucket/key"},
    ]


@pytest.mark.parametrize("by", ["body", "query"])
def test_a_deleted_version_is_gone_and_comes_back(client: Mlflow, by: str) -> None:
    before = get_version(client, "2")
    if by == "body":
        assert good(delete(client, "model-versions/delete", name="churn", version="2")) == {}
    else:
        assert good(client.send("DELETE", "api/2.0/mlflow/model-versions/delete", name="churn", version="2")) == {}
    for answer in (
        client.get("model-versions/get", name="churn", version="2"),
        client.get("model-versions/get", name="churn", version="1.0.1"),
        delete(client, "model-versions/delete", name="churn", version="2"),
    ):
        assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert get_version(client, "latest")["version"] == "1"
    assert new_version(client, semantic="3.0.0")["version"] == "3"
    restored = good(client.post("model-versions/restore", name="churn", version=2))["model_version"]
    assert restored | {"last_updated_timestamp": 0} == before | {"last_updated_timestamp": 0}


@pytest.mark.parametrize("version", ["x", "1.0.0", "latest", "", "0", -1, 2**63, [], None])
def test_only_a_number_names_a_version_in_the_trash(client: Mlflow, version: object) -> None:
    assert_invalid(client.post("model-versions/restore", name="churn", version=version), "'version'")


def test_restoring_what_is_not_in_the_trash_is_refused(client: Mlflow) -> None:
    answer = client.post("model-versions/restore", name="churn", version="1")
    message = "There is no Model Version (name=churn, version=1) in the trash."
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)


def test_the_run_of_a_version_is_not_deleted_before_it(client: Mlflow) -> None:
    run_id = get_version(client, "1")["run_id"]
    assert_invalid(client.post("runs/delete", run_id=run_id), "the version churn 1.0.0. Delete the version first.")
    good(delete(client, "model-versions/delete", name="churn", version="1"))
    run = good(client.get("runs/get", run_id=run_id))["run"]
    assert run["info"]["lifecycle_stage"] == "deleted"
    assert_invalid(client.post("runs/restore", run_id=run_id), "Restore the version.")
