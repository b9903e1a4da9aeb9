"""services.first_look: what is drawn of a long series before all of it was read; on each engine."""

import math
import random
from itertools import pairwise

import pytest

from modelstead.domain.actor import Access
from modelstead.services import first_look, series
from modelstead.services.series import Charts, Line
from modelstead.services.series_cache import SeriesCache
from modelstead.services.wanted_series import Wanted
from modelstead.store import series as rows
from modelstead.store.database import Database
from tests.services.test_series_lines import Points, line, logged

POINTS = 20
SPIKE = 77.0


@pytest.fixture(autouse=True)
def little_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "LONG", 500)
    monkeypatch.setattr(rows, "SEEKS", 10)
    monkeypatch.setattr(rows, "SAMPLED", 5)


@pytest.fixture
def cache() -> SeriesCache:
    return SeriesCache()


def look(database: Database, access: Access, cache: SeriesCache, *runs: int, **more: object) -> Charts:
    given = {"runs": runs, "metrics": ("loss",), "points": POINTS, "quick": True, **more}
    return database.read_now(series.read, access, cache, Wanted(**given))  # type: ignore[arg-type]  # what a test gives


def noise(count: int, seed: int = 1) -> Points:
    """Return points among which are gaps, NaN, a stretch of nothing but NaN, and a spike."""
    source = random.Random(seed)  # noqa: S311 - points, not secrets
    points = [(step, source.gauss(0, 1)) for step in range(count) if source.random() < 0.9]
    points = [(step, math.nan if step % 17 == 0 or 300 <= step < 420 else value) for step, value in points]
    points[len(points) // 2 + 1] = (points[len(points) // 2 + 1][0], SPIKE)
    return points


def check(found: Line, points: list[tuple[float, float]]) -> None:
    """Check that each place stands for exactly the points up to the next one."""
    assert found.low is not None
    assert found.high is not None
    ends = [*found.x[1:], math.inf]
    for begin, end, last, low, high in zip(found.x, ends, found.y, found.low, found.high, strict=True):
        inside = [value for place, value in points if begin <= place < end and not math.isnan(value)]
        assert (low, high) == (min(inside, default=None), max(inside, default=None))
        assert last == (inside[-1] if inside else None)
    assert found.count == found.total == len(points)


@pytest.mark.parametrize(("x", "at"), [("step", (0, 1)), ("time", (1_000, 10)), ("relative", (0, 10))])
def test_slices_know_every_point(
    database: Database, access: Access, cache: SeriesCache, x: str, at: tuple[int, int]
) -> None:
    points = noise(1_000)
    run = logged(database, access, points)
    chart = look(database, access, cache, run, x=x).charts[0]
    found = chart.lines[0]
    assert (found.rough, found.sampled, found.exact) == (True, False, False)
    assert POINTS / 2 <= len(found.x) <= POINTS
    places = [(at[0] + at[1] * step, value) for step, value in points]
    if x == "relative":
        assert places[0][0] == found.x[0]
    check(found, list(places))
    assert (chart.first, chart.last) == (places[0][0], places[-1][0])


def test_steps_that_do_not_follow_time_are_in_one_slice(
    database: Database, access: Access, cache: SeriesCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "ENOUGH", 20)
    points = noise(1_000)
    run = logged(database, access, points)
    turn = "UPDATE metric_points SET step = 720 - step WHERE step BETWEEN 240 AND 480"
    database.write_now(lambda tx: tx.execute(turn))
    found = line(look(database, access, cache, run))
    turned = sorted(((720 - step if 240 <= step <= 480 else step), value) for step, value in points)
    assert found.rough
    assert found.low is not None
    assert found.high is not None
    for (begin, end), low, high in zip(pairwise([*found.x, math.inf]), found.low, found.high, strict=True):
        inside = [value for step, value in turned if begin <= step < end and not math.isnan(value)]
        assert (low, high) == (min(inside, default=None), max(inside, default=None))
    assert found.total == len(points)


def test_a_second_look_has_the_places_that_were_asked_for(
    database: Database, access: Access, cache: SeriesCache
) -> None:
    run = logged(database, access, points := noise(1_000))
    assert line(look(database, access, cache, run)).rough
    whole = line(look(database, access, cache, run, quick=False))
    assert not whole.rough
    check(whole, list(points))
    assert not line(look(database, access, cache, run)).rough


@pytest.mark.parametrize("points", [[(0, 1.0), (600, 2.0)], [(step, 1.0) for step in range(40)] + [(90_000, 1.0)]])
def test_a_history_of_few_moments_is_sampled(
    database: Database, access: Access, cache: SeriesCache, points: Points
) -> None:
    found = line(look(database, access, cache, logged(database, access, points)))
    assert (found.rough, found.sampled) == (False, True)


@pytest.mark.parametrize("more", [{"start": 100.0}, {"end": 800.0}, {"x": "metric:loss"}])
def test_parts_and_other_axes_are_sampled(
    database: Database, access: Access, cache: SeriesCache, more: dict[str, object]
) -> None:
    run = logged(database, access, noise(1_000))
    found = line(look(database, access, cache, run, **more))
    assert (found.rough, found.sampled) == (False, True)


def test_more_points_than_the_database_should_walk_through_are_sampled(
    database: Database, access: Access, cache: SeriesCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "SLICED", 1_500)
    runs = [logged(database, access, noise(1_000, seed)) for seed in range(2)]
    assert line(look(database, access, cache, runs[0])).rough
    found = look(database, access, cache, *runs).charts[0].lines
    assert [(each.iid, each.sampled, each.rough) for each in found] == [(run, True, False) for run in runs]
    sampled = found[0]
    assert sampled.x[0] < 20
    assert sampled.x[-1] > 900
    assert 40 <= sampled.count <= 60


def test_short_series_come_whole_beside_long_ones_in_the_order_asked_for(
    database: Database, access: Access, cache: SeriesCache
) -> None:
    long = logged(database, access, noise(1_000))
    short = logged(database, access, [(0, 1.0), (1, 2.0)])
    chart = look(database, access, cache, long, short).charts[0]
    assert [(each.iid, each.rough, each.exact) for each in chart.lines] == [(long, True, False), (short, False, True)]
    assert chart.first == 0
    assert chart.last is not None
    assert chart.last > 900
