"""The addresses of model versions: each leads to the files of the right version."""

import uuid

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from .expectations import contains, need, new_name, new_run, same
from .registry import new_model, new_version, text_at

# The highest release is 1.2.1, and the last one that was made is 2.0.0-rc.1.
NUMBERS = ("1.0.0", "1.2.0", "1.2.1", "1.1.0", "2.0.0-rc.1")
ADDRESSES = {
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
    "@champion": "1.2.0",
    "@1": "1.2.1",
    "@1.0.0": "1.0.0",
    "@2.0.0-rc.1": "2.0.0-rc.1",
    "@1.2": "1.2.1",
    "@1.1": "1.1.0",
    "@latest": "1.2.1",
}
# What a client says by itself, before it asks a server. 1.30 has no aliases; 2.7 takes no dots in them.
REFUSED = {
    "1.30": {each: "Not a proper models:/ URI" for each in ADDRESSES if each.startswith("@")},
    "2.7": {each: "Invalid alias name" for each in ADDRESSES if each.startswith("@") and "." in each}
    | {"@latest": "'latest' alias name (case insensitive) is reserved"},
}


def each_address_leads_to_a_version_or_is_refused_by_the_client() -> None:
    name = _model_of_several_versions()
    if hasattr(MlflowClient, "set_registered_model_alias"):
        MlflowClient().set_registered_model_alias(name, "champion", "2")
    refused = REFUSED.get(".".join(mlflow.__version__.split(".")[:2]), {})
    for suffix, number in ADDRESSES.items():
        try:
            found = text_at(f"models:/{name}{suffix}")
        except MlflowException as error:
            contains(str(error), refused.get(suffix, f"{suffix} leads to {number}"))
        else:
            same((suffix, found), (suffix, number))
            same(suffix in refused, expected=False)


def a_moved_alias_leads_to_another_version() -> None:
    need(MlflowClient, "set_registered_model_alias")
    name = _model_of_several_versions()
    for version, number in (("2", "1.2.0"), ("1", "1.0.0")):
        MlflowClient().set_registered_model_alias(name, "champion", version)
        same(text_at(f"models:/{name}@champion"), number)


def an_address_that_leads_nowhere_says_so() -> None:
    name = _model_of_several_versions()
    for suffix in ("/9", "/9.0.0", "/3.1", "/Archived"):
        try:
            text_at(f"models:/{name}{suffix}")
        except MlflowException as error:
            contains(str(error), name, suffix.strip("/"), "found")
        else:
            raise AssertionError(suffix)


def a_part_of_a_version_is_listed_and_downloaded() -> None:
    name = new_model()
    new_version(name, "1.0.0", "a part ü")
    for address in (f"models:/{name}/1", f"models:/{name}/1.0.0"):
        same(mlflow.artifacts.load_text(f"{address}/sub/a.txt"), "a part ü")
        if hasattr(mlflow.artifacts, "list_artifacts"):  # since 2.4
            same([each.path for each in mlflow.artifacts.list_artifacts(address)], ["sub"])
            same([each.path for each in mlflow.artifacts.list_artifacts(f"{address}/sub")], ["sub/a.txt"])


def names_of_models_may_hold_what_addresses_do() -> None:
    for name in (new_name("a%20b+c&d ü"), new_name("..") + "..", f"m-{uuid.uuid4().hex}"):
        MlflowClient().create_registered_model(name)
        new_version(name, "1.0.0", name)
        same([text_at(f"models:/{name}/{number}") for number in ("1", "1.0.0", "latest")], [name] * 3)
        same(MlflowClient().create_model_version(name, f"models:/{name}/1").version, "2")
        same(text_at(f"models:/{name}/2"), name)


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
    same((made.name, made.version, list(made.aliases)), (other, "1", ["3.1.0"]))
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
