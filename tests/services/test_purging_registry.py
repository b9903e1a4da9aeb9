"""Purging registered models and model versions, and what a version keeps from going."""

import asyncio

import pytest

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, OwnerKind
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.tag import Tag
from modelstead.errors import NotFound
from modelstead.services import aliases, artifacts, model_versions, purging, registered_models, runs
from modelstead.services.purging import Purge, Purged
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import trashing


def purge(database: Database, *, days: int = 0) -> Purged:
    """Purge; first see that a dry run says the same."""
    before = clock.now_ms() - days * trashing.DAY_MS
    said = database.read_now(purging.due, before)
    purged = asyncio.run(Purge(database, before).run())
    assert purged == said
    return purged


def model(tx: Transaction, access: Access, name: str = "defects") -> None:
    registered_models.create(tx, access, name, tags=(Tag("team", "one"),))


def version(
    tx: Transaction, access: Access, *, run_id: str = "", source: str = "", name: str = "defects"
) -> ModelVersion:
    made = model_versions.create(tx, access, name, source=source, run_id=run_id, tags=(Tag("size", "small"),))
    aliases.put(tx, access, name, "champion", str(made.number))
    return made


def promoted(tx: Transaction, access: Access, run_id: str) -> ModelVersion:
    """Make a version of a run and all its files."""
    return version(tx, access, run_id=run_id, source=f"runs:/{run_id}/folder")


def files(tx: Transaction, access: Access, made: ModelVersion) -> list[str]:
    address = Address(OwnerKind.MODEL_VERSION, str(made.iid))
    return [entry.name for entry in artifacts.entries(tx, access, address)]


def test_a_version_goes_with_its_own_run_and_files(database: Database, access: Access) -> None:
    database.write_now(model, access)
    before = database.read_now(trashing.left)
    made = database.write_now(version, access)
    database.write_now(trashing.put_file, access, Address(OwnerKind.MODEL_VERSION, str(made.iid), "a"), b"a")
    database.write_now(model_versions.delete, access, "defects", "1")
    assert purge(database) == Purged(runs=1, model_versions=1, files=1)
    after = database.read_now(trashing.left)
    assert after == before | {"run_keys": after["run_keys"]}
    with pytest.raises(NotFound):
        database.write_now(model_versions.restore, access, "defects", 1)


def test_a_number_that_is_gone_is_not_given_again(database: Database, access: Access) -> None:
    database.write_now(model, access)
    database.write_now(version, access)
    database.write_now(model_versions.delete, access, "defects", "1")
    assert purge(database).model_versions == 1
    assert database.write_now(version, access).number == 2


def test_a_model_goes_with_its_versions_and_its_experiment(database: Database, access: Access) -> None:
    before = database.read_now(trashing.left)
    database.write_now(model, access)
    for _ in range(2):
        database.write_now(version, access)
    database.write_now(registered_models.delete, access, "defects")
    assert purge(database) == Purged(experiments=1, runs=2, registered_models=1, model_versions=2)
    assert database.read_now(trashing.left) == before
    with pytest.raises(NotFound):
        database.write_now(registered_models.restore, access, "defects")


def test_the_living_model_of_the_same_name_stays(database: Database, access: Access) -> None:
    database.write_now(model, access)
    database.write_now(version, access)
    database.write_now(registered_models.delete, access, "defects")
    database.write_now(model, access)
    made = database.write_now(version, access)
    assert purge(database) == Purged(experiments=1, runs=1, registered_models=1, model_versions=1)
    assert database.read_now(model_versions.get, access, "defects", "champion").id == made.id


def test_a_prompt_goes_too(database: Database, access: Access) -> None:
    before = database.read_now(trashing.left)
    database.write_now(registered_models.create, access, "ask", tags=(Tag("mlflow.prompt.is_prompt", "true"),))
    database.write_now(version, access, name="ask")
    database.write_now(registered_models.delete, access, "ask")
    assert purge(database) == Purged(registered_models=1, model_versions=1)
    assert database.read_now(trashing.left) == before


def test_younger_versions_and_models_stay(database: Database, access: Access) -> None:
    for name in ("defects", "other"):
        database.write_now(model, access, name)
        database.write_now(version, access, name=name)
    database.write_now(model_versions.delete, access, "defects", "1")
    database.write_now(registered_models.delete, access, "other")
    assert purge(database, days=1) == Purged()
    database.write_now(model_versions.restore, access, "defects", 1)
    database.write_now(registered_models.restore, access, "other")
    assert purge(database) == Purged()


def test_the_run_of_a_version_stays_until_the_version_goes(database: Database, access: Access) -> None:
    """Even a run that is in the trash, where it was put before the version was made of it."""
    database.write_now(model, access)
    run_id = database.write_now(trashing.full_run, access)
    made = database.write_now(promoted, access, run_id)
    database.write_now(put_run_in_trash, run_id)
    assert purge(database) == Purged()
    assert database.read_now(model_versions.get, access, "defects", "1").run_id == run_id
    database.write_now(model_versions.delete, access, "defects", "1")
    assert purge(database) == Purged(runs=1, model_versions=1, files=3)
    assert made.number == 1


def put_run_in_trash(tx: Transaction, run_id: str) -> None:
    tx.execute("UPDATE runs SET deleted_at = 1 WHERE run_id = ?", (run_id,))


def test_a_version_keeps_its_files_when_the_run_they_came_from_goes(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(trashing.full_run, access)
    made = database.write_now(version, access, source=f"runs:/{run_id}/folder")
    database.write_now(runs.delete, access, run_id)
    assert purge(database) == Purged(runs=1, files=2)
    assert database.read_now(files, access, made) == ["shared"]


def test_the_run_of_a_version_that_goes_stays_where_it_is(database: Database, access: Access) -> None:
    database.write_now(model, access)
    run_id = database.write_now(trashing.full_run, access)
    database.write_now(promoted, access, run_id)
    database.write_now(model_versions.delete, access, "defects", "1")
    assert purge(database) == Purged(model_versions=1, files=1)
    assert database.read_now(runs.get, access, run_id).params


def test_a_version_stays_while_another_promotes_its_own_run(database: Database, access: Access) -> None:
    """The files of that run are those of the version."""
    database.write_now(model, access)
    first = database.write_now(version, access)
    database.write_now(version, access, run_id=first.run_id)
    database.write_now(model_versions.delete, access, "defects", "1")
    assert purge(database) == Purged()
    database.write_now(model_versions.delete, access, "defects", "2")
    assert purge(database) == Purged(model_versions=1)
    database.write_now(runs.delete, access, first.run_id)
    assert purge(database) == Purged(runs=1, model_versions=1)
