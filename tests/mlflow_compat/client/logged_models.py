"""Logged models of 3.x clients: create, finalize, tag, params, metrics, search, delete, files."""

import tempfile
from pathlib import Path
from typing import Any

import mlflow
from mlflow import MlflowClient

from .expectations import between, contains, need, new_experiment, new_name, new_run, now_ms, refused, same


def a_model_is_read_back_as_it_was_created() -> None:
    client, experiment_id, run_id, earliest = _client(), new_experiment(), new_run(), now_ms()
    params = {f"p{number}": "v" * number for number in range(250)}  # more than the client sends at once
    made = client.create_logged_model(
        experiment_id, "tree", source_run_id=run_id, tags={"ü": "é"}, params=params, model_type="agent"
    )
    found = client.get_logged_model(made.model_id)
    same((found.name, found.model_type, found.source_run_id), ("tree", "agent", run_id))
    same((found.experiment_id, found.tags, found.params), (experiment_id, {"ü": "é"}, params))
    same((found.status.name, found.metrics or []), ("PENDING", []))
    contains(found.artifact_location, "mlflow-artifacts:/", made.model_id)
    between(earliest - 1000, found.creation_timestamp, now_ms() + 1000)


def a_model_without_a_name_gets_one() -> None:
    same(bool(_client().create_logged_model(new_experiment()).name), expected=True)


def a_name_that_is_a_path_is_refused() -> None:
    contains(refused("INVALID_PARAMETER_VALUE", _client().create_logged_model, new_experiment(), "a/b"), "a/b")


def a_model_of_an_unknown_experiment_is_refused() -> None:
    refused("RESOURCE_DOES_NOT_EXIST", _client().create_logged_model, "987654321")


def finalizing_sets_the_status() -> None:
    client = _client()
    for status in ("READY", "FAILED"):
        made = client.create_logged_model(new_experiment())
        same(client.finalize_logged_model(made.model_id, status).status.name, status)
        same(client.get_logged_model(made.model_id).status.name, status)


def tags_are_set_overwritten_and_deleted() -> None:
    client = _client()
    made = client.create_logged_model(new_experiment(), tags={"a": "1", "team": "x"})
    client.set_logged_model_tags(made.model_id, {"a": "2", "b/c d": "3"})
    same(client.get_logged_model(made.model_id).tags, {"a": "2", "team": "x", "b/c d": "3"})
    for key in ("a", "b/c d"):
        client.delete_logged_model_tag(made.model_id, key)
    same(client.get_logged_model(made.model_id).tags, {"team": "x"})
    refused("RESOURCE_DOES_NOT_EXIST", client.delete_logged_model_tag, made.model_id, "a")


def params_are_added_and_never_changed() -> None:
    client = _client()
    made = client.create_logged_model(new_experiment(), params={"depth": "3"})
    client.log_model_params(made.model_id, {"rate": "0.1"})
    same(client.get_logged_model(made.model_id).params, {"depth": "3", "rate": "0.1"})
    refused("INVALID_PARAMETER_VALUE", client.log_model_params, made.model_id, {"depth": "4"})
    same(client.get_logged_model(made.model_id).params, {"depth": "3", "rate": "0.1"})


def a_deleted_model_is_gone_unless_asked_for() -> None:
    client, experiment_id = _client(), new_experiment()
    made = client.create_logged_model(experiment_id)
    client.delete_logged_model(made.model_id)
    message = refused("RESOURCE_DOES_NOT_EXIST", client.get_logged_model, made.model_id)
    contains(message, f"Logged model with ID '{made.model_id}' not found.")
    same(client.search_logged_models([experiment_id]).to_list(), [])
    refused("RESOURCE_DOES_NOT_EXIST", client.get_logged_model, "m-" + "0" * 32)


def metrics_of_a_model_are_its_run_s_too() -> None:
    client, run_id = _client(), new_run()
    made = client.create_logged_model(new_experiment(), source_run_id=run_id)
    client.log_metric(run_id, "acc", 0.5, timestamp=7, step=1, model_id=made.model_id)
    client.log_metric(
        run_id, "acc", 0.75, timestamp=8, step=2, dataset_name="iris", dataset_digest="d1", model_id=made.model_id
    )
    found = client.get_logged_model(made.model_id).metrics
    same(
        sorted((each.key, each.value, each.timestamp, each.step, each.run_id, each.model_id) for each in found),
        [("acc", 0.5, 7, 1, run_id, made.model_id), ("acc", 0.75, 8, 2, run_id, made.model_id)],
    )
    same([(each.dataset_name, each.dataset_digest) for each in found if each.step == 2], [("iris", "d1")])
    same(client.get_run(run_id).data.metrics, {"acc": 0.75})
    same(len(client.get_metric_history(run_id, "acc")), 2)


def metrics_of_an_unknown_model_are_refused() -> None:
    client, run_id = _client(), new_run()
    need(mlflow.entities.Metric, "model_id")
    metric = mlflow.entities.Metric("acc", 0.5, 1, 0, model_id="m-" + "0" * 32)
    refused("INVALID_PARAMETER_VALUE", client.log_batch, run_id, [metric, mlflow.entities.Metric("loss", 1, 1, 0)])
    same(client.get_run(run_id).data.metrics, {})


