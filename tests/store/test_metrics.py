"""store.metrics on each engine."""

from modelstead.store import metrics
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow

POINT: PointRow = (1, 1, 10, 2, 0.5, 0)


def test_a_point_logged_twice_is_one_row(database: Database) -> None:
    database.write_now(metrics.append, [POINT, POINT])
    database.write_now(metrics.append, [POINT])
    assert database.read_now(metrics.history, 1, 1, 10) == [(10, 2, 0.5, 0)]
