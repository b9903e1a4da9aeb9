"""Model versions: create, describe, move between stages, tag, delete, search."""

from typing import Any

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

from .expectations import between, contains, need, new_name, new_run, now_ms, refused, same
from .registry import new_model, new_version

LINK = "https://ci.example/jobs/7"


def a_model_version_is_created_and_found() -> None:
    name, run_id, before = new_model(), new_run(), now_ms()
    made = MlflowClient().create_model_version(
        name, f"runs:/{run_id}/", run_id, {"team": "vision"}, LINK, "what is *new*"
    )
    for each in (made, MlflowClient().get_model_version(name, "1")):
        same((each.name, each.version, each.status, each.current_stage), (name, "1", "READY", "None"))
        same((each.source, each.run_id, each.run_link), (f"runs:/{run_id}/", run_id, LINK))
        same((each.description, dict(each.tags)), ("what is *new*", {"team": "vision"}))
        between(before, each.creation_timestamp, now_ms())
        _is(each, "1.0.0")


def a_source_elsewhere_is_kept_and_never_opened() -> None:
    name = new_model()
    for source in ("s3://bucket/path/to/model", "dbfs:/models/1", "file:///etc/passwd", "/etc"):
        made = MlflowClient().create_model_version(name, source)
        same(MlflowClient().get_model_version(name, made.version).source, source)
        same(MlflowClient().list_artifacts(made.run_id), [])
    same(MlflowClient().get_model_version_download_uri(name, "1"), "s3://bucket/path/to/model")


def versions_count_up() -> None:
    name = new_model()
    made = [new_version(name), new_version(name), new_version(name, "1.2.0"), new_version(name, "0.9.0-rc.1")]
    made.append(new_version(name))
    same([each.version for each in made], ["1", "2", "3", "4", "5"])
    for version, number in zip(made, ("1.0.0", "1.0.1", "1.2.0", "0.9.0-rc.1", "1.2.1"), strict=True):
        _is(version, number)
    same([MlflowClient().get_model_version(name, each).version for each in ("1.2.0", "1.0", "1", "5")], list("3215"))
    same(MlflowClient().create_model_version(name, "", tags={"modelstead.bump": "major"}).version, "6")
    same(MlflowClient().get_model_version(name, "2.0.0").version, "6")


def a_version_that_is_taken_or_not_semantic_is_refused() -> None:
    name = new_model()
    new_version(name, "1.2.0")
    contains(refused("RESOURCE_ALREADY_EXISTS", new_version, name, "1.2.0"), "1.2.0", "taken")
    for text in ("first", "1.2", "01.2.0", "v1.2.0"):
        contains(refused("INVALID_PARAMETER_VALUE", new_version, name, text), text)
    same(new_version(name).version, "2")


def an_unknown_version_does_not_exist() -> None:
    name, client = new_model(), MlflowClient()
    new_version(name)
    for version in ("2", "1.0.1", "champion"):
        for call in (
            client.get_model_version,
            client.delete_model_version,
            client.get_model_version_download_uri,
            lambda name, version: client.update_model_version(name, version, "text"),
            lambda name, version: client.transition_model_version_stage(name, version, "Staging"),
            lambda name, version: client.set_model_version_tag(name, version, "team", "vision"),
        ):
            contains(refused("RESOURCE_DOES_NOT_EXIST", call, name, version), name, version)


def a_model_version_is_described_anew() -> None:
    name = new_model()
    new_version(name)
    same(MlflowClient().update_model_version(name, "1", "another text ü").description, "another text ü")
    same(MlflowClient().update_model_version(name, "1.0.0", "by the other number").version, "1")
    same(MlflowClient().get_model_version(name, "1").description, "by the other number")


def versions_move_between_stages() -> None:
    name, client = new_model(), MlflowClient()
    for _ in range(3):
        new_version(name)
    same(client.transition_model_version_stage(name, "1", "production").current_stage, "Production")
    client.transition_model_version_stage(name, "2", "Production", archive_existing_versions=True)
    client.transition_model_version_stage(name, "1.0.2", "Staging")
    same(_stages(name), {"1": "Archived", "2": "Production", "3": "Staging"})
    for stages, expected in ((["Production"], "2"), (["staging"], "3"), (["Staging", "Archived"], "31")):
        found = client.get_latest_versions(name, stages)
        same(sorted(each.version for each in found), sorted(expected))
    same([each.version for each in client.get_latest_versions(name)], ["3"])
    contains(refused("INVALID_PARAMETER_VALUE", client.transition_model_version_stage, name, "1", "Live"), "Live")


def tags_of_a_model_version_are_set_and_deleted() -> None:
    name, client = new_model(), MlflowClient()
    new_version(name)
    for version, key, value in (("1", "team", "vision"), ("1.0.0", "größe", "5"), ("1", "team", "speech")):
        client.set_model_version_tag(name, version, key, value)
    same(dict(client.get_model_version(name, "1").tags), {"team": "speech", "größe": "5"})
    client.delete_model_version_tag(name, "1.0.0", "team")
    same(dict(client.get_model_version(name, "1").tags), {"größe": "5"})


