"""services.series: lines of charts, along each axis, whole and in part; on each engine."""

import math

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import series
from modelstead.services.series import Charts, Line
from modelstead.services.series_cache import SeriesCache
from modelstead.services.wanted_series import Wanted
from modelstead.store.database import Database
from tests import factories

Points = list[tuple[int, float]]


def logged(database: Database, access: Access, points: Points, key: str = "loss", start: int = 1_000) -> int:
    """Create a run that logged these (step, value), ten milliseconds a step, and return its iid."""
    record = database.write_now(factories.run, access, start_time=start)
    log(database, access, record.run.run_id, points, key, start)
    return record.run.iid


def log(database: Database, access: Access, run_id: str, points: Points, key: str = "loss", start: int = 1_000) -> None:
    rows = [MetricPoint(key, value, start + 10 * step, step) for step, value in points]
    for at in range(0, len(rows), limits.BATCH_METRICS):
        batch = factories.batch(access, run_id, metrics=rows[at : at + limits.BATCH_METRICS])
        database.write_now(factories.log_one, batch)


def read(database: Database, access: Access, *runs: int, **more: object) -> Charts:
    wanted = Wanted(**{"runs": runs, "metrics": ("loss",), **more})  # type: ignore[arg-type]  # what a test gives
    return database.read_now(series.read, access, SeriesCache(), wanted)


def line(charts: Charts, chart: int = 0, at: int = 0) -> Line:
    return charts.charts[chart].lines[at]


def test_few_points_come_as_they_were_logged(database: Database, access: Access) -> None:
    run = logged(database, access, [(0, 1.0), (1, math.nan), (2, 0.5)])
    charts = read(database, access, run)
    found = line(charts)
    assert (found.x, found.y, found.low, found.exact) == ([0, 1, 2], [1.0, None, 0.5], None, True)
    assert (found.iid, found.count, found.total) == (run, 3, 3)
    assert (charts.charts[0].first, charts.charts[0].last) == (0, 2)
    assert [(each.iid, each.status) for each in charts.runs] == [(run, "running")]


def test_many_points_come_in_buckets_with_every_spike(database: Database, access: Access) -> None:
    points = [(step, math.sin(step / 100)) for step in range(3_000)]
    points[1_234] = (1_234, 77.0)
    run = logged(database, access, points)
    found = line(read(database, access, run, points=100))
    assert len(found.x) == 100
    assert not found.exact
    assert (found.count, found.total) == (3_000, 3_000)
    assert found.low is not None
    assert found.high is not None
    for place, low, high in zip(found.x, found.low, found.high, strict=True):
        inside = [value for step, value in points if place <= step < place + 30]
        assert (low, high) == (min(inside), max(inside))
    assert max(high for high in found.high if high is not None) == 77.0


def test_a_part_comes_in_full_and_leads_to_its_neighbours(database: Database, access: Access) -> None:
    run = logged(database, access, [(step, float(step)) for step in range(3_000)])
    found = line(read(database, access, run, points=100, start=1_000.0, end=1_050.0))
    assert found.x == list(range(999, 1_052))
    assert found.count == 51
    assert found.exact


def test_lines_that_share_a_chart_share_places(database: Database, access: Access) -> None:
    one = logged(database, access, [(step, 1.0) for step in range(3_000)])
    other = logged(database, access, [(step, 2.0) for step in range(500, 2_500)])
    charts = read(database, access, one, other, points=100)
    assert set(line(charts, at=1).x) <= set(line(charts).x)


def test_lines_go_along_time(database: Database, access: Access) -> None:
    run = logged(database, access, [(0, 1.0), (5, 2.0)], start=7_000)
    assert line(read(database, access, run, x="time")).x == [7_000, 7_050]
    assert line(read(database, access, run, x="relative")).x == [0, 50]


def test_relative_time_counts_from_the_first_point_of_a_run_without_a_start(database: Database, access: Access) -> None:
    record = database.write_now(factories.run, access, start_time=0)
    log(database, access, record.run.run_id, [(3, 1.0), (4, 2.0)], start=5_000)
    assert line(read(database, access, record.run.iid, x="relative")).x == [0, 10]


