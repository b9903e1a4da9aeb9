"""Runs: start, end, nest, resume, name, delete, restore."""

import contextlib
import io
import os
from collections.abc import Callable

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param

from .expectations import (
    NotInThisClientError,
    between,
    contains,
    need,
    new_experiment,
    new_run,
    now_ms,
    own_tags,
    refused,
    same,
)

ABSENT = "0123456789abcdef0123456789abcdef"


def a_run_is_started_and_ended() -> None:
    experiment_id, before = new_experiment(), now_ms()
    with mlflow.start_run(experiment_id=experiment_id) as active:
        running = mlflow.get_run(active.info.run_id).info
    ended = mlflow.get_run(active.info.run_id).info
    same((running.status, running.end_time, running.experiment_id), ("RUNNING", None, experiment_id))
    same((ended.status, ended.lifecycle_stage, ended.run_id), ("FINISHED", "active", active.info.run_id))
    same(ended.run_uuid if hasattr(ended, "run_uuid") else ended.run_id, ended.run_id)
    same(bool(ended.artifact_uri), expected=True)
    between(before, ended.start_time, now_ms())
    between(ended.start_time, ended.end_time, now_ms())


def nested_runs_name_their_parent() -> None:
    mlflow.set_experiment(experiment_id=new_experiment())
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            mlflow.log_param("depth", 2)
        mlflow.log_param("depth", 1)
    parent_run, child_run = mlflow.get_run(parent.info.run_id), mlflow.get_run(child.info.run_id)
    same(child_run.data.tags["mlflow.parentRunId"], parent.info.run_id)
    same("mlflow.parentRunId" in parent_run.data.tags, expected=False)
    same((child_run.data.params, parent_run.data.params), ({"depth": "2"}, {"depth": "1"}))
    same(child_run.info.experiment_id, parent_run.info.experiment_id)


def a_parent_is_found_from_its_child() -> None:
    need(mlflow, "get_parent_run")
    with mlflow.start_run(experiment_id=new_experiment()) as parent, mlflow.start_run(nested=True) as child:
        same(mlflow.get_parent_run(child.info.run_id).info.run_id, parent.info.run_id)
        same(mlflow.get_parent_run(parent.info.run_id), None)


def a_run_is_resumed() -> None:
    mlflow.set_experiment(experiment_id=new_experiment())
    with mlflow.start_run() as first:
        mlflow.log_param("before", 1)
        mlflow.log_metric("loss", 1.0, step=1)
    with mlflow.start_run(run_id=first.info.run_id) as second:
        same(mlflow.get_run(first.info.run_id).info.status, "RUNNING")
        mlflow.log_param("after", 2)
        mlflow.log_metric("loss", 0.5, step=2)
    run = mlflow.get_run(first.info.run_id)
    same((second.info.run_id, run.info.status), (first.info.run_id, "FINISHED"))
    same((run.data.params, run.data.metrics), ({"before": "1", "after": "2"}, {"loss": 0.5}))


def a_given_name_is_kept() -> None:
    with mlflow.start_run(experiment_id=new_experiment(), run_name="Candidate 7 ü") as active:
        same(_names(active.info.run_id), ("Candidate 7 ü", "Candidate 7 ü"))
    created = MlflowClient().create_run(new_experiment(), run_name="by the client")
    same(_names(created.info.run_id), ("by the client", "by the client"))


def a_missing_name_is_invented() -> None:
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        name, tag = _names(active.info.run_id)
    same((bool(name), tag), (True, name))
    same(len({_names(new_run()) for _ in range(5)}) > 1, expected=True)


def the_name_tag_renames_the_run() -> None:
    run_id = new_run()
    MlflowClient().set_tag(run_id, "mlflow.runName", "renamed by tag")
    same(_names(run_id), ("renamed by tag", "renamed by tag"))


def update_run_renames_and_sets_the_status() -> None:
    need(MlflowClient, "update_run")
    run_id = new_run()
    MlflowClient().update_run(run_id, name="renamed")
    same((_names(run_id), mlflow.get_run(run_id).info.status), (("renamed", "renamed"), "RUNNING"))
    MlflowClient().update_run(run_id, status="SCHEDULED")
    same((_names(run_id), mlflow.get_run(run_id).info.status), (("renamed", "renamed"), "SCHEDULED"))


