"""store.metrics: points, on each engine."""

from modelstead.store import metrics
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow

POINT: PointRow = (1, 1, 10, 2, 0.5, 0)


def test_a_point_logged_twice_is_one_row(database: Database) -> None:
    database.write_now(metrics.append, [POINT, POINT])
    database.write_now(metrics.append, [POINT])
    assert database.read_now(metrics.history, 1, 1, 10) == [(10, 2, 0.5, 0)]


def test_points_that_differ_in_anything_are_rows_of_their_own(database: Database) -> None:
    rows = [POINT, (1, 1, 11, 2, 0.5, 0), (1, 1, 10, 3, 0.5, 0), (1, 1, 10, 2, 0.25, 0)]
    database.write_now(metrics.append, [*rows, (2, 1, 10, 2, 0.5, 0), (1, 2, 10, 2, 0.5, 0)])
    assert database.read_now(metrics.history, 1, 1, 10) == [row[2:] for row in sorted(rows)]
    assert database.read_now(metrics.history, 2, 1, 10) == [POINT[2:]]
    assert database.read_now(metrics.history, 1, 2, 10) == [POINT[2:]]


def test_nan_and_zero_are_two_points(database: Database) -> None:
    database.write_now(metrics.append, [(1, 1, 0, 0, 0.0, 0), (1, 1, 0, 0, 0.0, 1)])
    assert database.read_now(metrics.history, 1, 1, 10) == [(0, 0, 0.0, 0), (0, 0, 0.0, 1)]
