"""Model versions in the trash: with their own runs, without aliases, never with a run that they promote."""

from collections.abc import Callable

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.errors import AlreadyExists, InvalidState, NotFound
from modelstead.services import aliases, artifacts, experiments, model_versions, registered_models, runs
from modelstead.store.database import Database
from tests import factories
from tests.registering import (
    NAME,
    Noted,
    address,
    audit_log,
    files,
    model,
    run_with_files,
    version,
    versions,
)
from tests.trashing import put_file


def is_deleted(database: Database, access: Access, run_id: str) -> bool:
    return database.read_now(runs.get, access, run_id).run.deleted_at is not None


@pytest.mark.parametrize("name", ["1", "1.0.0", "1.0", "latest", "champion"])
def test_a_version_is_deleted_by_any_of_its_names(database: Database, access: Access, name: str) -> None:
    [made] = database.write_now(versions, access, "")
    database.write_now(aliases.put, access, NAME, "champion", "1")
    database.write_now(model_versions.delete, access, NAME, name)
    for each in ("1", "1.0.0", "1.0", "latest", "champion"):
        with pytest.raises(NotFound, match="not found"):
            database.read_now(model_versions.get, access, NAME, each)
    assert database.read_now(model_versions.latest, access, NAME, ()) == []
    with pytest.raises(NotFound, match=r"There is no model version with the number 1"):
        database.read_now(artifacts.entries, access, address(made))


def test_its_own_run_goes_along_and_comes_back(database: Database, access: Access) -> None:
    [made] = database.write_now(versions, access, "")
    database.write_now(model_versions.delete, access, NAME, "1")
    assert is_deleted(database, access, made.run_id)
    back = database.write_now(model_versions.restore, access, NAME, 1)
    assert (back.id, back.run_id, back.deleted_at) == (made.id, made.run_id, None)
    assert not is_deleted(database, access, made.run_id)


