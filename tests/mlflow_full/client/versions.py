"""Models that are registered: what is loaded by a version's address answers as the version's own model does."""

import json
import os
import subprocess
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository

from tests.mlflow_compat.client.expectations import contains, need, new_name, refused, same
from tests.mlflow_compat.client.model_addresses import ADDRESSES, NUMBERS, REFUSED
from tests.mlflow_compat.client.registry import new_model
from tests.mlflow_full.client.constants import HAS_LOGGED_MODELS, answer_of, logged
from tests.mlflow_full.client.files import contents


def each_address_leads_to_the_model_of_its_version() -> None:
    name, client = new_model(), MlflowClient()
    for place, number in enumerate(NUMBERS):
        run_id, _ = logged(place)
        client.create_model_version(name, f"runs:/{run_id}/model", run_id, {"gitlab.version": number})
    client.transition_model_version_stage(name, "1.1.0", "Production")
    client.transition_model_version_stage(name, "1.2.0", "Staging")
    client.set_registered_model_alias(name, "champion", "2")
    by_client = REFUSED.get(".".join(mlflow.__version__.split(".")[:2]), {})
    for suffix, number in ADDRESSES.items():
        try:
            answer = answer_of(f"models:/{name}{suffix}")
        except MlflowException as error:
            contains(str(error), by_client.get(suffix, f"{suffix} leads to {number}"))
        else:
            same((suffix, answer), (suffix, NUMBERS.index(number)))
            same(suffix in by_client, expected=False)


def a_model_is_registered_from_its_run() -> None:
    name = new_name("model")
    for answer in (1, 2):
        run_id, _ = logged(answer)
        version = mlflow.register_model(f"runs:/{run_id}/model", name)
        same((version.name, version.version), (name, str(answer)))
        same(version.run_id, run_id)
        contains(refused("INVALID_PARAMETER_VALUE", MlflowClient().delete_run, run_id), name)
    same([answer_of(f"models:/{name}/{number}") for number in (1, 2, "latest")], [1, 2, 2])


def a_model_is_registered_while_it_is_logged() -> None:
    name = new_name("model")
    made = [logged(answer, registered_model_name=name) for answer in (1, 2)]
    versions = [MlflowClient().get_model_version(name, number) for number in ("1", "2")]
    same([version.run_id for version in versions], [run_id for run_id, _ in made])
    same([answer_of(f"models:/{name}/{number}") for number in (1, 2)], [1, 2])
    if hasattr(made[0][1], "registered_model_version"):  # since 2.5
        same([str(info.registered_model_version) for _, info in made], ["1", "2"])
    for answer, (_, info) in enumerate(made, 1):
        if HAS_LOGGED_MODELS:
            _is_noted(info.model_id, name, str(answer))


def a_logged_model_is_registered_by_its_id() -> None:
    need(mlflow, "create_external_model")
    name = new_name("model")
    run_id, info = logged(3)
    version = mlflow.register_model(f"models:/{info.model_id}", name, tags={"gitlab.version": "3.0.0"})
    same((version.version, version.aliases, version.run_id), ("1", ["3.0.0"], run_id))
    same(answer_of(f"models:/{name}/3.0.0"), 3)
    _is_noted(info.model_id, name, "1")


def a_version_is_copied_with_its_model() -> None:
    need(MlflowClient, "copy_model_version")
    name, other = new_name("model"), new_name("copies")
    logged(4, registered_model_name=name)
    made = MlflowClient().copy_model_version(f"models:/{name}/1", other)
    same((made.name, made.version), (other, "1"))
    MlflowClient().delete_model_version(name, "1")
    same(answer_of(f"models:/{other}/1"), 4)


def a_version_has_the_model_that_its_source_names() -> None:
    name, client = new_model(), MlflowClient()
    run_id, info = logged(5)
    mlflow.register_model(f"runs:/{run_id}/model", name)
    client.set_registered_model_alias(name, "champion", "1")
    proxy = f"{os.environ['MLFLOW_TRACKING_URI']}/api/2.0/mlflow-artifacts/artifacts/"
    below_run = RunsArtifactRepository.get_underlying_uri(f"runs:/{run_id}/model")
    sources = [
        f"runs:/{run_id}/model",
        below_run,
        below_run.replace("mlflow-artifacts:/", proxy),
        client.get_model_version_download_uri(name, "1"),
        *(f"models:/{name}{suffix}" for suffix in ("/1", "/1.0.0", "@champion", "@1", "/latest")),
    ]
    if HAS_LOGGED_MODELS:
        sources += [f"models:/{info.model_id}", client.get_logged_model(info.model_id).artifact_location]
    for source in sources:
        same(client.create_model_version(name, source).source, source)
    answers = {source: answer_of(f"models:/{name}/{number}") for number, source in enumerate(sources, 2)}
    same(answers, dict.fromkeys(sources, 5))


def a_version_survives_its_run_and_its_logged_model() -> None:
    name, client = new_model(), MlflowClient()
    run_id, info = logged(6)
    made = [client.create_model_version(name, f"runs:/{run_id}/model")]
    if HAS_LOGGED_MODELS:
        promoted, other = logged(7)
        made.append(client.create_model_version(name, f"models:/{other.model_id}"))
        contains(refused("INVALID_PARAMETER_VALUE", client.delete_run, promoted), name)
        for model_id in (info.model_id, other.model_id):
            client.delete_logged_model(model_id)
    before = [_files(f"models:/{name}/{each.version}") for each in made]
    same([{"MLmodel", "requirements.txt"} - each.keys() for each in before], [set() for _ in made])
    experiment_id = client.get_run(run_id).info.experiment_id
    client.delete_run(run_id)
    client.delete_experiment(experiment_id)
    _clean_up()
    refused("RESOURCE_DOES_NOT_EXIST", client.get_run, run_id)
    refused("RESOURCE_DOES_NOT_EXIST", client.get_experiment, experiment_id)
    same([_files(f"models:/{name}/{each.version}") for each in made], before)
    same([answer_of(f"models:/{name}/{each.version}") for each in made], [6, 7][: len(made)])


def _is_noted(model_id: str, name: str, version: str) -> None:
    """Expect a logged model to say which version it has become."""
    noted = mlflow.get_logged_model(model_id).tags["mlflow.modelVersions"]
    same(json.loads(noted), [{"name": name, "version": version}])


def _clean_up() -> None:
    """Remove what is in the trash for good, and the bytes that nothing needs, as an operator does."""
    for command in (("purge", "--older-than", "0", "--yes"), ("gc",)):
        words = (os.environ["SERVER_PROGRAM"], *command, "--data-dir", os.environ["SERVER_DATA"])
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        same((done.returncode, done.stderr), (0, ""))


def _files(address: str) -> dict[str, bytes]:
    """Download what an address leads to, without the note that the client adds."""
    found = contents(Path(mlflow.artifacts.download_artifacts(address)))
    return {path: content for path, content in found.items() if path != "registered_model_meta"}