def set_terminated_keeps_status_and_end_time() -> None:
    for status in ("FINISHED", "FAILED", "KILLED"):
        run_id = new_run()
        MlflowClient().set_terminated(run_id, status=status, end_time=1_700_000_000_123)
        info = mlflow.get_run(run_id).info
        same((info.status, info.end_time), (status, 1_700_000_000_123))


def an_exception_fails_the_run() -> None:
    with contextlib.suppress(ZeroDivisionError), mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_param("divisor", 0)
        _ = 1 / 0
    run = mlflow.get_run(active.info.run_id)
    same((run.info.status, run.data.params), ("FAILED", {"divisor": "0"}))


def create_run_keeps_start_time_and_tags() -> None:
    tags = {"team": "vision", "gitlab.version": "1.2.3"}
    run_id = MlflowClient().create_run(new_experiment(), start_time=1_600_000_000_321, tags=tags).info.run_id
    same(mlflow.get_run(run_id).info.start_time, 1_600_000_000_321)
    same({key: value for key, value in mlflow.get_run(run_id).data.tags.items() if key in tags}, tags)


def the_client_s_own_tags_are_kept() -> None:
    with mlflow.start_run(experiment_id=new_experiment(), description="a *note*") as active:
        tags = mlflow.get_run(active.info.run_id).data.tags
    same((tags["mlflow.note.content"], tags["mlflow.source.type"]), ("a *note*", "LOCAL"))
    same(bool(tags["mlflow.user"] and tags["mlflow.source.name"]), expected=True)
    same(mlflow.get_run(active.info.run_id).info.user_id, tags["mlflow.user"])


def a_run_is_deleted_and_restored() -> None:
    run_id = new_run()
    MlflowClient().log_param(run_id, "kept", "yes")
    mlflow.delete_run(run_id)
    same(
        (mlflow.get_run(run_id).info.lifecycle_stage, mlflow.get_run(run_id).data.params), ("deleted", {"kept": "yes"})
    )
    MlflowClient().restore_run(run_id)
    same(mlflow.get_run(run_id).info.lifecycle_stage, "active")
    MlflowClient().log_param(run_id, "again", "yes")
    same(mlflow.get_run(run_id).data.params, {"kept": "yes", "again": "yes"})


def writing_to_a_deleted_run_is_refused() -> None:
    run_id = new_run()
    mlflow.delete_run(run_id)
    for write in _writes():
        contains(refused("INVALID_PARAMETER_VALUE", write, run_id), run_id, "must be in the 'active' state")
    same((mlflow.get_run(run_id).data.params, mlflow.get_run(run_id).data.metrics, own_tags(run_id)), ({}, {}, {}))


def an_unknown_run_does_not_exist() -> None:
    client = MlflowClient()
    for call in (client.get_run, *_writes(), client.set_terminated, client.delete_run, client.restore_run):
        contains(refused("RESOURCE_DOES_NOT_EXIST", call, ABSENT), ABSENT)


def the_history_of_an_unknown_run_does_not_exist() -> None:
    contains(refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().get_metric_history, ABSENT, "loss"), ABSENT)


def a_run_in_an_unknown_experiment_does_not_exist() -> None:
    contains(refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().create_run, "987654321"), "987654321")


def ending_a_run_prints_where_to_see_it() -> None:
    experiment_id, printed = new_experiment(), io.StringIO()
    with contextlib.redirect_stdout(printed), mlflow.start_run(experiment_id=experiment_id) as active:
        pass
    if not printed.getvalue():
        raise NotInThisClientError("this client prints no link")
    page = f"{os.environ['MLFLOW_TRACKING_URI']}/#/experiments/{experiment_id}"
    contains(printed.getvalue(), f"{page}/runs/{active.info.run_id}", mlflow.get_run(active.info.run_id).info.run_name)


def _names(run_id: str) -> tuple[str, str]:
    """Read a run's name and its name tag."""
    run = mlflow.get_run(run_id)
    return run.info.run_name, run.data.tags["mlflow.runName"]


def _writes() -> tuple[Callable[[str], object], ...]:
    """Name every way to write to a run."""
    client = MlflowClient()
    return (
        lambda run_id: client.log_metric(run_id, "loss", 1.0),
        lambda run_id: client.log_param(run_id, "rate", "1"),
        lambda run_id: client.set_tag(run_id, "team", "vision"),
        lambda run_id: client.log_batch(run_id, [Metric("loss", 1.0, 1, 1)], [Param("rate", "1")]),
    )