def models_are_found_by_what_was_logged_for_them() -> None:
    client, experiment_id, run_id = _client(), new_experiment(), new_run()
    made = {}
    for name, rate, accuracy in (("low", "0.1", 0.25), ("high", "0.2", 0.75)):
        model = client.create_logged_model(
            experiment_id, name, source_run_id=run_id, params={"rate": rate}, tags={"team": name}
        )
        client.log_metric(run_id, "acc", accuracy, dataset_name="iris", dataset_digest="d", model_id=model.model_id)
        client.finalize_logged_model(model.model_id, "READY")
        made[model.model_id] = name

    def names(filter_string: str = "", **more: Any) -> list[str]:
        found = client.search_logged_models([experiment_id], filter_string=filter_string, **more)
        return [made[each.model_id] for each in found]

    same(names(), ["high", "low"])
    same(names("metrics.acc > 0.5"), ["high"])
    same(names("metrics.acc > 0.5", datasets=[{"dataset_name": "iris", "dataset_digest": "d"}]), ["high"])
    same(names("metrics.acc > 0.5", datasets=[{"dataset_name": "wine"}]), [])
    same(names("params.rate = '0.1' AND tags.team LIKE 'l%'"), ["low"])
    same(names("name IN ('low', 'none')"), ["low"])
    same(names(f"source_run_id = '{run_id}' AND creation_time > 0"), ["high", "low"])
    same(names("name = 'nobody'"), [])
    same(names(order_by=[{"field_name": "metrics.acc", "ascending": True}]), ["low", "high"])
    same(names(order_by=[{"field_name": "name"}]), ["high", "low"])


def models_come_in_pages() -> None:
    client, experiment_id = _client(), new_experiment()
    made = {client.create_logged_model(experiment_id).model_id for _ in range(5)}
    page = client.search_logged_models([experiment_id], max_results=2)
    found, sizes = [each.model_id for each in page], [len(page)]
    while page.token:
        page = client.search_logged_models([experiment_id], max_results=2, page_token=page.token)
        found, sizes = found + [each.model_id for each in page], [*sizes, len(page)]
    same((sizes, set(found), len(found)), ([2, 2, 1], made, 5))
    same(len(mlflow.search_logged_models([experiment_id], max_results=4, output_format="list")), 4)


def a_filter_that_cannot_be_read_is_refused() -> None:
    client, experiment_id = _client(), new_experiment()
    for wrong in ("metrics.acc >", "nonsense.acc = 1", "name > 'a'", "metrics.acc = 'x'"):
        refused("INVALID_PARAMETER_VALUE", lambda text=wrong: client.search_logged_models([experiment_id], text))


def the_active_model_gets_the_metrics_of_a_run() -> None:
    need(mlflow, "set_active_model")
    mlflow.set_experiment(new_name("active"))
    model = mlflow.initialize_logged_model(name="agent", params={"a": "1"})
    with mlflow.start_run():
        mlflow.log_metric("loss", 0.5, step=3, model_id=model.model_id)
        mlflow.log_metrics({"acc": 1.0, "f1": 0.5}, step=4, model_id=model.model_id)
    mlflow.finalize_logged_model(model.model_id, "READY")
    found = mlflow.get_logged_model(model.model_id)
    same(
        sorted((each.key, each.value, each.step) for each in found.metrics),
        [("acc", 1, 4), ("f1", 0.5, 4), ("loss", 0.5, 3)],
    )


def the_files_of_a_model_are_found_by_its_id_and_from_its_run() -> None:
    """Do what log_model does, whose flavors need numpy."""
    client = _client()
    with mlflow.start_run(experiment_id=new_experiment()) as active, tempfile.TemporaryDirectory() as folder:
        run_id = active.info.run_id
        made = mlflow.initialize_logged_model(name="model", source_run_id=run_id)
        client.log_outputs(run_id, [mlflow.entities.LoggedModelOutput(made.model_id, step=0)])
        (Path(folder) / "MLmodel").write_text(f"model_id: {made.model_id}\n")
        (Path(folder) / "data").mkdir()
        (Path(folder) / "data" / "weights ü.bin").write_bytes(b"\0" * 1000)
        client.log_model_artifacts(made.model_id, folder)
        client.finalize_logged_model(made.model_id, "READY")
    for address in (f"models:/{made.model_id}", f"runs:/{run_id}/model"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(mlflow.artifacts.download_artifacts(address, dst_path=folder))
            contains((path / "MLmodel").read_text(), made.model_id)
            same((path / "data" / "weights ü.bin").read_bytes(), b"\0" * 1000)
    same(
        [(each.path, each.is_dir) for each in client.list_artifacts(run_id, "model")],
        [("model/MLmodel", False), ("model/data", True)],
    )


def files_of_a_deleted_model_stay_as_they_are() -> None:
    client = _client()
    made = client.create_logged_model(new_experiment())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.txt"
        file.write_text("before")
        client.log_model_artifact(made.model_id, str(file))
        client.delete_logged_model(made.model_id)
        file.write_text("after")
        try:
            client.log_model_artifact(made.model_id, str(file))
        except Exception as error:  # noqa: BLE001 - which it is depends on the version
            contains(str(error), "deleted")
        else:
            raise AssertionError("The file was taken.")


def _client() -> Any:
    need(MlflowClient, "create_logged_model")
    return MlflowClient()
