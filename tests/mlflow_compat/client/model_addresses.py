"""The addresses of model versions: each leads to the files of the right version."""

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from .expectations import contains, need, new_run, same
from .registry import new_model, new_version, text_at

# The highest release is 1.2.1, and the last one that was made is 2.0.0-rc.1.
NUMBERS = ("1.0.0", "1.2.0", "1.2.1", "1.1.0", "2.0.0-rc.1")
SUFFIXES = {
    "/1": "1.0.0",
    "/4": "1.1.0",
    "/1.0.0": "1.0.0",
    "/1.2.0": "1.2.0",
    "/2.0.0-rc.1": "2.0.0-rc.1",
    "/1.2": "1.2.1",
    "/1.0": "1.0.0",
    "/latest": "1.2.1",
    "/Production": "1.1.0",
    "/staging": "1.2.0",
}
ALIASES = {
    "@1.0.0": "1.0.0",
    "@2.0.0-rc.1": "2.0.0-rc.1",
    "@1.2": "1.2.1",
    "@1.1": "1.1.0",
    "@1": "1.2.1",
    "@champion": "1.2.0",
    "@latest": "1.2.1",
}


def a_number_a_range_latest_and_a_stage_lead_to_a_version() -> None:
    name = _model_of_several_versions()
    same({each: text_at(f"models:/{name}{each}") for each in SUFFIXES}, SUFFIXES)


def an_alias_leads_to_a_version() -> None:
    need(MlflowClient, "set_registered_model_alias")
    name = _model_of_several_versions()
    MlflowClient().set_registered_model_alias(name, "champion", "1.2.0")
    same({each: text_at(f"models:/{name}{each}") for each in ALIASES}, ALIASES)
    MlflowClient().set_registered_model_alias(name, "champion", "1.0.0")
    same(text_at(f"models:/{name}@champion"), "1.0.0")


def an_address_that_leads_nowhere_says_so() -> None:
    name = _model_of_several_versions()
    for suffix in ("/9", "/9.0.0", "/3.1", "/Archived"):
        try:
            text_at(f"models:/{name}{suffix}")
        except MlflowException as error:
            contains(str(error), name, suffix.strip("/"), "found")
        else:
            raise AssertionError(suffix)


def a_client_without_aliases_refuses_them_itself() -> None:
    if hasattr(MlflowClient, "set_registered_model_alias"):
        return
    for alias in ALIASES:
        try:
            text_at(f"models:/a model{alias}")
        except MlflowException as error:
            contains(str(error), "Not a proper models:/ URI")
        else:
            raise AssertionError(alias)


def a_version_has_the_files_that_its_source_had() -> None:
    client, name, run_id = MlflowClient(), new_model(), new_run()
    client.log_text(run_id, "at first", "model/sub/a.txt")
    client.log_text(run_id, "outside", "a.txt")
    sources = (f"runs:/{run_id}/model", f"{client.get_run(run_id).info.artifact_uri}/model", f"models:/{name}/1.0.0")
    for source in sources:
        client.create_model_version(name, source)
    client.log_text(run_id, "changed", "model/sub/a.txt")
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.delete_model_version(name, "1")
    texts = [text_at(f"models:/{name}/{number}") for number in (2, 3, 4)]
    same(texts, ["at first", "at first", "changed"])


def a_version_is_registered_from_a_run() -> None:
    run_id, name = new_run(), new_model()
    MlflowClient().log_text(run_id, "registered", "model/sub/a.txt")
    MlflowClient().log_text(run_id, "flavors: {}\n", "model/MLmodel")
    version = mlflow.register_model(f"runs:/{run_id}/model", name)
    same((version.version, version.run_id), ("1", run_id))
    same(text_at(f"models:/{name}/1.0.0"), "registered")


def a_version_is_copied() -> None:
    need(MlflowClient, "copy_model_version")
    name, other = new_model(), new_model()
    new_version(name, "3.1.0", "copied")
    made = MlflowClient().copy_model_version(f"models:/{name}/1", other)
    same((made.name, made.version, list(made.aliases)), (other, "1", ["1.0.0"]))
    MlflowClient().log_text(MlflowClient().get_model_version(name, "1").run_id, "changed", "sub/a.txt")
    MlflowClient().delete_registered_model(name)
    same(text_at(f"models:/{other}/1"), "copied")


def _model_of_several_versions() -> str:
    """Create a model whose versions each have a file that holds the number."""
    name = new_model()
    for number in NUMBERS:
        new_version(name, number, text=number)
    MlflowClient().transition_model_version_stage(name, "1.1.0", "Production")
    MlflowClient().transition_model_version_stage(name, "1.2.0", "Staging")
    return name
