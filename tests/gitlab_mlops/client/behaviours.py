"""What a user of gitlab-mlops sees."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlflow
from gitlab_mlops import Client  # type: ignore[import-not-found] # it is in the client's environment only
from gitlab_mlops.mlflow.exceptions import (  # type: ignore[import-not-found]
    AlreadyExistsException,
    NotFoundException,
    UnexpectedException,
)
from mlflow import MlflowClient

from tests.mlflow_compat.client.expectations import contains, new_name, same

ABSENT = "0123456789abcdef0123456789abcdef"


def the_tracking_uri_and_the_token_are_taken_as_they_are_printed() -> None:
    uri, token = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_TRACKING_TOKEN"]
    same(Client(tracking_uri=uri, gitlab_token=token).get_experiment("Default").id, "0")
    same(Client(tracking_uri=f"{uri}/").get_experiment("Default").id, "0")
    os.environ["MLFLOW_TRACKING_URI"] = uri


def an_experiment_is_created_and_found() -> None:
    name = new_name("experiment")
    made = Client().create_experiment(name, tags={"team": "vision"})
    found = Client().get_experiment(name)
    same((found.id, found.name, found.tags["team"]), (made.id, name, "vision"))


def an_experiment_that_is_there_already_exists() -> None:
    name = new_name("experiment")
    Client().create_experiment(name)
    _raises(AlreadyExistsException, Client().create_experiment, name)


def an_experiment_that_is_not_there_is_none() -> None:
    same(Client().get_experiment(new_name("experiment")), None)


def a_run_takes_params_metrics_and_files() -> None:
    run = Client().create_experiment(new_name("experiment")).create_run()
    run.log_param("depth", 3)
    for step in range(3):
        run.log_metric("loss", 1 / (1 + step), step=step)
    run.log_text("größer", "notes/a.txt")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "weights.bin"
        file.write_bytes(b"\0\1")
        run.log_artifact(str(file), "model")
    found = Client().get_run(run.id)
    same((found.experiment_id, found.get_params()), (run.experiment_id, {"depth": "3"}))
    same(found.get_metrics(), {"loss": 1 / 3})
    same(_files(run.id), {"notes/a.txt": "größer".encode(), "model/weights.bin": b"\0\1"})


def a_run_that_is_not_there_is_none() -> None:
    same(Client().get_run(ABSENT), None)


def a_model_is_created_and_found() -> None:
    name = new_name("model")
    made = Client().create_model(name, "what it does")
    found = Client().get_model(name)
    same((made.name, found.name, found.description), (name, name, "what it does"))


def a_model_that_is_there_already_exists() -> None:
    name = new_name("model")
    Client().create_model(name)
    _raises(AlreadyExistsException, Client().create_model, name)


def a_model_that_is_not_there_is_none() -> None:
    same(Client().get_model(new_name("model")), None)


def a_model_has_an_experiment_for_its_candidates() -> None:
    model = Client().create_model(new_name("model"))
    experiment = model.get_experiment()
    same(experiment.name, f"[model]{model.name}")
    same(Client().get_run(experiment.create_run().id).experiment_id, experiment.id)


def versions_are_semantic() -> None:
    model = Client().create_model(new_name("model"))
    numbers = [model.create_version().version, model.create_version(version="1.2.0-rc.1+b7").version]
    numbers += [model.create_version().version, model.create_version(version="10.0.0").version]
    same(numbers, ["1.0.0", "1.2.0-rc.1+b7", "1.2.0", "10.0.0"])
    for number in numbers:
        found = Client().get_model_version(model.name, number)
        same((found.model_name, found.version), (model.name, number))


def a_version_has_what_it_was_created_with() -> None:
    model = Client().create_model(new_name("model"))
    made = model.create_version("what is new", {"team": "vision"}, "2.1.0")
    found = Client().get_model_version(model.name, "2.1.0")
    same((found.run_id, found.description), (made.run_id, "what is new"))
    same(found.tags, {"team": "vision", "gitlab.version": "2.1.0"})


def a_taken_version_already_exists() -> None:
    model = Client().create_model(new_name("model"))
    model.create_version(version="1.0.0")
    _raises(AlreadyExistsException, model.create_version, version="1.0.0")
    same(model.create_version().version, "1.0.1")


def a_version_that_is_not_there_is_not_found() -> None:
    model = Client().create_model(new_name("model"))
    _raises(NotFoundException, Client().get_model_version, model.name, "1.0.0")
    _raises(NotFoundException, Client().get_model_version, new_name("model"), "1.0.0")


def a_version_of_a_model_that_is_not_there_is_not_found() -> None:
    model = Client().create_model(new_name("model"))
    MlflowClient().delete_registered_model(model.name)
    _raises(NotFoundException, model.create_version)


def the_latest_version_is_the_highest() -> None:
    model = Client().create_model(new_name("model"))
    same(model.get_latest_version(), None)
    for number in ("2.9.0", "2.10.0", "1.7.3"):
        model.create_version(version=number)
    same(model.get_latest_version().version, "2.10.0")


def a_version_takes_params_metrics_and_files() -> None:
    model = Client().create_model(new_name("model"))
    model.create_version(version="1.0.0").log_text("another version's", "README.md")
    version = model.create_version(version="1.1.0")
    version.log_param("depth", 3)
    version.log_metric("accuracy", 0.75, step=2)
    version.log_text("How to run this model", "README.md")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sub").mkdir()
        (Path(folder) / "sub" / "weights ü.bin").write_bytes(b"\0\1")
        version.log_artifacts(folder, "model")
        version.log_artifact(str(Path(folder) / "sub" / "weights ü.bin"))
    found = Client().get_model_version(model.name, "1.1.0")
    same((found.get_params(), found.get_metrics()), ({"depth": "3"}, {"accuracy": 0.75}))
    expected = {"README.md": b"How to run this model", "model/sub/weights ü.bin": b"\0\1", "weights ü.bin": b"\0\1"}
    same(_files(found.run_id), expected)
    same(_contents(Path(mlflow.artifacts.download_artifacts(f"models:/{model.name}/1.1.0"))), expected)


def a_run_becomes_a_version() -> None:
    model = Client().create_model(new_name("model"))
    run = model.get_experiment().create_run()
    run.log_text("the run's", "a.txt")
    run.log_metric("accuracy", 0.5)
    version = model.create_version(version="1.0.0", run_id=run.id)
    same((version.run_id, version.get_metrics()), (run.id, {"accuracy": 0.5}))
    run.log_text("changed later", "a.txt")
    same(_contents(Path(mlflow.artifacts.download_artifacts(f"models:/{model.name}/1.0.0"))), {"a.txt": b"the run's"})


def a_version_is_linked_to_its_ci_job() -> None:
    os.environ.update({"GITLAB_CI": "true", "CI_JOB_ID": "4242"})
    try:
        version = Client().create_model(new_name("model")).create_version()
    finally:
        del os.environ["GITLAB_CI"], os.environ["CI_JOB_ID"]
    same(version.tags, {"gitlab.CI_JOB_ID": "4242"})


def a_version_that_the_server_cannot_take_says_why() -> None:
    model = Client().create_model(new_name("model"))
    error = _raises(UnexpectedException, model.create_version, tags={"gitlab.version": "first"})
    contains(str(error.__cause__), "semantic version", "1.2.0")


def _raises(expected: type[Exception], call: Callable[..., Any], *args: Any, **more: Any) -> Exception:
    try:
        answer = call(*args, **more)
    except expected as error:
        return error
    raise AssertionError(f"expected {expected.__name__}, got the answer {answer!r}")


def _files(run_id: str) -> dict[str, bytes]:
    return _contents(Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="")))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
