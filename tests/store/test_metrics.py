"""store.metrics: keys and points, on each engine."""

from modelstead.store import metrics
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow
from tests import factories

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


def test_a_key_has_one_id_in_its_project(database: Database) -> None:
    run = database.write_now(factories.run_row)
    first = database.write_now(metrics.key_ids, run.project_id, ["loss", "acc"])
    assert set(first) == {"loss", "acc"}
    assert len(set(first.values())) == 2
    assert database.write_now(metrics.key_ids, run.project_id, ["acc"]) == {"acc": first["acc"]}
    again = database.write_now(metrics.key_ids, run.project_id, ["new", "loss"])
    assert again["loss"] == first["loss"]
    assert again["new"] not in first.values()
    assert database.read_now(metrics.key_id, run.project_id, "loss") == first["loss"]


def test_projects_have_keys_of_their_own(database: Database) -> None:
    one, two = database.write_now(factories.run_row, "a/one"), database.write_now(factories.run_row, "a/two")
    ids = [database.write_now(metrics.key_ids, run.project_id, ["loss"])["loss"] for run in (one, two)]
    assert ids[0] != ids[1]
    assert database.read_now(metrics.key_id, two.project_id, "loss") == ids[1]


def test_an_unknown_key_has_no_id(database: Database) -> None:
    assert database.read_now(metrics.key_id, 1, "loss") is None


def test_keys_differ_by_case_and_accent(database: Database) -> None:
    run = database.write_now(factories.run_row)
    keys = ["loss", "Loss", "löss", "loss "]
    assert len(set(database.write_now(metrics.key_ids, run.project_id, keys).values())) == 4
