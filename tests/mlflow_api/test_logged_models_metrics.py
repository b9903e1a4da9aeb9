"""runs/log-metric and runs/log-batch with a model_id."""

from typing import Any

import pytest

from tests.mlflow_api.logged_models import UNKNOWN, delete, get, new_id
from tests.mlflow_api.sending import assert_invalid, data_of, good
from tests.people import settle
from tests.serving import Mlflow, Running

POINT = {"key": "acc", "value": 0.5, "timestamp": 7, "step": 2}
IRIS = {"dataset_name": "iris", "dataset_digest": "d1"}


def test_a_metric_is_the_model_s_and_the_run_s(developer: Mlflow) -> None:
    run_id, model_id = developer.run(), new_id(developer)
    for _ in range(2):
        assert good(developer.post("runs/log-metric", run_id=run_id, model_id=model_id, **POINT, **IRIS)) == {}
    expected = [{**POINT, "model_id": model_id, "run_id": run_id, **IRIS}]
    assert get(developer, model_id)["data"]["metrics"] == expected
    assert data_of(developer, run_id) == {"metrics": [POINT]}
    assert good(developer.get("metrics/get-history", run_id=run_id, metric_key="acc")) == {"metrics": [POINT]}


def test_a_batch_has_metrics_of_models_and_of_none(developer: Mlflow) -> None:
    run_id, first, second = developer.run(), new_id(developer), new_id(developer)
    metrics: list[dict[str, Any]] = [
        {**POINT, "model_id": first},
        {**POINT, "key": "nan", "value": "NaN", "model_id": first, "dataset_name": None},
        {**POINT, "model_id": second, **IRIS},
        {**POINT, "key": "loss", "value": "-Infinity"},
    ]
    assert good(developer.post("runs/log-batch", run_id=run_id, metrics=metrics)) == {}
    found = get(developer, first)["data"]["metrics"]
    assert [(each["key"], each["value"]) for each in found] == [("acc", 0.5), ("nan", "NaN")]
    assert [each["dataset_name"] for each in get(developer, second)["data"]["metrics"]] == ["iris"]
    assert [each["key"] for each in data_of(developer, run_id)["metrics"]] == ["acc", "loss", "nan"]


@pytest.mark.parametrize("model_id", [UNKNOWN, "x", "é" * 3_000])
def test_an_unknown_model_is_refused_and_nothing_is_stored(developer: Mlflow, model_id: str) -> None:
    run_id, known = developer.run(), new_id(developer)
    assert_invalid(developer.post("runs/log-metric", run_id=run_id, model_id=model_id, **POINT), "Logged model with ID")
    batch = {
        "metrics": [{**POINT, "model_id": known}, {**POINT, "key": "loss"}, {**POINT, "model_id": model_id}],
        "params": [{"key": "p", "value": "1"}],
        "tags": [{"key": "t", "value": "1"}],
    }
    assert_invalid(developer.post("runs/log-batch", run_id=run_id, **batch), "nothing was stored")
    assert data_of(developer, run_id) == {}
    assert get(developer, known)["data"] == {}


def test_another_project_s_model_is_unknown(server: Running, developer: Mlflow) -> None:
    other = settle(server.server, f"foreign/models-{developer.base.split('/')[6]}")
    foreign = server.client(other.owner, other.project.id)
    model_id, run_id = new_id(foreign), developer.run()
    assert_invalid(developer.post("runs/log-metric", run_id=run_id, model_id=model_id, **POINT), "not found")
    assert get(foreign, model_id)["data"] == {}


def test_a_deleted_model_takes_none(developer: Mlflow) -> None:
    run_id, model_id = developer.run(), new_id(developer)
    good(delete(developer, model_id))
    assert_invalid(developer.post("runs/log-metric", run_id=run_id, model_id=model_id, **POINT), "is deleted")
    assert data_of(developer, run_id) == {}


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"dataset_name": "n" * 501}, "dataset_name of the metric 'acc'"),
        ({"dataset_digest": "d" * 37}, "dataset_digest of the metric 'acc'"),
        ({"dataset_name": 1}, "dataset_name'"),
        ({"model_id": 1}, "model_id'"),
    ],
)
def test_bad_fields_are_named_and_nothing_is_stored(developer: Mlflow, fields: dict[str, Any], part: str) -> None:
    run_id, model_id = developer.run(), new_id(developer)
    point = {**POINT, "model_id": model_id, **fields}
    assert_invalid(developer.post("runs/log-metric", run_id=run_id, **point), part)
    assert_invalid(developer.post("runs/log-batch", run_id=run_id, metrics=[point]), part)
    assert data_of(developer, run_id) == {}
    assert get(developer, model_id)["data"] == {}
