"""Model versions: created with a number, a semantic version and a run, found, described, tagged."""

from typing import Any

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.model_version import BUMP_TAG, NO_FILES, VERSION_TAG, Stage
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.run import RunStatus
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import experiments, logged_models, model_versions, registered_models, runs
from modelstead.store.database import Database
from tests import factories
from tests.registering import again, files, model, run_with_files, version


def test_a_version_keeps_what_was_given(database: Database, access: Access) -> None:
    database.write_now(model, access)
    tags = (Tag("b", "1"), Tag("a", "2"), Tag("b", "3"))
    made = database.write_now(
        version, access, source="s3://bucket/key", description="# text", run_link="https://x/y", tags=tags
    )
    assert (made.name, made.number, made.semantic_version, made.iid) == ("churn", 1, "1.0.0", 1)
    assert (made.source, made.run_link, made.description) == ("s3://bucket/key", "https://x/y", "# text")
    assert (made.user, made.stage, made.aliases, made.logged_model_id) == (access.actor.username, Stage.NONE, (), None)
    assert made.tags == (Tag("a", "2"), Tag("b", "3"))
    assert made.files_sha256 == NO_FILES
    assert made.created_at == made.updated_at > 1_700_000_000_000
    assert database.read_now(model_versions.get, access, "churn", "1") == made


def test_a_version_without_a_run_gets_one_that_is_finished(database: Database, access: Access) -> None:
    experiment_iid = database.write_now(model, access).model.experiment_iid
    made = database.write_now(version, access, semantic="2.1.0")
    run = database.read_now(runs.get, access, made.run_id).run
    assert (run.name, run.experiment_iid, run.status, run.version_id) == (
        "2.1.0",
        experiment_iid,
        RunStatus.FINISHED,
        made.id,
    )
    assert run.end_time == run.start_time


def test_a_version_of_a_run_is_that_run(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(run_with_files, access, "model/a", "b")
    made = database.write_now(version, access, run_id=run_id)
    assert made.run_id == run_id
    assert database.read_now(files, made) == {"model/a", "b"}
    run = database.read_now(runs.get, access, run_id).run
    assert (run.version_id, run.status) == (None, RunStatus.RUNNING)
    assert database.write_now(version, access, run_id=run_id).run_id == run_id


def test_a_version_of_a_logged_model_has_its_files_and_the_model_knows(database: Database, access: Access) -> None:
    database.write_now(model, access)
    made = database.write_now(logged_models.create, access, "0", name="tree").model
    found = database.write_now(version, access, model_id=made.model_id)
    assert found.logged_model_id == made.model_id
    registrations = database.read_now(logged_models.get, access, made.model_id).registrations
    assert [(each.name, each.number) for each in registrations] == [("churn", 1)]


def test_the_version_of_a_prompt_has_no_run(database: Database, access: Access) -> None:
    database.write_now(model, access, "greeting", tags=(Tag(IS_PROMPT, "true"),))
    made = database.write_now(version, access, "greeting", source="dummy-source")
    assert (made.run_id, made.is_prompt, made.number) == ("", True, 1)


def test_numbers_count_in_their_model_and_iids_in_the_project(
    database: Database, access: Access, elsewhere: Access
) -> None:
    for name in ("a", "b"):
        database.write_now(model, access, name)
    database.write_now(model, elsewhere, "a")
    made = [database.write_now(version, whose, name) for whose, name in ((access, "a"), (access, "b"), (access, "a"))]
    made.append(database.write_now(version, elsewhere, "a"))
    assert [(each.number, each.iid) for each in made] == [(1, 1), (1, 2), (2, 3), (1, 1)]


def test_a_new_version_changes_when_the_model_was_updated(database: Database, access: Access) -> None:
    before = database.write_now(model, access).model
    made = database.write_now(version, access)
    assert database.read_now(registered_models.get, access, "churn").model.updated_at == made.created_at
    assert made.created_at >= before.updated_at


def test_what_is_not_there_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    for whose in (access, elsewhere):
        database.write_now(model, whose)
    database.write_now(version, elsewhere)
    for work, more in (
        (model_versions.get, ()),
        (model_versions.describe, ("text",)),
        (model_versions.delete, ()),
        (model_versions.download_uri, ()),
        (model_versions.set_tag, (Tag("k", "v"),)),
        (model_versions.delete_tag, ("k",)),
    ):
        with pytest.raises(NotFound, match=r"^Model Version \(name=churn, version=1\) not found"):
            database.write_now(work, access, "churn", "1", *more)
        with pytest.raises(NotFound, match="Registered Model with name=other not found"):
            database.write_now(work, access, "other", "1", *more)
    with pytest.raises(NotFound, match="Registered Model with name=other not found"):
        database.write_now(version, access, "other")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"source": "x" * 2_001}, "'source' exceeds the maximum length of 2000"),
        ({"run_link": "x" * 2_001}, "'run_link' exceeds the maximum length of 2000"),
        ({"description": "x" * 100_001}, "'description' exceeds the maximum length of 100000"),
        ({"tags": [Tag("k", "v" * 100_001)]}, r"'tags\[0\].value' exceeds"),
        ({"tags": [Tag("k", "v")] * 1_001}, "'tags' has at most 1000"),
        ({"tags": [Tag(VERSION_TAG, "1.2")]}, r"'1.2' for 'gitlab.version': use a semantic version"),
        ({"tags": [Tag(VERSION_TAG, "")]}, "'' for 'gitlab.version'"),
        ({"tags": [Tag(BUMP_TAG, "Major")]}, "'Major' for the tag 'modelstead.bump': use major, minor, patch"),
    ],
)
def test_a_refused_version_leaves_nothing(
    database: Database, access: Access, fields: dict[str, Any], message: str
) -> None:
    experiment_iid = database.write_now(model, access).model.experiment_iid
    with pytest.raises(InvalidParameter, match=message):
        database.write_now(version, access, **fields)
    made = database.write_now(version, access)
    assert (made.number, made.iid, made.semantic_version) == (1, 1, "1.0.0")
    assert database.read_now(runs.get, access, made.run_id).run.iid == 1
    assert database.read_now(experiments.get, access, str(experiment_iid)).iid == experiment_iid


