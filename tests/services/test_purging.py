"""Purging experiments, runs and logged models: what was in the trash for long enough goes, and nothing else."""

import asyncio

import pytest

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.star import Starred
from modelstead.domain.tag import Tag
from modelstead.errors import NotFound
from modelstead.services import experiments, logged_models, purging, runs, saved_views
from modelstead.services.purging import Purge, Purged
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories, trashing

DAYS = 30


def purge(database: Database, *, days: int = DAYS, project_id: int | None = None) -> Purged:
    """Purge; first see that a dry run, which changes nothing, says the same."""
    before = clock.now_ms() - days * trashing.DAY_MS
    stored = database.read_now(trashing.everything)
    said = database.read_now(purging.due, before, project_id)
    assert database.read_now(trashing.everything) == stored
    heard: list[int] = []
    purged = asyncio.run(Purge(database, before, project_id=project_id, gone=heard.append).run())
    assert purged == said
    assert sum(heard) == purged.things
    return purged


def full_experiment(tx: Transaction, access: Access, name: str = "old") -> str:
    """Create an experiment with a run, and a logged model that the run has measured."""
    made = factories.experiment(tx, access, name, Tag("team", "one"))
    saved_views.save(tx, access, made, "mine", "?q=1")
    trashing.star(tx, access, Starred.EXPERIMENT, "experiments", name)
    trashing.full_run(tx, access, made, model=trashing.full_model(tx, access, made))
    return made


def test_an_experiment_goes_with_all_that_is_in_it(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(full_experiment, elsewhere)
    before = database.read_now(trashing.left)
    experiment_id = database.write_now(full_experiment, access)
    database.write_now(experiments.delete, access, experiment_id)
    database.write_now(trashing.age, DAYS + 1)
    assert purge(database) == Purged(experiments=1, runs=1, logged_models=1, files=3)
    assert database.read_now(trashing.left) == before
    with pytest.raises(NotFound):
        database.write_now(experiments.restore, access, experiment_id)


def test_its_name_is_free_again(database: Database, access: Access) -> None:
    database.write_now(experiments.delete, access, database.write_now(full_experiment, access))
    purge(database, days=0)
    assert database.write_now(factories.experiment, access, "old") == "2"


def test_a_run_goes_and_its_experiment_stays(database: Database, access: Access) -> None:
    kept, gone = (database.write_now(trashing.full_run, access) for _ in range(2))
    database.write_now(runs.delete, access, gone)
    database.write_now(trashing.age, DAYS + 1)
    record = database.read_now(runs.get, access, kept)
    assert purge(database) == Purged(runs=1, files=2)
    assert database.read_now(runs.get, access, kept) == record
    with pytest.raises(NotFound):
        database.read_now(runs.get, access, gone)


def test_a_logged_model_goes_and_the_run_that_measured_it_stays(database: Database, access: Access) -> None:
    model = database.write_now(trashing.full_model, access)
    run_id = database.write_now(trashing.full_run, access, model=model)
    database.write_now(logged_models.delete, access, model)
    assert purge(database, days=0) == Purged(logged_models=1, files=1)
    assert database.read_now(runs.get, access, run_id).metrics
    assert not {"logged_model_metrics", "logged_model_tags"} & database.read_now(trashing.left).keys()


def test_what_a_run_logged_for_a_living_model_goes_with_the_run(database: Database, access: Access) -> None:
    """Else a later run might be taken for the one that logged it."""
    model = database.write_now(trashing.full_model, access)
    gone = database.write_now(trashing.full_run, access, model=model)
    database.write_now(runs.delete, access, gone)
    assert purge(database, days=0).runs == 1
    database.write_now(trashing.full_run, access)
    assert database.read_now(logged_models.get, access, model).metrics == ()


def test_younger_things_stay_until_they_are_old(database: Database, access: Access) -> None:
    database.write_now(experiments.delete, access, database.write_now(full_experiment, access))
    database.write_now(trashing.age, DAYS - 1)
    assert purge(database) == Purged()
    database.write_now(trashing.age, 1)
    assert purge(database).things == 3


def test_an_experiment_stays_for_a_run_that_stays(database: Database, access: Access) -> None:
    experiment_id = database.write_now(full_experiment, access)
    restored = database.write_now(trashing.full_run, access, experiment_id)
    database.write_now(experiments.delete, access, experiment_id)
    database.write_now(runs.restore, access, restored)
    database.write_now(trashing.age, DAYS + 1)
    assert purge(database) == Purged(runs=1, files=2)
    assert database.read_now(runs.get, access, restored).metrics
    database.write_now(runs.delete, access, restored)
    assert purge(database, days=0) == Purged(experiments=1, runs=1, logged_models=1, files=3)


def test_an_experiment_stays_for_a_logged_model_that_is_younger(database: Database, access: Access) -> None:
    experiment_id = database.write_now(factories.experiment, access, "old")
    model = database.write_now(trashing.full_model, access, experiment_id)
    database.write_now(experiments.delete, access, experiment_id)
    database.write_now(trashing.age, DAYS + 1)
    database.write_now(logged_models.delete, access, model)
    assert purge(database) == Purged()
    assert purge(database, days=0) == Purged(experiments=1, logged_models=1, files=1)


def test_the_experiment_of_every_project_stays_empty(database: Database, access: Access) -> None:
    database.write_now(trashing.full_run, access)
    database.write_now(experiments.delete, access, "0")
    assert purge(database, days=0) == Purged(runs=1, files=2)
    database.write_now(experiments.restore, access, "0")
    assert database.write_now(factories.run_id, access)


def test_other_projects_are_left_alone_when_one_is_named(database: Database, access: Access, elsewhere: Access) -> None:
    for each in (access, elsewhere):
        database.write_now(experiments.delete, each, database.write_now(full_experiment, each))
    assert purge(database, days=0, project_id=access.project.id).things == 3
    assert purge(database, days=0, project_id=access.project.id) == Purged()
    database.write_now(experiments.restore, elsewhere, "1")
    assert database.read_now(experiments.get, elsewhere, "1").tags == (Tag("team", "one"),)


def test_again_there_is_nothing_to_do(database: Database, access: Access) -> None:
    database.write_now(experiments.delete, access, database.write_now(full_experiment, access))
    assert purge(database, days=0).things == 3
    assert purge(database, days=0) == Purged()


def test_a_new_run_has_nothing_of_one_that_is_gone(database: Database, access: Access) -> None:
    """SQLite may give it the same row."""
    gone = database.write_now(trashing.full_run, access)
    database.write_now(runs.delete, access, gone)
    purge(database, days=0)
    record = database.read_now(runs.get, access, database.write_now(factories.run_id, access))
    assert (record.metrics, record.params, record.datasets, record.model_inputs) == ((), (), (), ())
    assert [tag.key for tag in record.tags] == ["mlflow.runName"]
