"""Purging what is chosen: that goes with all that is in it, and nothing that is not chosen."""

import asyncio

import pytest

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.trashed import Kind, Reference, references
from modelstead.services import experiments, logged_models, model_versions, purging, registered_models, runs, trash
from modelstead.services.purging import Purge, Purged
from modelstead.services.trash import TrashList, Wanted
from modelstead.services.trash_purging import plan
from modelstead.store import trash_chosen
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories, registering, trashing


def find(database: Database, access: Access, *names: str) -> list[Reference]:
    """Return what is in the trash under some names, in their order."""
    found: TrashList = database.read_now(trash.page, access, Wanted())
    by_name = {line.name: line.reference for line in found.lines}
    texts = [by_name[name] for name in names if name in by_name]
    return references(texts) if texts else []


def purge(database: Database, access: Access, *names: str, things: list[Reference] | None = None) -> Purged:
    """Purge things by their names; first see that what is said before is what is done."""
    things = find(database, access, *names) if things is None else things
    before, project_id = clock.now_ms(), access.project.id
    chosen = database.read_now(trash_chosen.choose, project_id, things)
    said = database.read_now(purging.due, before, project_id, chosen)
    purged = asyncio.run(Purge(database, before, project_id=project_id, chosen=chosen).run())
    assert purged == said
    return purged


def kept(database: Database, access: Access, *names: str) -> list[tuple[str, str]]:
    found = database.read_now(plan, access, find(database, access, *names), clock.now_ms())
    return [(each.line.name, each.reason) for each in found.kept]


def named_run(tx: Transaction, access: Access, name: str, experiment_id: str = "0") -> str:
    made = factories.run(tx, access, experiment_id, name=name).run.run_id
    trashing.put_file(tx, access, Address.of_run(made, "a"), name.encode())
    return made


def test_only_chosen_runs_go(database: Database, access: Access) -> None:
    for name in ("one", "two", "three"):
        database.write_now(runs.delete, access, database.write_now(named_run, access, name))
    assert purge(database, access, "one", "three") == Purged(runs=2, files=2)
    assert len(find(database, access, "one", "two", "three")) == 1


def test_an_experiment_goes_with_its_runs_and_models_and_others_stay(database: Database, access: Access) -> None:
    for name in ("one", "two"):
        made = database.write_now(factories.experiment, access, name)
        database.write_now(trashing.full_run, access, made)
        database.write_now(trashing.full_model, access, made)
        database.write_now(experiments.delete, access, made)
    assert purge(database, access, "one") == Purged(experiments=1, runs=1, logged_models=1, files=3)
    assert len(find(database, access, "two")) == 1


def test_a_model_goes_with_its_versions_their_runs_and_its_experiment(database: Database, access: Access) -> None:
    for name in ("one", "two"):
        database.write_now(registering.versions, access, "1.0.0", "1.1.0", name=name)
        database.write_now(registered_models.delete, access, name)
    purged = purge(database, access, "one")
    assert (purged.registered_models, purged.model_versions, purged.runs, purged.experiments) == (1, 2, 2, 1)
    assert len(find(database, access, "two")) == 1


def test_a_version_goes_alone(database: Database, access: Access) -> None:
    database.write_now(registering.versions, access, "1.0.0", "1.1.0")
    for number in ("1", "2"):
        database.write_now(model_versions.delete, access, "churn", number)
    assert purge(database, access, "churn 1.0.0") == Purged(model_versions=1, runs=1)
    assert len(find(database, access, "churn 1.0.0", "churn 1.1.0")) == 1


