"""registered-models/create and get."""

import pytest

from tests.mlflow_api.registry import UNKNOWN_MODEL, get_model, new_model, new_version, pairs
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.people import People
from tests.serving import Mlflow


def test_a_created_model_is_read_back_whole(developer: Mlflow, people: People) -> None:
    tags = [*pairs(team="vision"), *pairs(team="speech"), {"key": "a/b", "value": ""}]
    made = new_model(developer, "churn", description="# Text\n", tags=tags)
    assert made["creation_timestamp"] == made["last_updated_timestamp"] > 1_700_000_000_000
    assert {name: made[name] for name in made if not name.endswith("_timestamp")} == {
        "name": "churn",
        "user_id": "developer-of-" + people.project.path.replace("/", "-"),
        "description": "# Text\n",
        "tags": [{"key": "a/b", "value": ""}, {"key": "team", "value": "speech"}],
    }
    assert get_model(developer) == made


def test_a_model_shows_its_aliases_and_the_highest_version_of_each_stage(developer: Mlflow) -> None:
    new_model(developer)
    for semantic in ("1.0.0", "2.0.0", "1.5.0"):
        new_version(developer, semantic=semantic)
    good(developer.post("model-versions/transition-stage", name="churn", version="1", stage="production"))
    for alias, version in (("b", "1"), ("a", "2")):
        good(developer.post("registered-models/alias", name="churn", alias=alias, version=version))
    found = get_model(developer)
    assert found["aliases"] == [{"alias": "a", "version": "2"}, {"alias": "b", "version": "1"}]
    shown = [(each["version"], each["current_stage"], each["aliases"]) for each in found["latest_versions"]]
    assert shown == [("2", "None", ["2.0.0", "a"]), ("1", "Production", ["1.0.0", "b"])]


def test_the_model_has_an_experiment(developer: Mlflow) -> None:
    new_model(developer)
    found = good(developer.get("experiments/get-by-name", experiment_name="[model]churn"))["experiment"]
    assert found["experiment_id"] == "1"


def test_a_prompt_has_none_and_its_versions_no_run_and_no_alias_of_ours(developer: Mlflow) -> None:
    new_model(developer, "greeting", tags=[{"key": "mlflow.prompt.is_prompt", "value": "true"}])
    assert developer.get("experiments/get-by-name", experiment_name="[model]greeting").status_code == 404
    tags = [{"key": "mlflow.prompt.text", "value": "x" * 100_000}]
    made = new_version(developer, "greeting", source="dummy-source", tags=tags)
    assert (made["version"], made["source"], made["run_id"]) == ("1", "dummy-source", "")
    assert "aliases" not in made
    good(developer.post("registered-models/alias", name="greeting", alias="best", version=1))
    found = good(developer.get("registered-models/alias", name="greeting", alias="best"))["model_version"]
    assert found["aliases"] == ["best"]


def test_a_taken_name_is_refused_in_mlflows_words(developer: Mlflow) -> None:
    new_model(developer)
    message = "Registered Model (name=churn) already exists."
    answer = developer.post("registered-models/create", name="churn")
    assert_refused(answer, 400, "RESOURCE_ALREADY_EXISTS", message)
    new_model(developer, "Churn")


def test_the_name_of_an_experiment_is_refused_with_what_to_do(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="churn"))
    answer = developer.post("registered-models/create", name="churn")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "RESOURCE_ALREADY_EXISTS")
    assert "Take another name" in answer.json()["message"]


@pytest.mark.parametrize("name", ["a b", "a@b", "%2e", "..", "模型", "1", "x" * 256, "\u202e", "'"])
def test_any_name_that_an_address_can_hold_is_taken_literally(developer: Mlflow, name: str) -> None:
    new_model(developer, name)
    assert get_model(developer, name)["name"] == name


@pytest.mark.parametrize("name", ["a/b", "a:b", "a\n", "\x7f"])
def test_a_name_that_an_address_cannot_hold_is_refused(developer: Mlflow, name: str) -> None:
    assert_invalid(developer.post("registered-models/create", name=name), "Names cannot contain '/' or ':'")


@pytest.mark.parametrize("name", ["", " "])
def test_a_blank_name_is_missing(developer: Mlflow, name: str) -> None:
    assert_invalid(developer.post("registered-models/create", name=name), "'name'")


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"name": "x" * 257}, "'name' exceeds the maximum length of 256 characters; it has 257"),
        ({"description": "x" * 100_001}, "'description' exceeds the maximum length of 100000"),
        ({"name": "a\0b"}, "NUL"),
        ({"description": "\0"}, "NUL"),
        ({"tags": pairs(k="\0")}, "NUL"),
        ({"tags": [{"value": "v"}]}, "tags[0].key"),
        ({"tags": [{"key": "", "value": "v"}]}, "tags[0].key"),
        ({"tags": [{"key": "a//b", "value": "v"}]}, "tags[0].key"),
        ({"tags": [{"key": "k" * 251, "value": "v"}]}, "'tags[0].key' exceeds"),
        ({"tags": pairs(k="v" * 100_001)}, "'tags[0].value' exceeds"),
        ({"tags": pairs(k="v") * 1_001}, "'tags' has at most 1000"),
        ({"tags": "x"}, "'tags'"),
        ({"name": 1}, "'name'"),
        ({"description": []}, "'description'"),
    ],
)
def test_a_bad_value_is_named_and_nothing_is_stored(developer: Mlflow, fields: dict[str, object], part: str) -> None:
    assert_invalid(developer.post("registered-models/create", **{"name": "churn", **fields}), part)
    assert good(developer.get("registered-models/search")) == {}
    assert new_model(developer)["name"] == "churn"


def test_what_is_not_there_is_not_found(developer: Mlflow) -> None:
    answer = developer.get("registered-models/get", name="nobody")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", UNKNOWN_MODEL)
