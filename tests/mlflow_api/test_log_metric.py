"""runs/log-metric."""

from tests.serving import Mlflow


def test_a_logged_metric_is_read_back(developer: Mlflow) -> None:
    run_id = developer.run()
    assert developer.post("runs/log-metric", run_id=run_id, key="loss", value=0.5, timestamp=7, step=3).json() == {}
    assert developer.get("runs/get", run_id=run_id).json()["run"]["data"]["metrics"] == [
        {"key": "loss", "value": 0.5, "timestamp": 7, "step": 3}
    ]


def test_the_latest_metric_has_the_highest_step_timestamp_and_value(developer: Mlflow) -> None:
    run_id = developer.run()
    for value, timestamp, step in ((1.0, 5, 2), (9.0, 9, 1), (2.0, 5, 2), (0.0, 4, 2)):
        developer.post("runs/log-metric", run_id=run_id, key="loss", value=value, timestamp=timestamp, step=step)
    assert developer.get("runs/get", run_id=run_id).json()["run"]["data"]["metrics"] == [
        {"key": "loss", "value": 2.0, "timestamp": 5, "step": 2}
    ]
