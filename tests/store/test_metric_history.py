"""store.metrics: histories, page by page and at steps, on each engine."""

from modelstead import limits
from modelstead.store import metrics
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow

ORDERED: list[tuple[int, int, float, int]] = [
    (0, 5, 1.0, 0),
    (1, -3, -0.5, 0),
    (1, -3, 0.0, 0),
    (1, -3, 0.0, 1),
    (1, 0, -1.0, 0),
    (2, -9, 2.5, 0),
]


def stored(database: Database, run_id: int = 1, key_id: int = 1) -> None:
    rows: list[PointRow] = [(run_id, key_id, *row) for row in reversed(ORDERED)]
    database.write_now(metrics.append, rows)


def test_a_history_is_ordered_by_timestamp_step_and_value(database: Database) -> None:
    stored(database)
    assert database.read_now(metrics.history, 1, 1, 100) == ORDERED


def test_pages_of_any_size_give_every_point_once(database: Database) -> None:
    stored(database)
    for size in range(1, len(ORDERED) + 2):
        found: list[tuple[int, int, float, int]] = []
        while page := database.read_now(metrics.history, 1, 1, size, found[-1] if found else None):
            assert len(page) <= size
            found += page
        assert found == ORDERED


def test_the_largest_page_is_allowed(database: Database) -> None:
    stored(database)
    assert database.read_now(metrics.history, 1, 1, limits.INT64_MAX) == ORDERED


def test_the_history_of_an_unknown_run_or_key_is_empty(database: Database) -> None:
    stored(database)
    assert database.read_now(metrics.history, 2, 1, 10) == []
    assert database.read_now(metrics.history, 1, 2, 10) == []


def test_steps_are_distinct_and_in_order_for_each_run(database: Database) -> None:
    stored(database, run_id=2)
    stored(database, run_id=1)
    stored(database, run_id=1, key_id=2)
    one = [(1, -9), (1, -3), (1, 0), (1, 5)]
    assert database.read_now(metrics.steps, [2, 1, 7], [1], None, None) == [*one, *((2, step) for _, step in one)]


def test_steps_between_two_include_both_and_either_end_may_be_open(database: Database) -> None:
    stored(database)
    assert database.read_now(metrics.steps, [1], [1], -3, 0) == [(1, -3), (1, 0)]
    assert database.read_now(metrics.steps, [1], [1], None, -3) == [(1, -9), (1, -3)]
    assert database.read_now(metrics.steps, [1], [1], 1, None) == [(1, 5)]
    assert database.read_now(metrics.steps, [1], [1], limits.INT64_MIN, limits.INT64_MAX) == database.read_now(
        metrics.steps, [1], [1], None, None
    )


def test_points_at_steps_are_ordered_by_step_timestamp_and_value(database: Database) -> None:
    stored(database)
    assert database.read_now(metrics.at_steps, 1, 1, [5, -3, 4], 10) == [*ORDERED[1:4], ORDERED[0]]
    assert database.read_now(metrics.at_steps, 1, 1, [5, -3], 2) == ORDERED[1:3]
    assert database.read_now(metrics.at_steps, 1, 1, [], 10) == []
