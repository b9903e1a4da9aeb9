"""Autologging leaves here what it leaves on MLflow's own server."""

from collections.abc import Callable
from typing import Any

import mlflow
import mlflow.sklearn
import mlflow.xgboost
from mlflow import MlflowClient

from tests.mlflow_compat.client.expectations import new_experiment, same
from tests.mlflow_full.client import training
from tests.mlflow_full.client.both_servers import on_both
from tests.mlflow_full.client.files import files_of_model, files_of_run


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
    def train() -> dict[str, Any]:
        with mlflow.start_run(experiment_id=new_experiment()) as active:
            fit()
        return _left_by(active.info.run_id)

    autolog()
    try:
        return on_both(train)
    finally:
        autolog(disable=True)


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
