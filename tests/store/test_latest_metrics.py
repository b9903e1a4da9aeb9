"""store.metrics: the latest point of a metric is the highest (step, timestamp, value), on each engine."""

import itertools

import pytest

from modelstead.domain.key import KeyKind
from modelstead.domain.metric import MetricPoint
from modelstead.store import metrics, run_keys
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow
from modelstead.store.transaction import Transaction
from tests import factories

LOW_TO_HIGH: list[tuple[int, int, float, int]] = [
    (9, -5, 9.0, 0),
    (9, 0, -9.0, 0),
    (1, 2, 5.0, 0),
    (3, 2, -1.0, 0),
    (3, 2, 0.0, 1),
    (3, 2, 0.0, 0),
    (3, 2, 0.5, 0),
]
"""(timestamp, step, value, is_nan); NaN counts as 0, and gives way to a 0 that was really logged."""


def raised(tx: Transaction, rows: list[tuple[int, int, float, int]]) -> tuple[int, int, float, int]:
    """Raise the latest point of a new metric by each row in turn and return what it is in the end."""
    tx.execute("DELETE FROM latest_metrics")
    for row in rows:
        metrics.raise_latest(tx, [(1, 1, *row)])
    found = tx.one("SELECT timestamp, step, value, is_nan FROM latest_metrics")
    assert found is not None
    return found


def test_of_each_pair_the_higher_is_the_latest_whichever_comes_first(database: Database) -> None:
    for low, high in itertools.combinations(LOW_TO_HIGH, 2):
        assert database.write_now(raised, [low, high]) == high
        assert database.write_now(raised, [high, low]) == high


def test_the_same_point_again_changes_nothing(database: Database) -> None:
    for row in LOW_TO_HIGH:
        assert database.write_now(raised, [row, row]) == row


def test_of_all_the_highest_is_the_latest(database: Database) -> None:
    assert database.write_now(raised, LOW_TO_HIGH) == LOW_TO_HIGH[-1]
    assert database.write_now(raised, LOW_TO_HIGH[::-1]) == LOW_TO_HIGH[-1]


def test_runs_and_keys_have_latest_points_of_their_own(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    keys = database.write_now(run_keys.ensure, run.experiment_id, KeyKind.METRIC, ["loss", "acc"])
    rows: list[PointRow] = [
        (run.id, keys["loss"], 1, 1, 0.5, 0),
        (run.id, keys["acc"], 1, 1, 0.75, 0),
        (other.id, keys["loss"], 2, 2, 0.25, 0),
    ]
    database.write_now(metrics.raise_latest, rows)
    assert database.read_now(metrics.latest_of_runs, [other.id, run.id, 999]) == {
        run.id: [MetricPoint("acc", 0.75, 1, 1), MetricPoint("loss", 0.5, 1, 1)],
        other.id: [MetricPoint("loss", 0.25, 2, 2)],
    }


@pytest.mark.parametrize("run_ids", [[], [1]])
def test_runs_without_metrics_are_absent(database: Database, run_ids: list[int]) -> None:
    assert database.read_now(metrics.latest_of_runs, run_ids) == {}


def test_keys_sort_by_code_point(database: Database) -> None:
    run = database.write_now(factories.run_row)
    wanted = ["A", "Z", "_", "a", "a b", "a-b", "a/b", "ab", "é"]
    ids = database.write_now(run_keys.ensure, run.experiment_id, KeyKind.METRIC, wanted)
    database.write_now(metrics.raise_latest, [(run.id, key_id, 0, 0, 1.0, 0) for key_id in ids.values()])
    found = database.read_now(metrics.latest_of_runs, [run.id])[run.id]
    assert [point.key for point in found] == sorted(wanted)
