"""runs/log-metric."""

import itertools

from tests.mlflow_api.sending import assert_refused, data_of, good
from tests.serving import Mlflow


def test_a_logged_metric_is_read_back(developer: Mlflow) -> None:
    run_id = developer.run()
    assert developer.post("runs/log-metric", run_id=run_id, key="loss", value=0.5, timestamp=7, step=3).json() == {}
    assert developer.get("runs/get", run_id=run_id).json()["run"]["data"]["metrics"] == [
        {"key": "loss", "value": 0.5, "timestamp": 7, "step": 3}
    ]


def test_the_latest_metric_has_the_highest_step_timestamp_and_value(developer: Mlflow) -> None:
    points = [(1.0, 5, 2), (9.0, 9, 1), (2.0, 5, 2), (0.0, 4, 2)]
    for order in itertools.permutations(points):
        run_id = developer.run()
        for value, timestamp, step in order:
            developer.post("runs/log-metric", run_id=run_id, key="loss", value=value, timestamp=timestamp, step=step)
        assert data_of(developer, run_id)["metrics"] == [{"key": "loss", "value": 2.0, "timestamp": 5, "step": 2}]


def test_a_step_left_out_is_0(developer: Mlflow) -> None:
    run_id = developer.run()
    good(developer.post("runs/log-metric", run_id=run_id, key="loss", value=1, timestamp=0))
    assert data_of(developer, run_id)["metrics"] == [{"key": "loss", "value": 1.0, "timestamp": 0, "step": 0}]


def test_the_same_point_logged_again_is_stored_once(developer: Mlflow) -> None:
    run_id = developer.run()
    for _ in range(3):
        good(developer.post("runs/log-metric", run_id=run_id, key="loss", value=0.1, timestamp=7, step=3))
    good(developer.post("runs/log-metric", run_id=run_id, key="loss", value=0.2, timestamp=7, step=3))
    history = good(developer.get("metrics/get-history", run_id=run_id, metric_key="loss"))["metrics"]
    assert [point["value"] for point in history] == [0.1, 0.2]


def test_metrics_are_listed_by_key(developer: Mlflow) -> None:
    run_id = developer.run()
    for key in ("b", "a/c", "Z", "a", "ä"):
        good(developer.post("runs/log-metric", run_id=run_id, key=key, value=1, timestamp=1))
    assert [metric["key"] for metric in data_of(developer, run_id)["metrics"]] == ["Z", "a", "a/c", "b", "ä"]


def test_the_newer_fields_of_3x_clients_are_taken(developer: Mlflow) -> None:
    run_id = developer.run()
    newer = {"model_id": "", "dataset_name": "iris", "dataset_digest": "d1"}
    good(developer.post("runs/log-metric", run_id=run_id, key="loss", value=1, timestamp=1, **newer))


def test_a_missing_part_is_named(developer: Mlflow) -> None:
    whole = {"run_id": developer.run(), "key": "loss", "value": 1.0, "timestamp": 1}
    for name in ("key", "value", "timestamp"):
        answer = developer.post("runs/log-metric", **{field: whole[field] for field in whole if field != name})
        message = f"Missing value for required parameter '{name}'."
        assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
    assert data_of(developer, str(whole["run_id"])) == {}
