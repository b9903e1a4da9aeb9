"""Metrics: histories, latest values, odd numbers."""

import math
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

from .expectations import between, need, new_experiment, new_run, now_ms, points, refused, same

LARGEST = sys.float_info.max
INT64 = 2**63 - 1


def a_thousand_steps_logged_one_by_one_come_back() -> None:
    before = now_ms()
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        for step in range(1_000):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
    history = sorted(points(active.info.run_id, "loss"), key=lambda point: point[2])
    same([(value, step) for value, _, step in history], [(1 / (step + 1), step) for step in range(1_000)])
    between(before, min(timestamp for _, timestamp, _ in history), now_ms())
    same(mlflow.get_run(active.info.run_id).data.metrics, {"loss": 1 / 1_000})


def a_thousand_steps_in_one_batch_come_back() -> None:
    run_id = new_run()
    batch = [Metric("loss", math.sqrt(step), 1_700_000_000_000 + step, step) for step in range(1_000)]
    MlflowClient().log_batch(run_id, metrics=batch)
    same(points(run_id, "loss"), [(point.value, point.timestamp, point.step) for point in batch])


def several_metrics_at_once_come_back() -> None:
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_metrics({"loss": 0.25, "accuracy": 1, "a/b.c d-e_f": -3.5}, step=7)
    run_id = active.info.run_id
    same(mlflow.get_run(run_id).data.metrics, {"loss": 0.25, "accuracy": 1.0, "a/b.c d-e_f": -3.5})
    same([(value, step) for value, _, step in points(run_id, "a/b.c d-e_f")], [(-3.5, 7)])


def every_digit_comes_back() -> None:
    values = [0.1 + 0.2, 5e-324, -LARGEST, 1e-17, 123456789.12345679, 0.0, 1e22, math.pi]
    _log(run_id := new_run(), [(value, step, step) for step, value in enumerate(values)])
    same([value for value, _, _ in points(run_id, "loss")], values)


def nan_and_infinities_come_back() -> None:
    odd = {"nan": math.nan, "inf": math.inf, "minus": -math.inf}
    one_by_one, batched = new_run(), new_run()
    for key, value in odd.items():
        MlflowClient().log_metric(one_by_one, key, value)
    MlflowClient().log_batch(batched, metrics=[Metric(key, value, 1, 1) for key, value in odd.items()])
    for run_id in (one_by_one, batched):
        latest = mlflow.get_run(run_id).data.metrics
        same((math.isnan(latest["nan"]), latest["inf"], latest["minus"]), (True, LARGEST, -LARGEST))
        same([value for value, _, _ in points(run_id, "inf") + points(run_id, "minus")], [LARGEST, -LARGEST])
        same([math.isnan(value) for value, _, _ in points(run_id, "nan")], [True])


def negative_steps_come_back() -> None:
    _log(run_id := new_run(), [(0.5, 10, -1), (0.25, 20, -(2**40)), (0.125, 30, 0)])
    same(points(run_id, "loss"), [(0.5, 10, -1), (0.25, 20, -(2**40)), (0.125, 30, 0)])


def steps_and_timestamps_of_64_bits_come_back() -> None:
    _log(run_id := new_run(), [(1.0, 0, -INT64), (2.0, 2**53 + 1, 2**53 + 1), (3.0, INT64, INT64)])
    same(points(run_id, "loss"), [(1.0, 0, -INT64), (2.0, 2**53 + 1, 2**53 + 1), (3.0, INT64, INT64)])


def a_history_is_ordered_by_timestamp_step_value() -> None:
    written = [(5.0, 30, 1), (4.0, 10, 9), (3.0, 20, 2), (2.0, 20, 1), (1.0, 20, 2)]
    _log(run_id := new_run(), written)
    same(points(run_id, "loss"), [(4.0, 10, 9), (2.0, 20, 1), (1.0, 20, 2), (3.0, 20, 2), (5.0, 30, 1)])


def the_latest_metric_is_the_highest_step_then_timestamp_then_value() -> None:
    run_id = new_run()
    for point, latest in (
        ((1.0, 50, 5), 1.0),
        ((9.0, 90, 3), 1.0),  # a later time at a lower step
        ((0.5, 60, 5), 0.5),  # the same step, later
        ((0.7, 55, 5), 0.5),  # the same step, earlier
        ((0.6, 60, 5), 0.6),  # the same step and time, higher
        ((0.4, 60, 5), 0.6),  # the same step and time, lower
        ((0.1, 1, 6), 0.1),  # a higher step
    ):
        _log(run_id, [point])
        same(mlflow.get_run(run_id).data.metrics, {"loss": latest})


def the_latest_metric_of_a_batch_is_found_alike() -> None:
    _log(run_id := new_run(), [(1.0, 50, 5), (0.5, 60, 5), (9.0, 90, 3), (0.7, 55, 5)])
    same(mlflow.get_run(run_id).data.metrics, {"loss": 0.5})


def an_identical_point_is_stored_once() -> None:
    run_id = new_run()
    for _ in range(3):
        MlflowClient().log_metric(run_id, "loss", 0.5, timestamp=10, step=1)
    _log(run_id, [(0.5, 10, 1), (0.5, 10, 1), (0.5, 10, 2)])
    same(points(run_id, "loss"), [(0.5, 10, 1), (0.5, 10, 2)])
    same(mlflow.get_run(run_id).data.metrics, {"loss": 0.5})


def an_unknown_metric_has_no_history() -> None:
    same(points(new_run(), "loss"), [])


def a_key_that_is_not_legal_is_refused() -> None:
    run_id = new_run()
    for key in ("a#b", "../up", "/root", "a//b"):
        refused("INVALID_PARAMETER_VALUE", MlflowClient().log_metric, run_id, key, 1.0)
    same(mlflow.get_run(run_id).data.metrics, {})


def metrics_logged_asynchronously_arrive() -> None:
    need(mlflow, "flush_async_logging")
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        for step in range(50):
            mlflow.log_metric("loss", step / 2, step=step, synchronous=False)
        mlflow.log_params({"rate": 0.1}, synchronous=False)
        mlflow.set_tag("team", "vision", synchronous=False)
        mlflow.flush_async_logging()
        run = mlflow.get_run(active.info.run_id)
    same([(v, s) for v, _, s in points(active.info.run_id, "loss")], [(step / 2, step) for step in range(50)])
    same((run.data.params, run.data.tags["team"]), ({"rate": "0.1"}, "vision"))


def _log(run_id: str, history: list[tuple[float, int, int]]) -> None:
    """Log (value, timestamp, step) points of the metric `loss` in one batch."""
    MlflowClient().log_batch(run_id, metrics=[Metric("loss", *point) for point in history])
