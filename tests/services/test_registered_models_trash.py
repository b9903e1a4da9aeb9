"""Registered models in the trash: what goes there with them, what comes back, which names are free."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.experiment import LifecycleStage
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidState, NotFound
from modelstead.services import aliases, artifacts, experiments, model_versions, registered_models, runs
from modelstead.store.database import Database
from tests import factories
from tests.registering import Noted, address, audit_log, files, model, run_with_files, version, versions


def test_a_deleted_model_is_gone_with_its_versions_and_their_files(database: Database, access: Access) -> None:
    run_id = database.write_now(run_with_files, access, "a")
    database.write_now(model, access)
    made = database.write_now(version, access, run_id=run_id)
    database.write_now(registered_models.delete, access, "churn")
    for work, more in (
        (registered_models.get, ()),
        (model_versions.get, ("1",)),
        (model_versions.latest, ((),)),
        (registered_models.delete, ()),
        (model_versions.restore, (1,)),
    ):
        with pytest.raises(NotFound, match="Registered Model with name=churn not found"):
            database.write_now(work, access, "churn", *more)
    with pytest.raises(NotFound, match=r"There is no model version with the number 1"):
        database.read_now(artifacts.entries, access, address(made))


def test_its_experiment_and_runs_go_along_and_come_back(database: Database, access: Access) -> None:
    experiment_id = str(database.write_now(model, access).model.experiment_iid)
    made = database.write_now(version, access)
    loose = database.write_now(factories.run_id, access, experiment_id)
    database.write_now(runs.delete, access, loose)
    database.write_now(registered_models.delete, access, "churn")
    experiment = database.read_now(experiments.get, access, experiment_id)
    assert (experiment.name, experiment.lifecycle_stage) == (
        "[model]churn (deleted model 1)",
        LifecycleStage.DELETED,
    )
    assert database.read_now(runs.get, access, made.run_id).run.deleted_at is not None
    database.write_now(registered_models.restore, access, "churn")
    experiment = database.read_now(experiments.get, access, experiment_id)
    assert (experiment.name, experiment.lifecycle_stage) == ("[model]churn", LifecycleStage.ACTIVE)
    assert database.read_now(runs.get, access, made.run_id).run.deleted_at is None
    assert database.read_now(runs.get, access, loose).run.deleted_at is not None


def test_a_restored_model_is_as_it_was(database: Database, access: Access) -> None:
    run_id = database.write_now(run_with_files, access, "a", "b/c")
    database.write_now(model, access, tags=(Tag("k", "v"),), description="d")
    database.write_now(version, access, run_id=run_id)
    database.write_now(version, access)
    database.write_now(aliases.put, access, "churn", "champion", "1")
    database.write_now(model_versions.delete, access, "churn", "2")
    before = database.read_now(registered_models.get, access, "churn")
    database.write_now(registered_models.delete, access, "churn")
    after = database.write_now(registered_models.restore, access, "churn")
    assert after.tags == before.tags
    assert (after.aliases, after.latest_versions) == (before.aliases, before.latest_versions)
    assert database.read_now(files, after.latest_versions[0]) == {"a", "b/c"}
    assert database.write_now(model_versions.restore, access, "churn", 2).number == 2
    assert database.write_now(version, access).number == 3


def test_both_are_noted(database: Database, access: Access) -> None:
    database.write_now(model, access)
    database.write_now(registered_models.delete, access, "churn")
    database.write_now(registered_models.restore, access, "churn")
    assert database.read_now(audit_log, access) == [
        Noted("registered_model.delete", "churn", {}),
        Noted("registered_model.restore", "churn", {}),
    ]


def test_a_deleted_models_name_is_free_and_a_new_one_counts_from_1(database: Database, access: Access) -> None:
    for _ in range(3):
        made = database.write_now(versions, access, "", "")
        assert [(each.number, each.semantic_version) for each in made] == [(1, "1.0.0"), (2, "1.0.1")]
        database.write_now(registered_models.delete, access, "churn")


def test_the_one_deleted_last_is_restored_if_the_name_is_free(database: Database, access: Access) -> None:
    iids = []
    for _ in range(2):
        iids.append(database.write_now(model, access).model.iid)
        database.write_now(registered_models.delete, access, "churn")
    assert database.write_now(registered_models.restore, access, "churn").model.iid == iids[1]
    with pytest.raises(AlreadyExists, match=r"^Registered Model \(name=churn\) already exists"):
        database.write_now(registered_models.restore, access, "churn")
    database.write_now(registered_models.rename, access, "churn", "loss")
    assert database.write_now(registered_models.restore, access, "churn").model.iid == iids[0]


@pytest.mark.parametrize("taken", ["churn", "[model]churn"])
def test_a_model_is_not_restored_beside_an_experiment_of_its_name(
    database: Database, access: Access, taken: str
) -> None:
    database.write_now(model, access)
    database.write_now(registered_models.delete, access, "churn")
    experiment_id = database.write_now(factories.experiment, access, taken)
    with pytest.raises(AlreadyExists, match="experiment"):
        database.write_now(registered_models.restore, access, "churn")
    database.write_now(experiments.rename, access, experiment_id, "another")
    assert database.write_now(registered_models.restore, access, "churn").model.experiment_iid == 1


def test_a_run_that_another_models_version_has_stays_in_use(database: Database, access: Access) -> None:
    [made] = database.write_now(versions, access, "")
    database.write_now(model, access, "copy")
    database.write_now(version, access, "copy", run_id=made.run_id)
    database.write_now(registered_models.delete, access, "churn")
    assert database.read_now(runs.get, access, made.run_id).run.deleted_at is None
    database.write_now(registered_models.delete, access, "copy")
    database.write_now(registered_models.restore, access, "churn")
    assert database.read_now(runs.get, access, made.run_id).run.deleted_at is None


def test_nothing_in_the_trash_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(model, access)
    database.write_now(model, elsewhere)
    database.write_now(registered_models.delete, elsewhere, "churn")
    for name in ("churn", "other"):
        with pytest.raises(NotFound, match=f"There is no Registered Model with name={name} in the trash"):
            database.write_now(registered_models.restore, access, name)


def test_a_prompt_goes_and_comes_back(database: Database, access: Access) -> None:
    database.write_now(model, access, "greeting", tags=(Tag(IS_PROMPT, "true"),))
    database.write_now(version, access, "greeting")
    database.write_now(registered_models.delete, access, "greeting")
    assert database.write_now(registered_models.restore, access, "greeting").latest_versions[0].number == 1


def test_the_experiment_of_a_model_is_renamed_deleted_and_restored_with_it_alone(
    database: Database, access: Access
) -> None:
    experiment_id = str(database.write_now(model, access).model.experiment_iid)
    for work, more, verb in ((experiments.rename, ("new",), "rename"), (experiments.delete, (), "delete")):
        with pytest.raises(InvalidState, match=f"^Cannot {verb} an experiment associated to a model") as caught:
            database.write_now(work, access, experiment_id, *more)
        assert "the registered model 'churn'" in str(caught.value)
        assert str(caught.value).endswith(f"{verb.capitalize()} the model, and its experiment goes with it.")
    database.write_now(registered_models.delete, access, "churn")
    with pytest.raises(InvalidState, match=r"^Cannot restore an experiment associated to a model"):
        database.write_now(experiments.restore, access, experiment_id)
    with pytest.raises(InvalidState, match="Cannot rename a non-active experiment"):
        database.write_now(experiments.rename, access, experiment_id, "new")
    database.write_now(experiments.delete, access, experiment_id)
    assert database.write_now(registered_models.restore, access, "churn").model.name == "churn"