def test_a_run_that_it_promotes_stays(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(run_with_files, access, "a")
    database.write_now(version, access, run_id=run_id)
    database.write_now(model_versions.delete, access, NAME, "1")
    assert not is_deleted(database, access, run_id)
    database.write_now(model_versions.restore, access, NAME, 1)
    assert not is_deleted(database, access, run_id)


def test_a_restored_version_has_its_files_and_no_aliases(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(run_with_files, access, "a", "b/c")
    before = database.write_now(version, access, run_id=run_id)
    database.write_now(aliases.put, access, NAME, "champion", "1")
    database.write_now(model_versions.delete, access, NAME, "1")
    after = database.write_now(model_versions.restore, access, NAME, 1)
    assert (after.files_sha256, after.semantic_version, after.aliases) == (before.files_sha256, "1.0.0", ())
    assert database.read_now(files, after) == {"a", "b/c"}


def test_both_are_noted(database: Database, access: Access) -> None:
    database.write_now(versions, access, "2.0.0-rc.1")
    database.write_now(model_versions.delete, access, NAME, "1")
    database.write_now(model_versions.restore, access, NAME, 1)
    assert database.read_now(audit_log, access) == [
        Noted("model_version.delete", "churn 2.0.0-rc.1", {}),
        Noted("model_version.restore", "churn 2.0.0-rc.1", {}),
    ]


def test_a_version_whose_semantic_version_is_taken_meanwhile_is_not_restored(
    database: Database, access: Access
) -> None:
    database.write_now(versions, access, "1.0.0")
    database.write_now(model_versions.delete, access, NAME, "1")
    database.write_now(version, access, semantic="1.0.0")
    with pytest.raises(AlreadyExists, match=r"taken, by the version 2\. Delete that one first"):
        database.write_now(model_versions.restore, access, NAME, 1)
    database.write_now(model_versions.delete, access, NAME, "2")
    assert database.write_now(model_versions.restore, access, NAME, 1).number == 1


@pytest.mark.parametrize("number", [1, 2, 2**63 - 1])
def test_nothing_in_the_trash_is_not_found(database: Database, access: Access, number: int) -> None:
    database.write_now(versions, access, "")
    with pytest.raises(NotFound, match=f"There is no Model Version .*version={number}.* in the trash"):
        database.write_now(model_versions.restore, access, NAME, number)


@pytest.mark.parametrize("whose", ["its own", "promoted"])
def test_the_run_of_a_version_is_not_deleted(database: Database, access: Access, whose: str) -> None:
    database.write_now(model, access)
    run_id = database.write_now(factories.run_id, access) if whose == "promoted" else ""
    made = database.write_now(version, access, run_id=run_id)
    with pytest.raises(InvalidState, match="Cannot delete a candidate associated to a model version") as caught:
        database.write_now(runs.delete, access, made.run_id)
    assert str(caught.value).endswith("of the version churn 1.0.0. Delete the version first.")
    database.write_now(model_versions.delete, access, NAME, "1")
    database.write_now(runs.delete, access, made.run_id)
    assert is_deleted(database, access, made.run_id)


def test_the_own_run_of_a_version_is_restored_with_it_alone(database: Database, access: Access) -> None:
    [made] = database.write_now(versions, access, "")
    database.write_now(model_versions.delete, access, NAME, "1")
    with pytest.raises(InvalidState, match=r"belongs to a model version in the trash. Restore the version"):
        database.write_now(runs.restore, access, made.run_id)
    database.write_now(registered_models.delete, access, NAME)
    with pytest.raises(InvalidState, match=r"belongs to a model version in the trash. Restore the version"):
        database.write_now(runs.restore, access, made.run_id)


def test_an_experiment_with_a_promoted_run_is_not_deleted(database: Database, access: Access) -> None:
    experiment_id = database.write_now(factories.experiment, access, "training")
    run_id = database.write_now(factories.run_id, access, experiment_id)
    database.write_now(model, access)
    database.write_now(version, access, run_id=run_id)
    with pytest.raises(InvalidState, match=f"churn 1.0.0 is the run {run_id}. Delete the version first"):
        database.write_now(experiments.delete, access, experiment_id)
    assert not is_deleted(database, access, run_id)
    database.write_now(model_versions.delete, access, NAME, "1")
    database.write_now(experiments.delete, access, experiment_id)
    assert is_deleted(database, access, run_id)


def test_an_own_run_that_another_version_promotes_stays_until_both_are_gone(database: Database, access: Access) -> None:
    [made] = database.write_now(versions, access, "")
    database.write_now(put_file, access, Address.of_run(made.run_id, "a"), b"x")
    database.write_now(model, access, "copy")
    other = database.write_now(version, access, "copy", source=f"models:/{NAME}/1", run_id=made.run_id)
    assert (other.run_id, database.read_now(files, other)) == (made.run_id, {"a"})
    database.write_now(model_versions.delete, access, NAME, "1")
    assert not is_deleted(database, access, made.run_id)
    with pytest.raises(InvalidState, match=r"the version copy 1.0.0"):
        database.write_now(runs.delete, access, made.run_id)
    database.write_now(model_versions.delete, access, "copy", "1")
    database.write_now(runs.delete, access, made.run_id)
    database.write_now(model_versions.restore, access, NAME, 1)
    assert not is_deleted(database, access, made.run_id)
    database.write_now(model_versions.delete, access, NAME, "1")
    assert is_deleted(database, access, made.run_id)


def test_a_version_outlives_the_files_of_its_run(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(run_with_files, access, "a")
    made = database.write_now(version, access, run_id=run_id)
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "a"))
    assert database.read_now(artifacts.find, access, address(made, "a")).size == 1


def test_the_files_of_a_version_in_the_trash_are_not_written(database: Database, access: Access) -> None:
    [made] = database.write_now(versions, access, "")
    by_run, by_version = Address.of_run(made.run_id, "a"), address(made, "a")
    database.write_now(put_file, access, by_run, b"x")
    database.write_now(model_versions.delete, access, NAME, "1")
    work: Callable[..., object]
    for work in (artifacts.check_new, artifacts.delete):
        with pytest.raises(InvalidState, match="must be in the 'active' state"):
            database.write_now(work, access, by_run)
        with pytest.raises(NotFound, match="There is no model version"):
            database.write_now(work, access, by_version)
    assert database.read_now(artifacts.find, access, by_run).size == 1
