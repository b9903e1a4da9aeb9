"""services.series_cache: packed series are what the database has, whatever came since; on each engine."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.series import POINT_BYTES, Row, Series
from modelstead.services import series_cache
from modelstead.services.series_cache import Name, SeriesCache
from modelstead.store import series as rows
from modelstead.store.database import Database
from modelstead.store.series import Pair
from modelstead.store.transaction import Transaction
from tests import factories
from tests.services.test_series_lines import log, logged

Known = dict[Name, Pair]


def known(database: Database, access: Access, *iids: int, key: str = "loss") -> Known:
    """Return the rows of runs' metrics by name."""

    def look(tx: Transaction) -> Known:
        runs = rows.runs(tx, access.project.id, iids)
        keys = rows.keys(tx, {run.experiment_id for run in runs.values()}, [key])
        return {(run.run_id, key): (run.id, keys[run.experiment_id, key]) for run in runs.values()}

    return database.read_now(look)


def steps(database: Database, cache: SeriesCache, wanted: Known) -> list[list[float]]:
    found = database.read_now(cache.get, wanted)
    return [list(found.get(name, Series()).by_step.places) for name in wanted]


@pytest.mark.parametrize("long", [1, 1_000])
def test_newer_points_are_added(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch, long: int) -> None:
    monkeypatch.setattr(series_cache, "LONG", long)
    cache = SeriesCache()
    wanted = known(database, access, logged(database, access, [(step, 1.0) for step in range(5)]))
    (run_id, _), *_ = wanted
    assert steps(database, cache, wanted) == [[0, 1, 2, 3, 4]]
    log(database, access, run_id, [(5, 1.0), (6, 1.0)])
    assert steps(database, cache, wanted) == [[0, 1, 2, 3, 4, 5, 6]]


def test_late_points_are_found(database: Database, access: Access) -> None:
    cache = SeriesCache()
    wanted = known(database, access, logged(database, access, [(0, 1.0), (10, 1.0)]))
    (run_id, _), *_ = wanted
    assert steps(database, cache, wanted) == [[0, 10]]
    log(database, access, run_id, [(5, 1.0), (11, 1.0)])
    assert steps(database, cache, wanted) == [[0, 5, 10, 11]]


def test_removed_points_are_gone(database: Database, access: Access) -> None:
    cache = SeriesCache()
    wanted = known(database, access, logged(database, access, [(step, 1.0) for step in range(5)]))
    pair = next(iter(wanted.values()))
    assert steps(database, cache, wanted) == [[0, 1, 2, 3, 4]]
    database.write_now(lambda tx: tx.execute("DELETE FROM metric_points WHERE run_id = ? AND step > 2", pair[:1]))
    assert steps(database, cache, wanted) == [[0, 1, 2]]
    database.write_now(lambda tx: tx.execute("DELETE FROM metric_points WHERE run_id = ?", pair[:1]))
    assert steps(database, cache, wanted) == [[]]
    assert cache.held_bytes == 0


def test_long_and_short_series_are_read_together(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_cache, "TOGETHER", 30)
    monkeypatch.setattr(rows, "PORTION", 7)
    sizes = [3, 40, 12, 14, 15, 1, 29]
    iids = [logged(database, access, [(step, 1.0) for step in range(size)]) for size in sizes]
    wanted: Known = {}
    for iid in iids:
        wanted |= known(database, access, iid)
    assert [len(each) for each in steps(database, SeriesCache(), wanted)] == sizes


def test_what_was_used_longest_ago_makes_room(database: Database, access: Access) -> None:
    cache = SeriesCache(most_bytes=25 * POINT_BYTES)
    one, two, three = (
        known(database, access, logged(database, access, [(step, 1.0) for step in range(10)])) for _ in range(3)
    )
    for wanted in (one, two, one, three):
        assert steps(database, cache, wanted) == [list(range(10))]
        assert cache.held_bytes <= 25 * POINT_BYTES
    assert cache.held_bytes == 20 * POINT_BYTES


def test_what_is_kept_is_known(database: Database, access: Access) -> None:
    cache = SeriesCache()
    one, other = (known(database, access, logged(database, access, [(0, 1.0)])) for _ in range(2))
    assert cache.unknown(one | other) == one | other
    steps(database, cache, one)
    assert cache.unknown(one | other) == other


def test_a_long_series_is_read_once_for_several_who_ask(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_cache, "TOGETHER", 30)
    readings: list[Pair] = []
    portions = rows.portions

    def counted(tx: Transaction, pair: Pair, after: Row | None) -> Iterator[list[Row]]:
        readings.append(pair)
        time.sleep(0.1)  # the others have counted the points when this one has read them
        return portions(tx, pair, after)

    monkeypatch.setattr(rows, "portions", counted)
    cache = SeriesCache()
    wanted = known(database, access, logged(database, access, [(step, 1.0) for step in range(100)]))
    with ThreadPoolExecutor(2) as people:
        found = list(people.map(lambda _: steps(database, cache, wanted), range(2)))
    assert found == [[list(range(100))]] * 2
    assert len(readings) == 1


def test_a_run_without_points_has_no_series(database: Database, access: Access) -> None:
    logged(database, access, [(0, 1.0)])
    record = database.write_now(factories.run, access)
    wanted = known(database, access, record.run.iid)
    assert database.read_now(SeriesCache().get, wanted) == {}
