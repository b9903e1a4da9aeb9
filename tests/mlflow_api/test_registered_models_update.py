"""registered-models/update, rename, delete and restore."""

import pytest

from tests.mlflow_api.registry import UNKNOWN_MODEL, delete, get_model, new_model, new_version, patch
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


def test_a_description_is_replaced_and_may_be_emptied(developer: Mlflow) -> None:
    new_model(developer, description="old")
    updated = good(patch(developer, "registered-models/update", name="churn", description="new"))["registered_model"]
    assert updated["description"] == "new"
    assert get_model(developer) == updated
    assert (
        "description"
        not in good(patch(developer, "registered-models/update", name="churn", description=""))["registered_model"]
    )


@pytest.mark.parametrize("fields", [{}, {"description": None}])
def test_without_a_description_it_stays(developer: Mlflow, fields: dict[str, object]) -> None:
    made = new_model(developer, description="old")
    assert good(patch(developer, "registered-models/update", name="churn", **fields)) == {"registered_model": made}


def test_renaming_answers_the_model_and_takes_versions_along(developer: Mlflow) -> None:
    new_model(developer)
    new_version(developer)
    renamed = good(developer.post("registered-models/rename", name="churn", new_name="loss"))["registered_model"]
    assert (renamed["name"], renamed["latest_versions"][0]["name"]) == ("loss", "loss")
    assert developer.get("registered-models/get", name="churn").status_code == 404
    assert good(developer.get("experiments/get-by-name", experiment_name="[model]loss"))["experiment"]
    assert developer.get("experiments/get-by-name", experiment_name="[model]churn").status_code == 404


def test_renaming_to_a_taken_or_bad_name_is_refused(developer: Mlflow) -> None:
    for name in ("a", "b"):
        new_model(developer, name)
    answer = developer.post("registered-models/rename", name="a", new_name="b")
    assert_refused(answer, 400, "RESOURCE_ALREADY_EXISTS", "Registered Model (name=b) already exists.")
    for name, part in (
        ("a/b", "'new_name'"),
        ("x" * 257, "'new_name' exceeds"),
        ("", "'new_name'"),
        (" ", "'new_name'"),
    ):
        assert_invalid(developer.post("registered-models/rename", name="a", new_name=name), part)
    assert get_model(developer, "a")["name"] == "a"


@pytest.mark.parametrize("by", ["body", "query"])
def test_a_deleted_model_is_gone_and_comes_back(developer: Mlflow, by: str) -> None:
    new_model(developer)
    new_version(developer)
    before = get_model(developer)
    if by == "body":
        assert good(delete(developer, "registered-models/delete", name="churn")) == {}
    else:
        assert good(developer.send("DELETE", "api/2.0/mlflow/registered-models/delete", name="churn")) == {}
    message = "Registered Model with name=churn not found."
    for answer in (
        developer.get("registered-models/get", name="churn"),
        developer.get("model-versions/get", name="churn", version="1"),
        delete(developer, "registered-models/delete", name="churn"),
    ):
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
    assert good(developer.get("registered-models/search")) == {}
    restored = good(developer.post("registered-models/restore", name="churn"))["registered_model"]
    assert restored["latest_versions"] == before["latest_versions"]
    assert get_model(developer) == restored


def test_restoring_what_is_not_in_the_trash_is_refused(developer: Mlflow) -> None:
    new_model(developer)
    message = "There is no Registered Model with name=churn in the trash."
    answer = developer.post("registered-models/restore", name="churn")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
    good(delete(developer, "registered-models/delete", name="churn"))
    new_model(developer)
    answer = developer.post("registered-models/restore", name="churn")
    message = "Registered Model (name=churn) already exists."
    assert_refused(answer, 400, "RESOURCE_ALREADY_EXISTS", message)


def test_its_experiment_cannot_be_deleted_or_renamed_by_itself(developer: Mlflow) -> None:
    new_model(developer)
    for call, fields in (("experiments/delete", {}), ("experiments/update", {"new_name": "x"})):
        answer = developer.post(call, experiment_id="1", **fields)
        assert_invalid(answer, "an experiment associated to a model", "the registered model 'churn'")


def test_an_unknown_model_is_not_found(developer: Mlflow) -> None:
    for answer in (
        patch(developer, "registered-models/update", name="nobody", description="x"),
        developer.post("registered-models/rename", name="nobody", new_name="x"),
        delete(developer, "registered-models/delete", name="nobody"),
        developer.post("registered-models/set-tag", name="nobody", key="k", value="v"),
        delete(developer, "registered-models/delete-tag", name="nobody", key="k"),
        developer.get("registered-models/get-latest-versions", name="nobody"),
        developer.get("registered-models/alias", name="nobody", alias="a"),
        developer.post("registered-models/alias", name="nobody", alias="a", version="1"),
        delete(developer, "registered-models/alias", name="nobody", alias="a"),
        developer.post("model-versions/create", name="nobody", source="x"),
        developer.get("model-versions/get", name="nobody", version="1"),
    ):
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", UNKNOWN_MODEL)
