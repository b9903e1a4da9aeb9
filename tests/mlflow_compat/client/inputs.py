"""Datasets that went into a run, models that came out of it."""

import json
from typing import Any

import mlflow
from mlflow import MlflowClient, entities

from .expectations import need, new_experiment, new_run, same


def a_dataset_is_read_back_from_the_run() -> None:
    need(mlflow, "log_input")
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_input(_iris(), context="training")
    (logged,) = mlflow.get_run(active.info.run_id).inputs.dataset_inputs
    same(_fields(logged.dataset)[:3], ("iris", "0a1b2c3d", "http"))
    same(json.loads(logged.dataset.source), {"url": "https://example.com/iris.csv"})
    same({tag.key: tag.value for tag in logged.tags}, {"mlflow.data.context": "training"})


def a_dataset_keeps_its_schema_and_profile() -> None:
    need(MlflowClient, "log_inputs")
    run_id, dataset = new_run(), _dataset("wine", "11111111")
    MlflowClient().log_inputs(run_id, [entities.DatasetInput(dataset, [entities.InputTag("split", "ü")])])
    (logged,) = MlflowClient().get_run(run_id).inputs.dataset_inputs
    same(_fields(logged.dataset), _fields(dataset))
    same([(tag.key, tag.value) for tag in logged.tags], [("split", "ü")])


def the_same_dataset_twice_is_one_input() -> None:
    need(MlflowClient, "log_inputs")
    run_id = new_run()
    for digest in ("11111111", "11111111", "22222222"):
        MlflowClient().log_inputs(run_id, [entities.DatasetInput(_dataset("wine", digest), [])])
    logged = MlflowClient().get_run(run_id).inputs.dataset_inputs
    same(sorted(each.dataset.digest for each in logged), ["11111111", "22222222"])


def two_runs_share_a_dataset() -> None:
    need(MlflowClient, "log_inputs")
    client, experiment_id = MlflowClient(), new_experiment()
    runs = [client.create_run(experiment_id).info.run_id for _ in range(2)]
    for run_id in runs:
        client.log_inputs(run_id, [entities.DatasetInput(_dataset("shared", "33333333"), [])])
    found = client.search_runs([experiment_id])
    same(sorted(run.info.run_id for run in found), sorted(runs))
    same([[each.dataset.name for each in run.inputs.dataset_inputs] for run in found], [["shared"], ["shared"]])


def models_are_read_back_from_the_run_s_outputs() -> None:
    need(MlflowClient, "log_outputs")
    outputs = [entities.LoggedModelOutput(f"m-{number:032x}", step=number) for number in (1, 2)]
    MlflowClient().log_outputs(run_id := new_run(), outputs)
    logged = MlflowClient().get_run(run_id).outputs.model_outputs
    same(sorted((each.model_id, each.step) for each in logged), [(each.model_id, each.step) for each in outputs])


def a_model_of_the_old_kind_is_added_to_the_history_tag() -> None:
    from mlflow.models import Model  # noqa: PLC0415 - slow to import

    run_id = new_run()
    for path in ("model", "second"):
        model = Model(run_id=run_id, artifact_path=path, flavors={"python_function": {"loader_module": "m"}})
        MlflowClient()._record_logged_model(run_id, model)  # noqa: SLF001 - what log_model of 1.x and 2.x calls
    history = json.loads(MlflowClient().get_run(run_id).data.tags["mlflow.log-model.history"])
    same([each["artifact_path"] for each in history], ["model", "second"])
    same([each["flavors"] for each in history], [{"python_function": {"loader_module": "m"}}] * 2)


def _iris() -> Any:
    """Describe a dataset the way a user's own class does; MLflow's ready-made classes need numpy."""
    from mlflow.data.dataset import Dataset  # noqa: PLC0415 - 1.x has none
    from mlflow.data.http_dataset_source import HTTPDatasetSource  # noqa: PLC0415 - 1.x has none

    class Table(Dataset):  # type: ignore[misc] # MLflow is not installed where types are checked
        def _to_dict(self, base: dict[str, str]) -> dict[str, str]:
            return base

    return Table(HTTPDatasetSource("https://example.com/iris.csv"), name="iris", digest="0a1b2c3d")


def _dataset(name: str, digest: str) -> Any:
    """Describe a dataset with all its fields."""
    return entities.Dataset(name, digest, "local", '{"uri": "/data"}', '{"columns": ["a"]}', '{"rows": 178}')


def _fields(dataset: Any) -> tuple[str, str, str, str, str, str]:
    """Read all fields of a dataset."""
    return dataset.name, dataset.digest, dataset.source_type, dataset.source, dataset.schema, dataset.profile
