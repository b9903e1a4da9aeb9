"""Models: what is loaded predicts what the trained one did."""

import inspect
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import mlflow
import mlflow.pyfunc
import mlflow.sklearn
import mlflow.xgboost

from tests.mlflow_compat.client.expectations import need, new_experiment, same
from tests.mlflow_full.client import training
from tests.mlflow_full.client.files import contents, files_of_model

NEEDED = ["mlflow"]


def a_scikit_learn_model_is_loaded_from_its_run() -> None:
    model, (measures, _) = training.fit_scikit_learn(), training.flowers()
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.sklearn.log_model(model, **_named("model"), pip_requirements=NEEDED)
    address = f"runs:/{active.info.run_id}/model"
    loaded = mlflow.sklearn.load_model(address)
    same(loaded.predict_proba(measures).tolist(), model.predict_proba(measures).tolist())
    as_function = mlflow.pyfunc.load_model(address)
    same(as_function.predict(measures).tolist(), model.predict(measures).tolist())
    files = contents(Path(mlflow.artifacts.download_artifacts(artifact_uri=address)))
    same({"MLmodel", "requirements.txt"} - files.keys(), set())


def a_scikit_learn_model_is_loaded_by_its_own_id() -> None:
    need(mlflow, "create_external_model")
    model, (measures, _) = training.fit_scikit_learn(), training.flowers()
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_metric("loss", 0.5)
        logged = mlflow.sklearn.log_model(
            model, name="model", params={"depth": 2}, tags={"team": "vision"}, pip_requirements=NEEDED
        )
        mlflow.log_metric("accuracy", 0.75, model_id=logged.model_id)
    loaded = mlflow.sklearn.load_model(f"models:/{logged.model_id}")
    same(loaded.predict_proba(measures).tolist(), model.predict_proba(measures).tolist())
    kept = mlflow.get_logged_model(logged.model_id)
    same((kept.name, kept.source_run_id, str(kept.status)), ("model", active.info.run_id, "READY"))
    same((kept.params["depth"], kept.tags["team"]), ("2", "vision"))
    # The client gives the model what the run has measured so far, too.
    same({metric.key: metric.value for metric in kept.metrics}, {"loss": 0.5, "accuracy": 0.75})
    outputs = mlflow.get_run(active.info.run_id).outputs.model_outputs
    same([output.model_id for output in outputs], [logged.model_id])
    same({"MLmodel", "requirements.txt"} - files_of_model(logged.model_id).keys(), set())


def a_model_is_logged_outside_any_run() -> None:
    need(mlflow, "create_external_model")
    model, (measures, _) = training.fit_xgboost(), training.flowers()
    experiment_id = new_experiment()
    mlflow.set_experiment(experiment_id=experiment_id)
    with mlflow.start_run() as active:
        pass
    logged = mlflow.xgboost.log_model(model, name="booster", pip_requirements=NEEDED)
    same(mlflow.active_run(), None)
    loaded = mlflow.pyfunc.load_model(f"models:/{logged.model_id}")
    same(loaded.predict(measures).tolist(), model.predict(training.matrix()).tolist())
    same(mlflow.get_run(active.info.run_id).outputs.model_outputs, [])
    found = mlflow.search_logged_models(experiment_ids=[experiment_id], output_format="list")
    same([each.model_id for each in found], [logged.model_id])


def an_xgboost_model_is_loaded_from_its_run() -> None:
    model, data = training.fit_xgboost(), training.matrix()
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.xgboost.log_model(model, **_named("my booster"), pip_requirements=NEEDED)
    loaded = mlflow.xgboost.load_model(f"runs:/{active.info.run_id}/my booster")
    same(loaded.predict(data).tolist(), model.predict(data).tolist())


def a_function_is_loaded_with_its_code_and_its_folder_of_files() -> None:
    folder = Path(tempfile.mkdtemp())
    (folder / "tables" / "more").mkdir(parents=True)
    (folder / "tables" / "factor.txt").write_text("3")
    (folder / "tables" / "more" / "offset ü.txt").write_text("4")
    code = folder / "scaling.py"
    code.write_text("def scale(value, factor, offset):\n    return value * factor + offset\n")
    code_option = "code_paths" if "code_paths" in _options(mlflow.pyfunc.log_model) else "code_path"
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.pyfunc.log_model(
            **_named("scaler"),
            python_model=_Scaler(),
            artifacts={"tables": str(folder / "tables")},
            pip_requirements=NEEDED,
            **{code_option: [str(code)]},
        )
    shutil.rmtree(folder)
    same("scaling" in sys.modules, expected=False)
    loaded = mlflow.pyfunc.load_model(f"runs:/{active.info.run_id}/scaler")
    same(list(loaded.predict([1, 2])), [7, 10])


class _Scaler(mlflow.pyfunc.PythonModel):  # type: ignore[misc] # MLflow is not installed here
    def load_context(self, context: Any) -> None:
        tables = Path(context.artifacts["tables"])
        self._factor = int((tables / "factor.txt").read_text())
        self._offset = int((tables / "more" / "offset ü.txt").read_text())

    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:  # noqa: ARG002 - as MLflow calls it
        from scaling import scale  # type: ignore[import-not-found] # noqa: PLC0415 - it comes with the model

        return [scale(value, self._factor, self._offset) for value in model_input]


def _named(name: str) -> dict[str, str]:
    """Name a model the way the client wants it; `name` is new in 3.0."""
    return {"name" if "name" in _options(mlflow.sklearn.log_model) else "artifact_path": name}


def _options(function: Any) -> set[str]:
    return set(inspect.signature(function).parameters)
