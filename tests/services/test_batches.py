"""services.batches: which batches are stored, and what the others hear; on each engine."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.errors import Conflict, InvalidParameter, InvalidState, NotFound
from modelstead.services import batches, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.factories import batch

LOSS = MetricPoint("loss", 0.5, 1, 2)


def run_ids(database: Database, access: Access, count: int) -> list[str]:
    return [database.write_now(factories.run_id, access) for _ in range(count)]


def test_a_batch_is_found_in_its_run(database: Database, access: Access) -> None:
    (run,) = run_ids(database, access, 1)
    database.write_now(
        factories.log_one, batch(access, run, metrics=[LOSS], params=[Param("lr", "1")], tags=[Tag("a", "b")])
    )
    found = database.read_now(runs.get, access, run)
    assert found.metrics == (LOSS,)
    assert found.params == (Param("lr", "1"),)
    assert found.tags[0] == Tag("a", "b")


def test_no_batches_and_empty_batches_are_fine(database: Database, access: Access) -> None:
    (run,) = run_ids(database, access, 1)
    assert database.write_now(batches.log, []) == []
    assert database.write_now(batches.log, [batch(access, run)] * 3) == [None] * 3


def test_the_same_param_again_is_fine(database: Database, access: Access) -> None:
    (run,) = run_ids(database, access, 1)
    again = batch(access, run, params=[Param("lr", "0.1")])
    assert database.write_now(batches.log, [again, again]) == [None, None]
    assert database.write_now(batches.log, [again]) == [None]


def test_of_a_batch_that_changes_a_param_nothing_is_stored_and_of_the_others_all(
    database: Database, access: Access
) -> None:
    run, other = run_ids(database, access, 2)
    database.write_now(factories.log_one, batch(access, run, params=[Param("lr", "0.1")]))
    changing = [Param("new", "1"), Param("lr", "0.2")]
    outcomes = database.write_now(
        batches.log,
        [
            batch(access, run, metrics=[MetricPoint("before", 1, 0)], params=[Param("depth", "3")]),
            batch(access, run, metrics=[LOSS], params=changing, tags=[Tag("a", "b"), Tag("mlflow.runName", "x")]),
            batch(access, run, metrics=[MetricPoint("after", 1, 0)], params=[Param("depth", "4")]),
            batch(access, other, metrics=[LOSS], params=changing),
        ],
    )
    assert [type(each) for each in outcomes] == [type(None), InvalidParameter, InvalidParameter, type(None)]
    assert str(outcomes[1]).startswith("Changing param values is not allowed. Param with key='lr'")
    found = database.read_now(runs.get, access, run)
    assert [point.key for point in found.metrics] == ["before"]
    assert found.params == (Param("depth", "3"), Param("lr", "0.1"))
    assert [tag.key for tag in found.tags] == ["mlflow.runName"]
    assert found.run.name != "x"
    assert database.read_now(runs.get, access, other).metrics == (LOSS,)


def test_runs_that_cannot_be_logged_to_are_answered_each_in_its_way(
    database: Database, access: Access, elsewhere: Access
) -> None:
    run, trashed = run_ids(database, access, 2)
    (foreign,) = run_ids(database, elsewhere, 1)
    database.write_now(runs.delete, access, trashed)
    outcomes = database.write_now(
        batches.log, [batch(access, each, metrics=[LOSS]) for each in ("missing", trashed, foreign, run)]
    )
    assert [type(each) for each in outcomes] == [NotFound, InvalidState, NotFound, type(None)]
    assert [str(each) for each in outcomes[:3]] == [
        "Run with id=missing not found.",
        f"The run {trashed} must be in the 'active' state. Current state is deleted. Restore it first.",
        f"Run with id={foreign} not found.",
    ]
    assert database.read_now(runs.get, elsewhere, foreign).metrics == ()
    assert database.read_now(runs.get, access, trashed).metrics == ()
    assert database.read_now(runs.get, access, run).metrics == (LOSS,)


def test_one_batch_alone_raises_its_error(database: Database, access: Access) -> None:
    with pytest.raises(NotFound):
        database.write_now(factories.log_one, batch(access, "missing"))


def test_projects_may_be_logged_to_in_one_group(database: Database, access: Access, elsewhere: Access) -> None:
    (one,), (two,) = run_ids(database, access, 1), run_ids(database, elsewhere, 1)
    group = [batch(access, one, metrics=[LOSS]), batch(elsewhere, two, metrics=[LOSS, MetricPoint("own", 1, 1)])]
    assert database.write_now(batches.log, group) == [None, None]
    assert database.read_now(runs.get, access, one).metrics == (LOSS,)
    assert [point.key for point in database.read_now(runs.get, elsewhere, two).metrics] == ["loss", "own"]


def test_of_two_values_logged_at_once_one_is_stored(database: Database, access: Access) -> None:
    (run,) = run_ids(database, access, 1)
    start = threading.Barrier(4)

    def log(value: int) -> bool:
        start.wait()
        try:
            database.write_now(factories.log_one, batch(access, run, params=[Param("lr", str(value))]))
        except (InvalidParameter, Conflict):
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        stored = list(threads.map(log, range(4)))
    assert sorted(stored) == [False, False, False, True]
    assert database.read_now(runs.get, access, run).params == (Param("lr", str(stored.index(True))),)


def test_a_value_logged_while_another_is_not_committed_yet_is_refused(database: Database, access: Access) -> None:
    (run,) = run_ids(database, access, 1)
    first, second = (batch(access, run, params=[Param("lr", value)]) for value in "12")
    with ThreadPoolExecutor(1) as threads:

        def log_and_linger(tx: Transaction) -> Future[None]:
            factories.log_one(tx, first)
            other = threads.submit(database.write_now, factories.log_one, second)
            time.sleep(0.05)  # long enough for the other to look while this one is not committed
            return other

        with pytest.raises((InvalidParameter, Conflict)):
            database.write_now(log_and_linger).result(10)
    assert database.read_now(runs.get, access, run).params == (Param("lr", "1"),)


def test_writers_of_one_run_at_once_lose_nothing(database: Database, access: Access) -> None:
    (run,) = run_ids(database, access, 1)
    keys = ["a", "b", "c", "d"]

    def log(number: int) -> None:
        order = keys[number % 4 :] + keys[: number % 4]
        metrics = [MetricPoint(key, number, number, number) for key in order]
        tags = [Tag(key, str(number)) for key in order]
        database.write_now(factories.log_one, batch(access, run, metrics=metrics, tags=tags))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(log, range(32)))
    found = database.read_now(runs.get, access, run)
    assert found.metrics == tuple(MetricPoint(key, 31, 31, 31) for key in keys)
    assert len({tag.value for tag in found.tags if tag.key in keys}) == 1
