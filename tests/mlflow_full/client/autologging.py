"""Autologging leaves here what it leaves on MLflow's own server."""

import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import mlflow
import mlflow.sklearn
import mlflow.xgboost
from mlflow import MlflowClient

from tests.mlflow_compat.client.expectations import new_experiment, same
from tests.mlflow_full.client import training
from tests.mlflow_full.client.files import files_of_model, files_of_run

START_SECONDS = 120


def scikit_learn_leaves_the_same_here_as_on_a_stock_server() -> None:
    here, there = _on_both(mlflow.sklearn.autolog, training.fit_scikit_learn)
    same(here, there)
    same(here["params"]["max_iter"], "500")
    same("training_accuracy_score" in here["metrics"], expected=True)
    same("training_confusion_matrix.png" in here["files"], expected=True)


def xgboost_leaves_the_same_here_as_on_a_stock_server() -> None:
    here, there = _on_both(mlflow.xgboost.autolog, training.fit_xgboost)
    same(here, there)
    same(here["params"]["max_depth"], "2")
    same(len(here["metrics"]["train-mlogloss"]), training.ROUNDS)
    same("feature_importance_weight.png" in here["files"], expected=True)


def _on_both(autolog: Callable[..., None], fit: Callable[[], Any]) -> list[dict[str, Any]]:
    _wait_for_stock_server()
    left = []
    autolog()
    try:
        for address in (os.environ["MLFLOW_TRACKING_URI"], os.environ["STOCK_TRACKING_URI"]):
            with _tracking(address):
                with mlflow.start_run(experiment_id=new_experiment()) as active:
                    fit()
                left.append(_left_by(active.info.run_id))
    finally:
        autolog(disable=True)
    return left


def _left_by(run_id: str) -> dict[str, Any]:
    """Return what does not depend on the run: names of files, params, histories of metrics, models, datasets."""
    run = mlflow.get_run(run_id)
    histories = {key: MlflowClient().get_metric_history(run_id, key) for key in run.data.metrics}
    models = run.outputs.model_outputs if getattr(run, "outputs", None) else []
    return {
        "files": sorted(files_of_run(run_id)),
        "params": run.data.params,
        "metrics": {key: [(point.step, point.value) for point in history] for key, history in histories.items()},
        "tags": sorted(run.data.tags),
        "models": [sorted(files_of_model(model.model_id)) for model in models],
        "datasets": [_dataset(each) for each in run.inputs.dataset_inputs] if run.inputs else [],
    }


def _dataset(logged: Any) -> tuple[str, list[tuple[str, str]]]:
    return logged.dataset.digest, sorted((tag.key, tag.value) for tag in logged.tags)


@contextmanager
def _tracking(address: str) -> Iterator[None]:
    before = os.environ["MLFLOW_TRACKING_URI"]
    mlflow.set_tracking_uri(address)
    try:
        yield
    finally:
        mlflow.set_tracking_uri(before)


def _wait_for_stock_server() -> None:
    """Wait until it answers: it starts while the other flows run."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{os.environ['STOCK_TRACKING_URI']}/health", timeout=10):  # noqa: S310 - loopback
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