def test_a_description_changes_when_there_is_one(database: Database, access: Access) -> None:
    database.write_now(model, access)
    made = database.write_now(version, access, description="old")
    assert database.write_now(model_versions.describe, access, "churn", "1", None) == made
    assert database.write_now(model_versions.describe, access, "churn", "latest", "new").description == "new"
    assert database.write_now(model_versions.describe, access, "churn", "1.0.0", "").description == ""
    with pytest.raises(InvalidParameter, match="'description' exceeds"):
        database.write_now(
            model_versions.describe, access, "churn", "1", "x" * (limits.REGISTRY_DESCRIPTION_LENGTH + 1)
        )


def test_tags_overwrite_and_go_and_may_be_gone_already(database: Database, access: Access) -> None:
    database.write_now(model, access)
    made = database.write_now(version, access, tags=(Tag("a/b", "1"),))
    database.write_now(model_versions.set_tag, access, "churn", "1", Tag("a/b", "2"))
    database.write_now(model_versions.set_tag, access, "churn", "1.0.0", Tag("k", ""))
    assert database.read_now(again, made).tags == (Tag("a/b", "2"), Tag("k", ""))
    for _ in range(2):
        database.write_now(model_versions.delete_tag, access, "churn", "latest", "a/b")
    assert database.read_now(again, made).tags == (Tag("k", ""),)


def test_the_tag_of_its_number_changes_nothing_once_it_is_made(database: Database, access: Access) -> None:
    database.write_now(model, access)
    made = database.write_now(version, access, semantic="1.2.0")
    for value in ("9.9.9", "nonsense"):
        database.write_now(model_versions.set_tag, access, "churn", "1", Tag(VERSION_TAG, value))
    assert database.read_now(again, made).semantic_version == "1.2.0"


@pytest.mark.parametrize("source", ["s3://bucket/key", "file:///srv/model", "https://host/model", "dbfs:/model"])
def test_a_version_without_files_here_is_where_its_source_says(database: Database, access: Access, source: str) -> None:
    database.write_now(model, access)
    database.write_now(version, access, source=source)
    assert database.read_now(model_versions.download_uri, access, "churn", "1") == source


@pytest.mark.parametrize("source", ["", "dummy-source", "/srv/model", "C:\\model", "runs:/RUN", "runs:/RUN/nothing"])
def test_a_source_that_no_client_can_open_leads_here(database: Database, access: Access, source: str) -> None:
    database.write_now(model, access)
    run_id = database.write_now(factories.run_id, access)
    made = database.write_now(version, access, source=source.replace("RUN", run_id))
    here = f"mlflow-artifacts:/versions/{made.iid}/artifacts"
    assert database.read_now(model_versions.download_uri, access, "churn", "1") == here


def test_files_that_are_here_are_had_here(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(run_with_files, access, "a")
    made = database.write_now(version, access, source=f"runs:/{run_id}")
    here = f"mlflow-artifacts:/versions/{made.iid}/artifacts"
    assert database.read_now(model_versions.download_uri, access, "churn", "1") == here
