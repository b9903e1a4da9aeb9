"""Models that answer one number whatever they are asked, so that a prediction tells which model it is from."""

import inspect
from typing import Any

import mlflow
import mlflow.pyfunc
import mlflow.sklearn
import numpy as np  # type: ignore[import-not-found] # it is in the clients' environments only
from sklearn.dummy import DummyRegressor  # type: ignore[import-not-found]

from tests.mlflow_compat.client.expectations import new_experiment

QUESTION = np.zeros((1, 1))
HAS_LOGGED_MODELS = hasattr(mlflow, "create_external_model")  # since 3.0


def logged(answer: float, **more: Any) -> tuple[str, Any]:
    """Log a model in a run of its own; return the run's id and what log_model says."""
    model = DummyRegressor(strategy="constant", constant=answer).fit(QUESTION, [answer])
    # `name` is new in 3.0
    name = "name" if "name" in inspect.signature(mlflow.sklearn.log_model).parameters else "artifact_path"
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        info = mlflow.sklearn.log_model(model, **{name: "model"}, pip_requirements=["mlflow"], **more)
    return str(active.info.run_id), info


def answer_of(address: str) -> float:
    """Load the model that an address leads to, both ways, and ask it."""
    (answer,) = mlflow.sklearn.load_model(address).predict(QUESTION)
    (as_function,) = mlflow.pyfunc.load_model(address).predict(QUESTION)
    if answer != as_function:
        raise AssertionError((answer, as_function))
    return float(answer)
