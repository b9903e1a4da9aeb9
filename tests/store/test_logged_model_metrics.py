"""store.logged_model_metrics: points of models, with their runs and datasets, on each engine."""

import math

from modelstead.domain.logged_model import ModelMetric, ModelPoint
from modelstead.domain.metric import FLOAT_MAX
from modelstead.store import logged_model_metrics
from modelstead.store.database import Database
from modelstead.store.logged_model_metrics import MetricRow
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Transaction
from tests import factories
from tests.store.test_logged_models import add

MANY = 1_000_000


def log(tx: Transaction, model_id: int, run: RunKey, *points: ModelPoint) -> None:
    rows: list[MetricRow] = [logged_model_metrics.row(model_id, run.id, point) for point in points]
    logged_model_metrics.append(tx, rows)


def read(database: Database, model_id: int, most: int = MANY) -> list[ModelMetric]:
    return database.read_now(logged_model_metrics.of_models, [model_id], most).get(model_id, [])


def values(found: list[ModelMetric]) -> list[tuple[str, float]]:
    return [(each.point.key, each.point.value) for each in found]


def test_a_point_is_read_as_it_was_logged_by_key_and_time(database: Database) -> None:
    run = database.write_now(factories.run_row)
    model, other = database.write_now(add, run), database.write_now(add, run)
    points = [
        ModelPoint("loss", 0.5, 7, 2, model.model_id, "𝄞" * 500, "𝄞" * 36),
        ModelPoint("loss", 0.25, 6, 3, model.model_id),
        ModelPoint("𝄞" * 250, 1.0, 2**63 - 1, -(2**63), model.model_id, "iris"),
    ]
    database.write_now(log, model.id, run, *points)
    database.write_now(log, other.id, run, ModelPoint("acc", 1.0, 1, 1, other.model_id))
    found = read(database, model.id)
    assert [each.point for each in found] == [points[1], points[0], points[2]]
    assert len({each.run_id for each in found}) == 1


def test_a_point_logged_twice_is_one_row(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    model = database.write_now(add, run)
    same = ModelPoint("loss", 0.5, 7, 2, model.model_id, "iris", "d1")
    differing = [
        ModelPoint("loss", 0.75, 7, 2, model.model_id, "iris", "d1"),
        ModelPoint("loss", 0.5, 7, 2, model.model_id, "iris", "d2"),
        ModelPoint("loss", 0.5, 7, 2, model.model_id),
    ]
    for _ in range(2):
        database.write_now(log, model.id, run, same, same, *differing)
    database.write_now(log, model.id, other, same)
    assert len(read(database, model.id)) == 5


def test_nan_is_kept_and_infinity_is_the_largest_number(database: Database) -> None:
    run = database.write_now(factories.run_row)
    model = database.write_now(add, run)
    numbers = (math.nan, math.inf, -math.inf)
    points = [ModelPoint("x", number, time, 0, model.model_id) for time, number in enumerate(numbers)]
    database.write_now(log, model.id, run, *points)
    nan, most, least = [each.point.value for each in read(database, model.id)]
    assert math.isnan(nan)
    assert (most, least) == (FLOAT_MAX, -FLOAT_MAX)


def test_of_too_many_points_there_are_as_many_of_the_latest_of_each_metric(database: Database) -> None:
    run = database.write_now(factories.run_row)
    model, small = database.write_now(add, run), database.write_now(add, run)
    points = [ModelPoint("loss", float(step), step, step, model.model_id) for step in range(50)]
    points += [ModelPoint("acc", 0.5, 0, 0, model.model_id), ModelPoint("f1", 0.75, 0, 0, model.model_id, "iris")]
    database.write_now(log, model.id, run, *points)
    database.write_now(log, small.id, run, ModelPoint("loss", 1.0, 0, 0, small.model_id))
    others = [("acc", 0.5), ("f1", 0.75)]
    assert values(read(database, model.id, 6)) == [*others, ("loss", 48.0), ("loss", 49.0)]
    assert values(read(database, model.id, 3)) == [*others, ("loss", 49.0)]
    assert values(read(database, model.id, 2)) == others
    assert len(read(database, model.id, 52)) == 52
    both = database.read_now(logged_model_metrics.of_models, [model.id, small.id], 3)
    assert {row_id: len(found) for row_id, found in both.items()} == {model.id: 3, small.id: 1}
