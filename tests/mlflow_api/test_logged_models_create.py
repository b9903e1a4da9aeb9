"""POST logged-models."""

import re
from typing import Any

import pytest

from tests.mlflow_api.logged_models import create, get, pairs
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


def test_a_model_is_answered_whole(developer: Mlflow) -> None:
    model = create(
        developer, name="tree", model_type="agent", source_run_id="r", params=pairs(p="1"), tags=pairs(t="v")
    )
    info = model["info"]
    created, updated = info.pop("creation_timestamp_ms"), info.pop("last_updated_timestamp_ms")
    model_id = info["model_id"]
    assert created == updated > 1_700_000_000_000
    assert re.fullmatch("m-[0-9a-f]{32}", model_id)
    assert model == {
        "info": {
            "model_id": model_id,
            "experiment_id": "0",
            "name": "tree",
            "artifact_uri": f"mlflow-artifacts:/models/{model_id}/artifacts",
            "status": "LOGGED_MODEL_PENDING",
            "model_type": "agent",
            "source_run_id": "r",
            "tags": pairs(t="v"),
        },
        "data": {"params": pairs(p="1")},
    }
    assert get(developer, model_id)["info"] == {
        **info,
        "creation_timestamp_ms": created,
        "last_updated_timestamp_ms": updated,
    }


def test_what_was_not_given_is_not_answered(developer: Mlflow) -> None:
    model = create(developer)
    assert set(model["info"]) == {
        "model_id",
        "experiment_id",
        "name",
        "creation_timestamp_ms",
        "last_updated_timestamp_ms",
        "artifact_uri",
        "status",
    }
    assert model["info"]["name"]
    assert model["data"] == {}


def test_models_of_the_same_name_are_two(developer: Mlflow) -> None:
    first, second = create(developer, name="tree"), create(developer, name="tree")
    assert first["info"]["model_id"] != second["info"]["model_id"]


def test_an_unknown_experiment_is_not_found(developer: Mlflow) -> None:
    for experiment_id in ("77", "x", "-1", "9" * 30):
        answer = developer.post("logged-models", experiment_id=experiment_id)
        message = f"No Experiment with id={experiment_id} exists."
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"name": "a/b"}, "Invalid model name ('a/b')"),
        ({"name": "n" * 501}, "'name' exceeds the maximum length of 500"),
        ({"name": ["n"]}, "'name'"),
        ({"params": pairs(a="v" * 65_536)}, "'params[0].value' exceeds"),
        ({"params": [{"key": "a"}]}, "'params[0].value'"),
        ({"params": [{"key": "a", "value": 1}]}, "'params[0].value'"),
        ({"params": [*pairs(a="1"), *pairs(a="2")]}, "Duplicate parameter keys"),
        ({"tags": [{"key": "", "value": "v"}]}, "'tags[0].key'"),
        ({"tags": {"a": "b"}}, "'tags'"),
        ({"tags": pairs(a="\0")}, "NUL"),
    ],
)
def test_bad_fields_are_named_and_nothing_is_stored(developer: Mlflow, fields: dict[str, Any], part: str) -> None:
    assert_invalid(developer.post("logged-models", experiment_id="0", **fields), part)
    assert good(developer.post("logged-models/search", experiment_ids=["0"])) == {}


def test_a_repeated_request_that_was_answered_makes_another_model(developer: Mlflow) -> None:
    bodies = {developer.post("logged-models", experiment_id="0", name="tree").content for _ in range(2)}
    assert len(bodies) == 2