def a_tag_is_set_on_the_version_of_a_stage() -> None:
    name, client = new_model(), MlflowClient()
    for _ in range(2):
        new_version(name)
    client.transition_model_version_stage(name, "1", "Production")
    client.set_model_version_tag(name, key="team", value="vision", stage="Production")
    same([dict(client.get_model_version(name, each).tags) for each in ("1", "2")], [{"team": "vision"}, {}])
    client.delete_model_version_tag(name, key="team", stage="Production")
    same(dict(client.get_model_version(name, "1").tags), {})


def a_deleted_version_leaves_no_number_free() -> None:
    name, client = new_model(), MlflowClient()
    run_id = new_version(name).run_id
    new_version(name)
    client.delete_model_version(name, "1")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, name, "1")
    same(client.get_run(run_id).info.lifecycle_stage, "deleted")
    same([each.version for each in client.get_latest_versions(name)], ["2"])
    client.delete_model_version(name, "1.0.1")
    same(new_version(name).version, "3")


def the_run_of_a_version_cannot_be_deleted() -> None:
    name, client, run_id = new_model(), MlflowClient(), new_run()
    experiment_id = client.get_run(run_id).info.experiment_id
    same(client.create_model_version(name, f"runs:/{run_id}", run_id).run_id, run_id)
    for each in (run_id, new_version(name).run_id):
        contains(refused("INVALID_PARAMETER_VALUE", client.delete_run, each), name, "Delete the version first")
    contains(refused("INVALID_PARAMETER_VALUE", client.delete_experiment, experiment_id), name, run_id)
    client.delete_model_version(name, "1")
    client.delete_run(run_id)
    client.delete_experiment(experiment_id)


def a_version_is_a_run() -> None:
    name, client = new_model(), MlflowClient()
    versions = [new_version(name), new_version(name)]
    for version in versions:
        client.log_metric(version.run_id, "accuracy", 0.5 + int(version.version) / 8, step=3)
    client.log_param(versions[1].run_id, "depth", 3)
    client.log_batch(versions[1].run_id, [Metric("loss", 0.5, 1, 1)], [Param("rate", "0.1")], [RunTag("a", "b")])
    client.set_tag(versions[1].run_id, "team", "vision")
    client.log_text(versions[1].run_id, "größer", "sub/a.txt")
    run = client.get_run(versions[1].run_id)
    same((run.data.metrics, run.data.params), ({"accuracy": 0.75, "loss": 0.5}, {"depth": "3", "rate": "0.1"}))
    same((run.data.tags["team"], run.data.tags["a"], run.info.run_name), ("vision", "b", "1.0.1"))
    same([each.path for each in client.list_artifacts(run.info.run_id, "sub")], ["sub/a.txt"])
    found = client.search_runs([run.info.experiment_id], "metrics.accuracy > 0.7")
    same([each.info.run_id for each in found], [run.info.run_id])
    same(len(client.search_runs([run.info.experiment_id])), 2)


def model_versions_are_searched() -> None:
    name, other, run_id = new_model(), new_model(), new_run()
    for each in (name, other, name):
        new_version(each)
    MlflowClient().create_model_version(name, f"runs:/{run_id}", run_id)
    same(_found(f"name = '{name}'"), {(name, "1"), (name, "2"), (name, "3")})
    same(_found(f"run_id = '{run_id}'"), {(name, "3")})
    same(_found(f"name = '{new_name('model')}'"), set())
    refused("INVALID_PARAMETER_VALUE", MlflowClient().search_model_versions, "colour = 'red'")


def model_versions_are_searched_in_order_and_pages() -> None:
    need(MlflowClient, "set_registered_model_alias")  # which is younger than the arguments
    name, client = new_model(), MlflowClient()
    for number in ("1.0.0", "3.0.0", "2.0.0", "0.1.0", "2.1.0"):
        new_version(name, number)
    pages: list[list[str]] = []
    token = None
    while token or not pages:
        page = client.search_model_versions(f"name = '{name}'", 2, ["version_number ASC"], token)
        pages.append([each.version for each in page])
        token = page.token
    same(pages, [["1", "2"], ["3", "4"], ["5"]])
    found = client.search_model_versions(f"name = '{name}' AND version_number > 3", order_by=["version_number DESC"])
    same([each.version for each in found], ["5", "4"])
    client.set_model_version_tag(name, "4", "team ü", "vision")
    same(_found(f"name = '{name}' AND tags.`team ü` = 'vision'"), {(name, "4")})


def _found(filter_string: str) -> set[tuple[str, str]]:
    return {(each.name, each.version) for each in MlflowClient().search_model_versions(filter_string)}


def _stages(name: str) -> dict[str, str]:
    return {each.version: each.current_stage for each in MlflowClient().search_model_versions(f"name = '{name}'")}


def _is(version: Any, semantic_version: str) -> None:
    """Expect a version to have a number; 1.x clients do not show it, but the server knows it by that."""
    same(MlflowClient().get_model_version(version.name, semantic_version).version, version.version)
    same(list(getattr(version, "aliases", [semantic_version])), [semantic_version])
