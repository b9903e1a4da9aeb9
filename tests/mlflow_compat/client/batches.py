"""log_batch: everything or nothing."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

from .expectations import need, new_run, own_tags, points, refused, same


def a_batch_of_all_kinds_comes_back() -> None:
    run_id = new_run()
    metrics = [Metric("loss", 0.5, 10, 1), Metric("loss", 0.25, 20, 2), Metric("accuracy", 0.9, 20, 2)]
    MlflowClient().log_batch(run_id, metrics, [Param("rate", "0.1")], [RunTag("team", "vision")])
    run = MlflowClient().get_run(run_id)
    same((run.data.metrics, run.data.params), ({"loss": 0.25, "accuracy": 0.9}, {"rate": "0.1"}))
    same((points(run_id, "loss"), own_tags(run_id)), ([(0.5, 10, 1), (0.25, 20, 2)], {"team": "vision"}))


def an_empty_batch_is_fine() -> None:
    MlflowClient().log_batch(run_id := new_run())
    same((MlflowClient().get_run(run_id).data.params, own_tags(run_id)), ({}, {}))


def nothing_is_written_when_one_element_is_bad() -> None:
    client, run_id = MlflowClient(), new_run()
    client.log_param(run_id, "rate", "0.1")
    for bad in (
        [Param("fine", "1"), Param("rate", "0.2")],
        [Param("fine", "1"), Param("twice", "a"), Param("twice", "b")],
        [Param("fine", "1"), Param("not#legal", "a")],
    ):
        refused("INVALID_PARAMETER_VALUE", client.log_batch, run_id, [Metric("loss", 1, 1, 1)], bad, [RunTag("t", "v")])
        run = client.get_run(run_id)
        same((run.data.params, run.data.metrics, own_tags(run_id)), ({"rate": "0.1"}, {}, {}))


def a_batch_logged_asynchronously_arrives() -> None:
    need(mlflow, "flush_async_logging")
    run_id = new_run()
    waiting = MlflowClient().log_batch(run_id, [Metric("loss", 0.5, 1, 1)], [Param("rate", "1")], synchronous=False)
    waiting.wait()
    run = MlflowClient().get_run(run_id)
    same((run.data.metrics, run.data.params), ({"loss": 0.5}, {"rate": "1"}))
