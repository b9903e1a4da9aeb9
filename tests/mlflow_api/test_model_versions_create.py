"""model-versions/create and get."""

import hashlib
from typing import Any

import pytest

from tests.mlflow_api.artifacts import new_run
from tests.mlflow_api.logged_models import new_id
from tests.mlflow_api.registry import get_version, new_model, new_version, pairs
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.people import People
from tests.serving import Mlflow


def test_a_created_version_is_read_back_whole(developer: Mlflow, people: People) -> None:
    new_model(developer)
    run_id = developer.run()
    made = new_version(
        developer,
        run_id=run_id,
        source="s3://bucket/key",
        run_link="https://x/y",
        description="# Text",
        tags=[*pairs(b="1"), *pairs(b="2"), {"key": "a/b", "value": ""}],
    )
    assert made["creation_timestamp"] == made["last_updated_timestamp"] > 1_700_000_000_000
    assert {name: made[name] for name in made if not name.endswith("_timestamp")} == {
        "name": "churn",
        "version": "1",
        "semantic_version": "1.0.0",
        "aliases": ["1.0.0"],
        "current_stage": "None",
        "status": "READY",
        "run_id": run_id,
        "source": "s3://bucket/key",
        "run_link": "https://x/y",
        "description": "# Text",
        "user_id": "developer-of-" + people.project.path.replace("/", "-"),
        "tags": [{"key": "a/b", "value": ""}, {"key": "b", "value": "2"}],
        "files_sha256": hashlib.sha256(b"").hexdigest(),
    }
    assert get_version(developer, "1") == made


def test_a_version_without_a_source_is_its_own(developer: Mlflow) -> None:
    new_model(developer)
    made = new_version(developer)
    assert made["source"] == "mlflow-artifacts:/versions/1/artifacts"
    assert (made["description"], made["run_link"]) == ("", "")
    assert made.keys().isdisjoint({"tags", "model_id"})
    run = good(developer.get("runs/get", run_id=made["run_id"]))["run"]
    assert (run["info"]["run_name"], run["info"]["status"]) == ("1.0.0", "FINISHED")


def test_files_are_copied_from_the_run_and_counted(developer: Mlflow) -> None:
    run = new_run(developer)
    run.put("model/MLmodel", b"flavors")
    run.put("other", b"x")
    new_model(developer)
    made = new_version(developer, source=f"runs:/{run.run_id}/model", run_id=run.run_id)
    line = f"{hashlib.sha256(b'flavors').hexdigest()}  MLmodel\n"
    assert made["files_sha256"] == hashlib.sha256(line.encode()).hexdigest()
    proxy = "api/2.0/mlflow-artifacts/artifacts"
    assert developer.send("GET", f"{proxy}/versions/1/artifacts/MLmodel").content == b"flavors"
    listed = good(developer.send("GET", proxy, path="versions/1/artifacts"))["files"]
    assert [each["path"] for each in listed] == ["MLmodel"]


def test_a_logged_model_is_named_by_the_version_and_names_it(developer: Mlflow) -> None:
    model_id = new_id(developer)
    new_model(developer)
    assert new_version(developer, source=f"models:/{model_id}", model_id=model_id)["model_id"] == model_id
    info = good(developer.get(f"logged-models/{model_id}"))["model"]["info"]
    assert "churn" in str(info)


def test_semantic_versions_are_chosen_by_tags(developer: Mlflow) -> None:
    new_model(developer)
    made = [new_version(developer, semantic=semantic) for semantic in ("", "2.0.0-rc.1", "", "")]
    made.append(new_version(developer, tags=[{"key": "modelstead.bump", "value": "minor"}]))
    assert [each["aliases"] for each in made] == [["1.0.0"], ["2.0.0-rc.1"], ["2.0.0"], ["2.0.1"], ["2.1.0"]]
    assert [each["version"] for each in made] == ["1", "2", "3", "4", "5"]
    assert {"key": "gitlab.version", "value": "2.0.0-rc.1"} in made[1]["tags"]


def test_a_taken_semantic_version_is_refused(developer: Mlflow) -> None:
    new_model(developer)
    new_version(developer, semantic="1.2.3")
    answer = developer.post("model-versions/create", name="churn", tags=[{"key": "gitlab.version", "value": "1.2.3"}])
    assert (answer.status_code, answer.json()["error_code"]) == (400, "RESOURCE_ALREADY_EXISTS")
    assert "Version has already been taken" in answer.json()["message"]
    assert new_version(developer)["version"] == "2"


NAMES = ["1", 1, "01", "1.0.0", "1.0", "latest", "Latest", "champion"]


