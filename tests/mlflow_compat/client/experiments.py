"""Experiments: create, get, list, search, rename, delete, restore, tags."""

import time
from collections.abc import Callable
from typing import Any

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType

from .expectations import between, contains, need, new_experiment, new_name, now_ms, refused, same


def set_experiment_makes_a_new_one() -> None:
    name = new_name("made by set_experiment")
    made = mlflow.set_experiment(name)
    same(made.name, name)
    same(mlflow.get_experiment_by_name(name).experiment_id, made.experiment_id)
    with mlflow.start_run() as run:
        same(run.info.experiment_id, made.experiment_id)


def set_experiment_takes_an_existing_one() -> None:
    name = new_name("already there")
    experiment_id = mlflow.create_experiment(name)
    same(mlflow.set_experiment(name).experiment_id, experiment_id)
    same(mlflow.set_experiment(experiment_id=experiment_id).name, name)


def an_experiment_is_read_back_by_id_and_by_name() -> None:
    name = new_name("größer, 実験, \N{ROCKET}")
    before = now_ms()
    experiment_id = mlflow.create_experiment(name)
    by_id, by_name = mlflow.get_experiment(experiment_id), mlflow.get_experiment_by_name(name)
    same(dict(by_id), dict(by_name))
    same((by_id.experiment_id, by_id.name, by_id.lifecycle_stage, by_id.tags), (experiment_id, name, "active", {}))
    same(bool(by_id.artifact_location), expected=True)
    between(before, by_id.creation_time, now_ms())
    between(by_id.creation_time, by_id.last_update_time, now_ms())


def an_absent_name_reads_as_none() -> None:
    same(mlflow.get_experiment_by_name(new_name("absent")), None)


def an_absent_id_does_not_exist() -> None:
    contains(refused("RESOURCE_DOES_NOT_EXIST", mlflow.get_experiment, "987654321"), "987654321")


def a_second_experiment_of_a_name_is_refused() -> None:
    name = new_name("twice")
    mlflow.create_experiment(name)
    contains(refused("RESOURCE_ALREADY_EXISTS", mlflow.create_experiment, name), name)


def experiment_zero_is_named_default() -> None:
    default = mlflow.get_experiment("0")
    same((default.experiment_id, default.name, default.lifecycle_stage), ("0", "Default", "active"))
    same(mlflow.get_experiment_by_name("Default").experiment_id, "0")


def list_experiments_lists_every_page() -> None:
    need(MlflowClient, "list_experiments")
    made = {new_experiment() for _ in range(3)}
    listed = _every_page(lambda token: MlflowClient().list_experiments(max_results=2, page_token=token))
    same(made <= set(listed), expected=True)
    same(len(set(listed)), len(listed))


def search_experiments_lists_every_page_newest_first() -> None:
    made = [_new_experiment_a_moment_later() for _ in range(5)]
    listed = _every_page(lambda token: MlflowClient().search_experiments(max_results=2, page_token=token))
    same(listed[:5], made[::-1])
    same(len(set(listed)), len(listed))
    same([experiment.experiment_id for experiment in mlflow.search_experiments()], listed)


def an_experiment_is_renamed() -> None:
    before, after = new_name("before"), new_name("after")
    experiment_id = mlflow.create_experiment(before)
    MlflowClient().rename_experiment(experiment_id, after)
    same(mlflow.get_experiment(experiment_id).name, after)
    same(mlflow.get_experiment_by_name(after).experiment_id, experiment_id)
    same(mlflow.get_experiment_by_name(before), None)


def a_name_that_is_taken_cannot_be_renamed_to() -> None:
    taken, name = new_name("taken"), new_name("other")
    mlflow.create_experiment(taken)
    experiment_id = mlflow.create_experiment(name)
    refused("RESOURCE_ALREADY_EXISTS", MlflowClient().rename_experiment, experiment_id, taken)
    same(mlflow.get_experiment(experiment_id).name, name)


def a_deleted_experiment_is_kept_and_restored_with_its_runs() -> None:
    client = MlflowClient()
    experiment_id = new_experiment()
    run_id = client.create_run(experiment_id).info.run_id
    mlflow.delete_experiment(experiment_id)
    same(_stages(experiment_id, run_id), ("deleted", "deleted"))
    same(_views(experiment_id), (False, True, True))
    client.restore_experiment(experiment_id)
    same(_stages(experiment_id, run_id), ("active", "active"))
    same(_views(experiment_id), (True, False, True))


def a_deleted_experiment_takes_no_run_and_keeps_its_name() -> None:
    name = new_name("deleted")
    experiment_id = mlflow.create_experiment(name)
    mlflow.delete_experiment(experiment_id)
    contains(
        refused("INVALID_PARAMETER_VALUE", MlflowClient().create_run, experiment_id), "must be in the 'active' state"
    )
    refused("RESOURCE_ALREADY_EXISTS", mlflow.create_experiment, name)
    contains(refused("INVALID_PARAMETER_VALUE", mlflow.set_experiment, name), "deleted experiment")


def experiment_tags_are_kept_and_overwritten() -> None:
    tags = {"team": "vision", "note/of.team": "a\nb ü"}
    experiment_id = mlflow.create_experiment(new_name("tagged"), tags=tags)
    same(mlflow.get_experiment(experiment_id).tags, tags)
    MlflowClient().set_experiment_tag(experiment_id, "team", "speech")
    mlflow.set_experiment(experiment_id=experiment_id)
    mlflow.set_experiment_tags({"budget": 12})
    same(mlflow.get_experiment(experiment_id).tags, {**tags, "team": "speech", "budget": "12"})


def an_experiment_tag_is_deleted() -> None:
    need(MlflowClient, "delete_experiment_tag")
    experiment_id = mlflow.create_experiment(new_name("tagged"), tags={"a": "1", "b": "2"})
    MlflowClient().delete_experiment_tag(experiment_id, "a")
    same(mlflow.get_experiment(experiment_id).tags, {"b": "2"})
    refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().delete_experiment_tag, experiment_id, "a")


def _every_page(ask: Callable[[str | None], Any]) -> list[str]:
    """Follow the page tokens to the end; return the experiments' ids."""
    page = ask(None)
    ids = [experiment.experiment_id for experiment in page]
    while page.token:
        page = ask(page.token)
        ids += [experiment.experiment_id for experiment in page]
    return ids


def _new_experiment_a_moment_later() -> str:
    """Create an experiment whose creation time differs from the one before it."""
    time.sleep(0.003)
    return new_experiment()


def _stages(experiment_id: str, run_id: str) -> tuple[str, str]:
    """Read the lifecycle stages of an experiment and a run."""
    return mlflow.get_experiment(experiment_id).lifecycle_stage, mlflow.get_run(run_id).info.lifecycle_stage


def _views(experiment_id: str) -> tuple[bool, ...]:
    """Tell whether the experiment is among the active, the deleted and all."""
    return tuple(
        experiment_id in {found.experiment_id for found in mlflow.search_experiments(view_type=view)}
        for view in (ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL)
    )