def test_a_run_that_a_version_in_the_trash_is_made_of_stays_unless_that_goes_too(
    database: Database, access: Access
) -> None:
    def work(tx: Transaction) -> None:
        registering.model(tx, access)
        run_id = named_run(tx, access, "source")
        registering.version(tx, access, semantic="1.0.0", run_id=run_id)
        model_versions.delete(tx, access, "churn", "1")
        run = runs.find(tx, access, run_id)
        if run.deleted_at is None:
            runs.delete(tx, access, run_id)

    database.write_now(work)
    assert purge(database, access, "source") == Purged()
    assert kept(database, access, "source") == [
        ("source", "The version churn 1.0.0 is made of it. Purge that version with it.")
    ]
    assert kept(database, access, "source", "churn 1.0.0") == []
    assert purge(database, access, "source", "churn 1.0.0") == Purged(runs=1, model_versions=1, files=2)


def test_a_version_stays_for_one_in_the_trash_that_is_made_of_its_run(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        first, *_ = registering.versions(tx, access, "1.0.0")
        registering.version(tx, access, semantic="2.0.0", run_id=first.run_id)
        for number in ("1", "2"):
            model_versions.delete(tx, access, "churn", number)
        runs.delete(tx, access, first.run_id)

    database.write_now(work)
    [(name, reason)] = kept(database, access, "churn 1.0.0")
    assert (name, "another version is made of it" in reason) == ("churn 1.0.0", True)
    assert purge(database, access, "churn 1.0.0") == Purged()
    assert purge(database, access, "churn 1.0.0", "churn 2.0.0").model_versions == 2


def test_an_experiment_stays_for_a_run_that_was_restored_and_the_page_says_so(
    database: Database, access: Access
) -> None:
    made = database.write_now(factories.experiment, access, "old")
    restored, _ = (database.write_now(trashing.full_run, access, made) for _ in range(2))
    database.write_now(experiments.delete, access, made)
    database.write_now(runs.restore, access, restored)
    [(name, reason)] = kept(database, access, "old")
    assert (name, "in use" in reason) == ("old", True)
    assert purge(database, access, "old") == Purged(runs=1, files=2)


def test_the_experiment_of_every_project_stays(database: Database, access: Access) -> None:
    database.write_now(trashing.full_run, access)
    database.write_now(experiments.delete, access, "0")
    [(_, reason)] = kept(database, access, "Default")
    assert "Every project keeps" in reason
    assert purge(database, access, "Default") == Purged(runs=1, files=2)


def test_what_is_not_in_the_trash_stays(database: Database, access: Access) -> None:
    run_id = database.write_now(named_run, access, "living")
    database.write_now(registering.versions, access, "1.0.0")
    everything = [Reference(kind, row) for kind in Kind for row in range(1, 10)]
    stored = database.read_now(trashing.everything)
    assert purge(database, access, things=everything) == Purged()
    assert database.read_now(trashing.everything) == stored
    assert database.read_now(runs.get, access, run_id).run.name == "living"


def test_rows_of_other_projects_are_out_of_reach(database: Database, access: Access, elsewhere: Access) -> None:
    def work(tx: Transaction) -> None:
        runs.delete(tx, elsewhere, named_run(tx, elsewhere, "run"))
        old = factories.experiment(tx, elsewhere, "experiment")
        named_run(tx, elsewhere, "inside", old)
        experiments.delete(tx, elsewhere, old)
        registering.versions(tx, elsewhere, "1.0.0", name="model")
        registered_models.delete(tx, elsewhere, "model")
        registering.versions(tx, elsewhere, "1.0.0")
        model_versions.delete(tx, elsewhere, "churn", "1")
        logged_models.delete(tx, elsewhere, trashing.full_model(tx, elsewhere))

    database.write_now(work)
    foreign = find(database, elsewhere, "run", "experiment", "model", "churn 1.0.0", "forest")
    assert len(foreign) == 5
    stored = database.read_now(trashing.everything)
    assert purge(database, access, things=foreign) == Purged()
    assert database.read_now(trashing.everything) == stored


def test_rows_are_chosen_in_a_project(database: Database) -> None:
    with pytest.raises(ValueError, match="in one project"):
        Purge(database, 0, chosen=trash_chosen.Chosen(runs=(1,)))
