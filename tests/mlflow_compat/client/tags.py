"""Tags of runs: set, overwritten, deleted."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import RunTag

from .expectations import contains, new_experiment, new_run, own_tags, refused, same


def tags_come_back_as_text() -> None:
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.set_tag("team", "vision")
        mlflow.set_tags({"number": 12, "empty": "", "a/b.c d-e_f": "a\nb", "größe": "\N{ROCKET} ü"})
    expected = {"team": "vision", "number": "12", "empty": "", "a/b.c d-e_f": "a\nb", "größe": "\N{ROCKET} ü"}
    same(own_tags(active.info.run_id), expected)


def a_tag_is_overwritten() -> None:
    client, run_id = MlflowClient(), new_run()
    client.set_tag(run_id, "stage", "draft")
    client.set_tag(run_id, "stage", "final")
    same(own_tags(run_id), {"stage": "final"})
    client.log_batch(run_id, tags=[RunTag("stage", "a"), RunTag("stage", "b")])
    same(own_tags(run_id), {"stage": "b"})


def a_tag_is_deleted() -> None:
    run_id = new_run()
    MlflowClient().log_batch(run_id, tags=[RunTag("a", "1"), RunTag("b", "2")])
    MlflowClient().delete_tag(run_id, "a")
    same(own_tags(run_id), {"b": "2"})


def an_absent_tag_cannot_be_deleted() -> None:
    run_id = new_run()
    contains(refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().delete_tag, run_id, "absent"), "absent", run_id)


def a_value_of_5000_characters_comes_back_whole() -> None:
    run_id, value = new_run(), "0123456789" * 500
    MlflowClient().set_tag(run_id, "long", value)
    same(own_tags(run_id), {"long": value})


def the_tags_that_gitlab_reads_are_ordinary_tags() -> None:
    run_id = new_run()
    MlflowClient().set_tag(run_id, "gitlab.CI_JOB_ID", "4242")
    MlflowClient().log_batch(run_id, tags=[RunTag("gitlab.version", "1.2.3")])
    same(own_tags(run_id), {"gitlab.CI_JOB_ID": "4242", "gitlab.version": "1.2.3"})


def a_job_id_that_nobody_knows_is_kept() -> None:
    run_id = new_run()
    MlflowClient().set_tag(run_id, "gitlab.CI_JOB_ID", "not a number")
    same(own_tags(run_id), {"gitlab.CI_JOB_ID": "not a number"})
