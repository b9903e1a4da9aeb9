"""Registered models: created with their experiments, found, described, renamed, tagged."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound
from modelstead.services import experiments, project_changes, registered_models
from modelstead.services.project_changes import ProjectChanges
from modelstead.store.database import Database
from tests import factories
from tests.registering import Noted, audit_log, model, version

PROMPT = Tag(IS_PROMPT, "true")


def test_a_model_is_created_with_its_experiment(database: Database, access: Access) -> None:
    tags = (Tag("b", "1"), Tag("a", "2"), Tag("b", "3"))
    made = database.write_now(model, access, "churn", description="# text", tags=tags)
    assert (made.model.name, made.model.description, made.model.user) == ("churn", "# text", access.actor.username)
    assert (made.tags, made.aliases, made.latest_versions) == ((Tag("a", "2"), Tag("b", "3")), (), ())
    assert made.model.created_at == made.model.updated_at > 1_700_000_000_000
    assert database.read_now(registered_models.get, access, "churn") == made
    experiment = database.read_now(experiments.get_by_name, access, "[model]churn")
    assert made.model.experiment_iid == experiment.iid


def test_models_count_in_their_project(database: Database, access: Access, elsewhere: Access) -> None:
    iids = [database.write_now(model, access, name).model.iid for name in ("a", "b")]
    assert [*iids, database.write_now(model, elsewhere, "a").model.iid] == [1, 2, 1]


def test_a_prompt_has_no_experiment(database: Database, access: Access) -> None:
    made = database.write_now(model, access, "greeting", tags=(PROMPT,))
    assert (made.model.is_prompt, made.model.experiment_iid) == (True, None)
    with pytest.raises(NotFound):
        database.read_now(experiments.get_by_name, access, "[model]greeting")


def test_what_is_not_there_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(model, elsewhere, "churn")
    for work, more in (
        (registered_models.get, ()),
        (registered_models.describe, ("text",)),
        (registered_models.rename, ("new",)),
        (registered_models.delete, ()),
        (registered_models.set_tag, (Tag("k", "v"),)),
        (registered_models.delete_tag, ("k",)),
    ):
        with pytest.raises(NotFound) as caught:
            database.write_now(work, access, "churn", *more)
        assert str(caught.value) == "Registered Model with name=churn not found."


def test_a_taken_name_is_refused_and_uses_no_number_up(database: Database, access: Access) -> None:
    database.write_now(model, access, "churn")
    with pytest.raises(AlreadyExists) as caught:
        database.write_now(model, access, "churn")
    assert str(caught.value) == "Registered Model (name=churn) already exists."
    made = database.write_now(model, access, "next").model
    assert (made.iid, made.experiment_iid) == (2, 2)


@pytest.mark.parametrize("first", [(), (PROMPT,)])
def test_models_and_prompts_share_their_names(database: Database, access: Access, first: tuple[Tag, ...]) -> None:
    database.write_now(model, access, "one", tags=first)
    with pytest.raises(AlreadyExists, match=r"has that name\. Take another name"):
        database.write_now(model, access, "one", tags=() if first else (PROMPT,))
    if first:
        with pytest.raises(AlreadyExists, match=r"^Prompt \(name=one\) already exists"):
            database.write_now(model, access, "one", tags=first)


def test_the_name_of_an_experiment_is_taken_unless_the_project_shares_names(database: Database, access: Access) -> None:
    database.write_now(factories.experiment, access, "churn")
    with pytest.raises(AlreadyExists, match="modelstead project share-names"):
        database.write_now(model, access, "churn")
    with pytest.raises(NotFound, match="An experiment has the name 'churn'"):
        database.read_now(registered_models.get, access, "churn")
    database.write_now(model, access, "churn", tags=(PROMPT,))
    database.write_now(registered_models.delete, access, "churn")
    database.write_now(project_changes.update, access, ProjectChanges(shared_names=True))
    assert database.write_now(model, access, "churn").model.experiment_iid == 2


def test_the_name_of_the_models_own_experiment_must_be_free(database: Database, access: Access) -> None:
    database.write_now(factories.experiment, access, "[model]churn")
    with pytest.raises(AlreadyExists, match=r"there is an experiment named '\[model\]churn'"):
        database.write_now(model, access, "churn")
    database.write_now(model, access, "churn", tags=(PROMPT,))


def test_a_description_changes_when_there_is_one(database: Database, access: Access) -> None:
    made = database.write_now(model, access, "churn", description="old").model
    assert database.write_now(registered_models.describe, access, "churn", None).model == made
    assert database.write_now(registered_models.describe, access, "churn", "new").model.description == "new"
    assert database.write_now(registered_models.describe, access, "churn", "").model.description == ""
    with pytest.raises(InvalidParameter, match="'description' exceeds"):
        database.write_now(registered_models.describe, access, "churn", "x" * (limits.REGISTRY_DESCRIPTION_LENGTH + 1))


def test_renaming_renames_the_experiment_and_is_noted(database: Database, access: Access) -> None:
    before = database.write_now(model, access, "churn").model
    database.write_now(version, access, "churn")
    after = database.write_now(registered_models.rename, access, "churn", "loss")
    assert (after.model.id, after.model.name, after.latest_versions[0].name) == (before.id, "loss", "loss")
    assert database.read_now(experiments.get_by_name, access, "[model]loss").iid == before.experiment_iid
    assert database.read_now(audit_log, access) == [Noted("registered_model.rename", "churn", {"new_name": "loss"})]
    with pytest.raises(NotFound):
        database.read_now(registered_models.get, access, "churn")
    database.write_now(model, access, "churn")


def test_renaming_to_a_taken_name_is_refused_and_to_the_same_is_nothing(database: Database, access: Access) -> None:
    database.write_now(factories.experiment, access, "tests")
    for name in ("a", "b"):
        database.write_now(model, access, name)
    for taken in ("b", "tests"):
        with pytest.raises(AlreadyExists, match=rf"\(name={taken}\)"):
            database.write_now(registered_models.rename, access, "a", taken)
    before = database.read_now(registered_models.get, access, "a")
    assert database.write_now(registered_models.rename, access, "a", "a") == before
    assert database.read_now(audit_log, access) == []
    with pytest.raises(InvalidParameter, match="new_name"):
        database.write_now(registered_models.rename, access, "a", "a/b")


def test_a_prompt_is_renamed_without_an_experiment(database: Database, access: Access) -> None:
    database.write_now(model, access, "one", tags=(PROMPT,))
    database.write_now(factories.experiment, access, "two")
    assert database.write_now(registered_models.rename, access, "one", "two").model.is_prompt


def test_tags_overwrite_and_go_and_may_be_gone_already(database: Database, access: Access) -> None:
    database.write_now(model, access, "churn", tags=(Tag("a/b", "1"),))
    database.write_now(registered_models.set_tag, access, "churn", Tag("a/b", "2"))
    database.write_now(registered_models.set_tag, access, "churn", Tag("k", ""))
    assert database.read_now(registered_models.get, access, "churn").tags == (Tag("a/b", "2"), Tag("k", ""))
    for _ in range(2):
        database.write_now(registered_models.delete_tag, access, "churn", "a/b")
    assert database.read_now(registered_models.get, access, "churn").tags == (Tag("k", ""),)


def test_a_tag_set_later_makes_no_prompt_of_a_model(database: Database, access: Access) -> None:
    database.write_now(model, access, "churn")
    database.write_now(registered_models.set_tag, access, "churn", PROMPT)
    assert not database.read_now(registered_models.get, access, "churn").model.is_prompt