@pytest.mark.parametrize("name", NAMES)
def test_a_version_is_got_by_any_of_its_names(developer: Mlflow, name: object) -> None:
    new_model(developer)
    made = new_version(developer)
    good(developer.post("registered-models/alias", name="churn", alias="champion", version="1"))
    assert get_version(developer, name) == made | {"aliases": ["1.0.0", "champion"]}


UNKNOWN: list[Any] = [
    "0",
    0,
    "-1",
    -1,
    "1e3",
    10**30,
    str(10**30),
    "1.2.3.4",
    "\u0663",
    "1.0.1",
    "2",
    "v1",
    "x" * 9_999,
]


@pytest.mark.parametrize("name", UNKNOWN, ids=range(len(UNKNOWN)))
@pytest.mark.parametrize(
    "call", ["model-versions/set-tag", "model-versions/transition-stage", "registered-models/alias"]
)
def test_a_name_of_no_version_is_not_found(developer: Mlflow, name: object, call: str) -> None:
    new_model(developer)
    new_version(developer)
    fields = {"name": "churn", "version": name, "key": "k", "value": "v", "stage": "Staging", "alias": "a"}
    answers = [developer.post(call, **fields)]
    if len(str(name)) < 1_000:
        answers.append(developer.get("model-versions/get", name="churn", version=name))
    for answer in answers:
        assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
        assert answer.json()["message"].startswith("Model Version (name=churn, version=")


@pytest.mark.parametrize("name", ["", None, [], ["1"], {}, 1.5])
def test_a_name_of_the_wrong_kind_is_refused(developer: Mlflow, name: object) -> None:
    new_model(developer)
    new_version(developer)
    answer = developer.post("model-versions/set-tag", name="churn", version=name, key="k", value="v")
    assert_invalid(answer, "'version'")


BAD: list[tuple[dict[str, Any], str]] = [
    ({"source": "x" * 2_001}, "'source' exceeds the maximum length of 2000"),
    ({"run_link": "x" * 2_001}, "'run_link' exceeds the maximum length of 2000"),
    ({"description": "x" * 100_001}, "'description' exceeds the maximum length of 100000"),
    ({"source": "a\0"}, "NUL"),
    ({"tags": pairs(k="v" * 100_001)}, "'tags[0].value' exceeds"),
    ({"tags": [{"key": "", "value": "v"}]}, "'tags[0].key'"),
    ({"tags": [{"key": "gitlab.version", "value": "1.2"}]}, "'1.2' for 'gitlab.version'"),
    ({"tags": [{"key": "gitlab.version", "value": "\u0661.0.0"}]}, "for 'gitlab.version'"),
    ({"tags": [{"key": "gitlab.version", "value": f"1.0.{'9' * 252}"}]}, "for 'gitlab.version'"),
    ({"tags": [{"key": "modelstead.bump", "value": ""}]}, "'modelstead.bump': use major, minor, patch"),
    ({"source": "runs:/RUN/../x"}, "Invalid path"),
    ({"source": "runs:/RUN/%2e%2e/x"}, "Invalid path"),
    ({"source": "models:/churn"}, "Invalid model version source"),
    ({"source": 5}, "'source'"),
    ({"run_id": []}, "'run_id'"),
    ({"tags": {}}, "'tags'"),
    ({"model_id": {}}, "'model_id'"),
]


@pytest.mark.parametrize(("fields", "part"), BAD, ids=range(len(BAD)))
def test_a_bad_value_is_named_and_nothing_is_made(developer: Mlflow, fields: dict[str, Any], part: str) -> None:
    new_model(developer)
    run_id = developer.run()
    if isinstance(fields.get("source"), str):
        fields = {"source": fields["source"].replace("RUN", run_id)}
    assert_invalid(developer.post("model-versions/create", name="churn", **fields), part)
    assert good(developer.post("runs/search", experiment_ids=["1"])) == {}
    assert new_version(developer)["version"] == "1"


def test_runs_models_and_versions_that_are_not_there_are_not_found(developer: Mlflow) -> None:
    new_model(developer)
    for fields, message in (
        ({"run_id": "x"}, "Run with id=x not found."),
        ({"source": "runs:/x/model"}, "Run with id=x not found."),
        ({"model_id": "m-0"}, "Logged model with ID 'm-0' not found."),
        ({"source": "models:/nobody/1"}, "Registered Model with name=nobody not found."),
    ):
        answer = developer.post("model-versions/create", name="churn", **fields)
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)


def test_a_run_in_the_trash_is_refused(developer: Mlflow) -> None:
    new_model(developer)
    run_id = developer.run()
    good(developer.post("runs/delete", run_id=run_id))
    for fields in ({"run_id": run_id}, {"source": f"runs:/{run_id}/model"}):
        answer = developer.post("model-versions/create", name="churn", **fields)
        assert_invalid(answer, f"The run {run_id} must be in the 'active' state")