def test_lines_go_along_another_metric(database: Database, access: Access) -> None:
    record = database.write_now(factories.run, access, start_time=1)
    log(database, access, record.run.run_id, [(0, 1.0), (1, 0.5), (2, 0.25), (3, 0.1)])
    log(database, access, record.run.run_id, [(0, 30.0), (1, 20.0), (2, math.nan)], "epoch")
    without = logged(database, access, [(0, 1.0)])
    charts = read(database, access, record.run.iid, without, x="metric:epoch")
    assert [(each.iid, each.x, each.y) for each in charts.charts[0].lines] == [
        (record.run.iid, [20.0, 30.0], [0.5, 1.0])
    ]


def test_points_of_one_step_are_one_with_all_between(database: Database, access: Access) -> None:
    run = database.write_now(factories.run, access)
    rows = [MetricPoint("loss", value, at, 4) for at, value in enumerate([0.5, 9.0, 0.25])]
    database.write_now(factories.log_one, factories.batch(access, run.run.run_id, metrics=rows))
    found = line(read(database, access, run.run.iid))
    assert (found.x, found.y, found.low, found.high, found.exact) == ([4], [0.25], [0.25], [9.0], False)


def test_only_newer_points_come_behind_a_place(database: Database, access: Access) -> None:
    run = logged(database, access, [(step, float(step)) for step in range(10)])
    other = logged(database, access, [(step, float(step)) for step in range(3)])
    charts = read(database, access, run, other, after=(7.0, None))
    assert [(each.x, each.count, each.total) for each in charts.charts[0].lines] == [
        ([8, 9], 2, 10),
        ([0, 1, 2], 3, 3),
    ]


def test_runs_without_the_metric_have_no_line(database: Database, access: Access) -> None:
    one, other = logged(database, access, [(0, 1.0)]), logged(database, access, [(0, 1.0)], "accuracy")
    charts = read(database, access, one, other, metrics=("loss", "nothing"))
    assert [each.iid for each in charts.charts[0].lines] == [one]
    assert charts.charts[1].lines == []
    assert charts.charts[1].first is None


def test_runs_of_several_experiments_stand_together(database: Database, access: Access) -> None:
    one = logged(database, access, [(0, 1.0)])
    experiment = database.write_now(factories.experiment, access, "second")
    record = database.write_now(factories.run, access, experiment)
    log(database, access, record.run.run_id, [(0, 2.0)])
    assert [each.y for each in read(database, access, one, record.run.iid).charts[0].lines] == [[1.0], [2.0]]


def test_another_projects_run_is_unknown(database: Database, access: Access, elsewhere: Access) -> None:
    for _ in range(3):
        theirs = logged(database, elsewhere, [(0, 1.0)])
    with pytest.raises(NotFound, match=f"There is no run {theirs} in this project"):
        read(database, access, theirs)
    with pytest.raises(NotFound, match="There is no run 9999 in this project"):
        read(database, access, 9_999)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"metrics": ()}, "at least one run"),
        ({"metrics": ("a", "a")}, "once"),
        ({"metrics": tuple(f"m{number}" for number in range(limits.SERIES_LINES + 1))}, "2,001 lines"),
        ({"points": 0}, "points must be between"),
        ({"points": limits.SERIES_POINTS_MAX + 1}, "points must be between"),
        ({"x": "sideways"}, "x must be"),
        ({"x": "metric:"}, "x must be"),
        ({"start": 2.0, "end": 1.0}, "from must not be behind to"),
        ({"start": math.nan}, "finite"),
        ({"end": math.inf}, "finite"),
        ({"after": (1.0, 2.0)}, "after needs a place"),
    ],
)
def test_a_wrong_request_is_told_what_to_do(
    database: Database, access: Access, wrong: dict[str, object], message: str
) -> None:
    run = logged(database, access, [(0, 1.0)])
    with pytest.raises(InvalidParameter, match=message):
        read(database, access, run, **wrong)
