"""services.metrics: histories, whole, in pages, of several runs, and sampled; on each engine."""

import itertools
import math

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import metrics
from modelstead.store.database import Database
from tests import factories

RUNS_MAX = limits.BULK_RUNS


def line(database: Database, access: Access, steps: range | list[int], key: str = "loss") -> str:
    """Create a run that logged a metric at these steps, its value and timestamp derived from the step."""
    run_id = database.write_now(factories.run_id, access)
    points = [MetricPoint(key, step / 2, abs(step), step) for step in steps]
    database.write_now(factories.log_one, factories.batch(access, run_id, metrics=points))
    return run_id


def sampled(
    database: Database, access: Access, runs: list[str], count: int, start: int | None = None, end: int | None = None
) -> dict[str, list[int]]:
    """Return the steps that are chosen, by run."""
    found = database.read_now(metrics.sampled_history, access, runs, "loss", start=start, end=end, max_results=count)
    steps: dict[str, list[int]] = {}
    for run_id, point in found:
        assert point == MetricPoint("loss", point.step / 2, abs(point.step), point.step)
        steps.setdefault(run_id, []).append(point.step)
    return steps


def test_a_history_has_every_point_in_order(database: Database, access: Access) -> None:
    run = database.write_now(factories.run_id, access)
    logged = [MetricPoint("m", value, timestamp, 3) for value, timestamp in ((math.nan, 2), (1.0, 2), (5.0, 1))]
    logged.append(MetricPoint("m", -math.inf, 2, -1))
    database.write_now(factories.log_one, factories.batch(access, run, metrics=logged))
    found, token = database.read_now(metrics.history, access, run, "m", None, None)
    assert token is None
    assert [repr((each.timestamp, each.step, each.value)) for each in found] == [
        "(1, 3, 5.0)",
        "(2, -1, -1.7976931348623157e+308)",
        "(2, 3, nan)",
        "(2, 3, 1.0)",
    ]


def test_pages_give_every_point_once(database: Database, access: Access) -> None:
    run = line(database, access, range(10))
    for size in (1, 3, 5, 9, 10, 11):
        found, token = database.read_now(metrics.history, access, run, "loss", size, None)
        while token is not None:
            page, token = database.read_now(metrics.history, access, run, "loss", size, token)
            assert 0 < len(page) <= size
            found += page
        assert [point.step for point in found] == list(range(10))


def test_a_page_is_cut_and_not_refused(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE_MAX", 4)
    run = line(database, access, range(10))
    found, token = database.read_now(metrics.history, access, run, "loss", 100, None)
    assert (len(found), token is None) == (4, False)
    assert len(database.read_now(metrics.history, access, run, "loss", None, None)[0]) == 10


def test_an_unknown_metric_is_empty_and_an_unknown_run_is_not_found(
    database: Database, access: Access, elsewhere: Access
) -> None:
    run, foreign = line(database, access, range(2)), line(database, elsewhere, range(2), key="theirs")
    assert database.read_now(metrics.history, access, run, "missing", 5, None) == ([], None)
    assert database.read_now(metrics.history, access, run, "theirs", 5, None) == ([], None)
    with pytest.raises(NotFound, match=f"Run with id={foreign} not found"):
        database.read_now(metrics.history, access, foreign, "theirs", 5, None)


def test_histories_of_several_runs_come_run_by_run_up_to_a_number(database: Database, access: Access) -> None:
    first, second = line(database, access, range(3)), line(database, access, range(10, 13))

    def steps(count: int) -> list[tuple[str, int]]:
        found = database.read_now(metrics.history_of_runs, access, [second, first], "loss", count)
        return [(run_id, point.step) for run_id, point in found]

    whole = [(second, step) for step in (10, 11, 12)] + [(first, step) for step in (0, 1, 2)]
    assert [steps(count) for count in (1, 4, 6, 100)] == [whole[:1], whole[:4], whole, whole]
    assert database.read_now(metrics.history_of_runs, access, [first], "missing", 5) == []


@pytest.mark.parametrize("count", [1, 2, 5, 10])
def test_a_sample_is_spread_evenly_with_first_and_last(database: Database, access: Access, count: int) -> None:
    run = line(database, access, range(-50, 51))
    steps = sampled(database, access, [run], count)[run]
    assert (steps[0], steps[-1]) == (-50, 50)
    assert steps == sorted(set(steps))
    assert len(steps) == max(count, 2)
    gaps = [after - before for before, after in itertools.pairwise(steps)]
    assert max(gaps) - min(gaps) <= 1


def test_few_steps_are_all_there(database: Database, access: Access) -> None:
    run = line(database, access, [0, 7, 9])
    assert sampled(database, access, [run], 3) == {run: [0, 7, 9]}
    assert sampled(database, access, [run], 320) == {run: [0, 7, 9]}


def test_steps_are_chosen_over_all_runs_and_each_keeps_its_ends(database: Database, access: Access) -> None:
    even, odd = line(database, access, range(0, 100, 2)), line(database, access, range(1, 100, 2))
    steps = sampled(database, access, [even, odd], 10)
    assert (steps[even][0], steps[even][-1], steps[odd][0], steps[odd][-1]) == (0, 98, 1, 99)
    assert 10 <= len({*steps[even], *steps[odd]}) <= 14


def test_a_sample_between_two_steps_includes_both(database: Database, access: Access) -> None:
    run = line(database, access, range(10))
    assert sampled(database, access, [run], 100, start=2, end=5) == {run: [2, 3, 4, 5]}
    assert sampled(database, access, [run], 100, start=8) == {run: [8, 9]}
    assert sampled(database, access, [run], 100, end=0) == {run: [0]}
    assert sampled(database, access, [run], 100, start=20, end=30) == {}
    with pytest.raises(InvalidParameter, match=r"end_step must be greater than start_step\. Found start_step=5 and"):
        sampled(database, access, [run], 100, start=5, end=2)


def test_the_number_of_runs_has_a_limit(database: Database, access: Access) -> None:
    run = line(database, access, range(1))
    runs = [run] * RUNS_MAX
    assert len(database.read_now(metrics.history_of_runs, access, runs, "loss", 1000)) == 100
    with pytest.raises(InvalidParameter, match="at most 100 run_ids; got 101"):
        database.read_now(metrics.history_of_runs, access, [*runs, run], "loss", 1000)
    with pytest.raises(InvalidParameter, match="at most 100 run_ids; got 101"):
        sampled(database, access, [*runs, run], 5)


def test_an_unknown_run_among_several_is_named(database: Database, access: Access, elsewhere: Access) -> None:
    run, foreign = line(database, access, range(1)), line(database, elsewhere, range(1))
    for missing in ("missing", foreign):
        with pytest.raises(NotFound, match=f"Run with id={missing} not found"):
            database.read_now(metrics.history_of_runs, access, [run, missing], "loss", 5)
        with pytest.raises(NotFound, match=f"Run with id={missing} not found"):
            sampled(database, access, [run, missing], 5)
