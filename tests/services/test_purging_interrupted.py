"""Purging bit by bit: what is left half way is consistent, hidden from those who restore, and goes with the next."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.errors import NotFound
from modelstead.services import experiments, purging, runs
from modelstead.services.purging import Purge, Purged, Step
from modelstead.store import purging as rows
from modelstead.store import trash
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories, trashing

ALWAYS = 2**62


class Killed(Exception):
    """What ends a purge between two transactions."""


def purge(database: Database, gone: Callable[[int], object] = lambda _: None) -> Purged:
    return asyncio.run(Purge(database, ALWAYS, gone=gone).run())


def some(database: Database, noun: trash.Noun, ids: list[int], room: int) -> Step:
    models = database.read_now(rows.models_of_runs, ids)
    return database.write_now(purging.purge_some, noun, ids, ALWAYS, models, room)


def deleted(tx: Transaction, access: Access) -> str:
    """Put a run in the trash that has one of everything, and has measured a model that stays."""
    made = trashing.full_run(tx, access, model=trashing.full_model(tx, access))
    runs.delete(tx, access, made)
    return made


def deleted_experiment(tx: Transaction, access: Access, count: int) -> str:
    """Put an experiment in the trash that has so many runs."""
    made = factories.experiment(tx, access, "old")
    for number in range(count):
        run_id = factories.run_id(tx, access, made)
        factories.log_one(tx, factories.batch(access, run_id, metrics=(MetricPoint("loss", number, 1, 1),)))
    experiments.delete(tx, access, made)
    return made


@pytest.mark.parametrize("room", [1, 2, 5])
def test_a_run_may_go_in_any_number_of_transactions(database: Database, access: Access, room: int) -> None:
    run_id = database.write_now(deleted, access)
    (row,) = database.read_now(rows.due, trash.RUNS, ALWAYS, None, 0, 10)
    steps: list[Step] = []
    for _ in range(30):
        steps.append(some(database, trash.RUNS, [row], room))
        if steps[-1].done:
            break
        with pytest.raises(NotFound):
            database.write_now(runs.restore, access, run_id)
        assert database.read_now(rows.due, trash.RUNS, 0, None, 0, 10) == [row]
    assert [step.gone for step in steps] == [0] * (len(steps) - 1) + [1]
    assert sum(step.files for step in steps) == 2
    left = database.read_now(trashing.left)
    assert not {"runs", "params", "metric_points", "latest_metrics", "run_models", "logged_model_metrics"} & left.keys()
    assert left["artifacts"] == 1  # the model's


@pytest.mark.parametrize("room", [1, 3])
def test_an_experiment_may_go_in_any_number_of_transactions(database: Database, access: Access, room: int) -> None:
    before = database.read_now(trashing.left)
    database.write_now(deleted_experiment, access, 3)
    for noun in (trash.RUNS, trash.EXPERIMENTS):
        while ids := database.read_now(rows.due, noun, ALWAYS, None, 0, 10):
            some(database, noun, ids, room)
    assert database.read_now(trashing.left) == before


def test_what_was_killed_is_finished_by_the_next(database: Database, access: Access) -> None:
    before = database.read_now(trashing.left)
    database.write_now(deleted_experiment, access, 250)
    said = database.read_now(purging.due, ALWAYS)
    calls = itertools.count(1)

    def kill(_: int) -> None:
        if next(calls) == 2:
            raise Killed

    with pytest.raises(Killed):
        purge(database, kill)
    left = database.read_now(purging.due, ALWAYS)
    assert (left.runs, left.experiments) == (50, 1)
    assert said == Purged(experiments=1, runs=250)
    assert purge(database) == Purged(experiments=1, runs=50)
    assert database.read_now(trashing.left) == before
    assert purge(database) == Purged()


def test_what_is_restored_meanwhile_stays(database: Database, access: Access) -> None:
    kept = database.write_now(deleted, access)
    database.write_now(deleted, access)
    ids = database.read_now(rows.due, trash.RUNS, ALWAYS, None, 0, 10)
    database.write_now(runs.restore, access, kept)
    record = database.read_now(runs.get, access, kept)
    assert some(database, trash.RUNS, ids, 1_000) == Step(done=2, gone=1, files=2)
    assert database.read_now(runs.get, access, kept) == record


def test_an_experiment_that_has_got_something_meanwhile_stays(database: Database, access: Access) -> None:
    made = database.write_now(deleted_experiment, access, 1)
    ids = database.read_now(rows.due, trash.EXPERIMENTS, ALWAYS, None, 0, 10)
    assert some(database, trash.EXPERIMENTS, ids, 1_000) == Step(done=1, gone=0, files=0)
    database.write_now(experiments.restore, access, made)


def test_two_at_once_share_the_work(database: Database, access: Access) -> None:
    before = database.read_now(trashing.left)
    database.write_now(deleted_experiment, access, 120)

    async def both() -> Any:
        return await asyncio.gather(*(Purge(database, ALWAYS).run() for _ in range(2)))

    one, other = asyncio.run(both())
    assert (one.runs + other.runs, one.experiments + other.experiments) == (120, 1)
    assert database.read_now(trashing.left) == before
