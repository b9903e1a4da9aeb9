"""Numbers come back from the store exactly as they went in, on each engine."""

import math
import sys

from hypothesis import example, given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.key import KeyKind
from modelstead.domain.metric import FLOAT_MAX, clamp
from modelstead.store import metrics, run_keys
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow
from modelstead.store.transaction import Transaction
from tests import factories
from tests.properties import on_database

int64 = st.integers(limits.INT64_MIN, limits.INT64_MAX)
finite = st.floats(allow_nan=False, allow_infinity=False)
EXTREMES = [
    0.1,
    FLOAT_MAX,
    -FLOAT_MAX,
    sys.float_info.min,
    5e-324,
    -5e-324,
    2.0**53 + 2,
    1e23,
    1 / 3,
    1e15,
    123456789.0,
]


def replace_all(tx: Transaction, rows: list[PointRow]) -> list[tuple[int, int, float, int]]:
    tx.execute("DELETE FROM metric_points")
    metrics.append(tx, rows)
    return metrics.history(tx, 1, 1, len(rows) + 1)


@given(st.lists(st.tuples(int64, int64, finite), min_size=1, max_size=20))
@example([(0, 0, value) for value in EXTREMES])
@example([(limits.INT64_MAX, limits.INT64_MIN, 1.0), (0, limits.INT64_MAX, -1.0)])
@example([(0, 0, 0.0), (0, 0, -0.0)])
@on_database
def test_any_finite_value_at_any_time_and_step(database: Database, points: list[tuple[int, int, float]]) -> None:
    rows: list[PointRow] = [(1, 1, timestamp, step, clamp(value), 0) for timestamp, step, value in points]
    found = database.write_now(replace_all, rows)
    wanted = sorted({row[2:] for row in rows})
    assert [(*row[:2], row[2].hex(), row[3]) for row in found] == [(*row[:2], row[2].hex(), row[3]) for row in wanted]


def test_the_latest_point_has_the_value_as_it_was_stored(database: Database) -> None:
    run = database.write_now(factories.run_row)
    for value in (math.inf, -math.inf, math.nan, -0.0, *EXTREMES):
        stored = clamp(value)
        key_id = database.write_now(run_keys.ensure, run.experiment_id, KeyKind.METRIC, [str(value)])[str(value)]
        row: PointRow = (run.id, key_id, 1, 2, 0.0, 1) if math.isnan(stored) else (run.id, key_id, 1, 2, stored, 0)
        database.write_now(metrics.raise_latest, [row])
        found = {point.key: point for point in database.read_now(metrics.latest_of_runs, [run.id])[run.id]}
        point = found[str(value)]
        assert (point.value.hex(), point.timestamp, point.step) == (stored.hex(), 1, 2)


def test_a_value_is_a_float_even_when_it_is_whole(database: Database) -> None:
    database.write_now(metrics.append, [(1, 1, 0, 0, 3.0, 0)])
    ((_, _, value, _),) = database.read_now(metrics.history, 1, 1, 1)
    assert isinstance(value, float)
