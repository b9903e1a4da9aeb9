"""What the charts of an experiment are about: which runs, which metrics, and lines for those who run no scripts."""

import math
from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.run import RunStatus
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.domain.series import color_of
from modelstead.services import run_values, series
from modelstead.services.run_search import TOO_LONG
from modelstead.services.run_values import Selection
from modelstead.services.series import Line
from modelstead.services.series_cache import SeriesCache
from modelstead.services.wanted_series import Wanted
from modelstead.store import run_search, run_table
from modelstead.store import series as rows
from modelstead.store.run_search import Query
from modelstead.store.series import Latest
from modelstead.store.transaction import Transaction

ROWS = 50  # metrics in the table that people without scripts read
RUN_CELLS = 6  # runs beside each other there
LINES = 8  # metrics of it that have a small picture
LINES_POINTS = 50_000  # of all pictures: reading more takes too long for what few people see
LINE_POINTS = 80
WIDTH, HEIGHT = 240, 48
INFINITE = 1.7e308  # and more is how an infinite value is stored


class ChartRun(msgspec.Struct, frozen=True):
    """A run as charts name it; `color` is one of 20."""

    iid: int
    name: str
    status: str
    color: int


class Path(msgspec.Struct, frozen=True):
    """A run's line in a small picture: "x,y x,y …"; one that has gaps is several lines."""

    color: int
    parts: list[str]


class MetricRow(msgspec.Struct, frozen=True):
    """A metric and its last value in each of the first runs, None where there is none."""

    metric: str
    cells: list[float | None]
    lines: list[Path]


class RunCharts(msgspec.Struct, frozen=True):
    """Runs that are drawn, of `total` that the filter selects (`is_more`: at least so many), and all their metrics."""

    runs: list[ChartRun]
    total: int
    is_more: bool
    metrics: list[str]
    rows: list[MetricRow]


def of(
    tx: Transaction,
    access: Access,
    cache: SeriesCache,
    experiment: Experiment,
    wanted: Selection,
    *,
    iids: Sequence[int],
    most: int,
    find: str,
) -> RunCharts:
    """Return what the page shows: chosen runs, or the first ones that a filter selects.

    `find` is a part of the names of the metrics that the table has.
    """
    if iids:
        row_ids = run_table.of_iids(tx, experiment.id, access.project.id, iids[: limits.CHART_RUNS_MAX])
        total, is_more = len(row_ids), False
    else:
        query = Query(
            [experiment.id], wanted.view, parse_filter(RUNS, wanted.filter_text), parse_order(RUNS, wanted.order_by)
        )
        row_ids = run_values.find(tx, experiment, wanted, most)
        with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
            total = run_search.count(tx, query, limits.PLOT_RUNS)
        is_more = total >= limits.PLOT_RUNS and bool(wanted.filter_text)
    listed = run_table.rows(tx, row_ids)
    runs = [ChartRun(row.iid, row.name, RunStatus(row.status).name.lower(), color_of(row.iid)) for row in listed]
    metrics = [each.key for each in rows.metric_keys(tx, row_ids)]
    found = [metric for metric in metrics if find.lower() in metric.lower()][:ROWS]
    latest = rows.latest(tx, row_ids[:RUN_CELLS], found)
    return RunCharts(
        runs, total, is_more, metrics, _table(tx, access, cache, experiment, runs[:RUN_CELLS], row_ids, found, latest)
    )


def _table(
    tx: Transaction,
    access: Access,
    cache: SeriesCache,
    experiment: Experiment,
    runs: Sequence[ChartRun],
    row_ids: Sequence[int],
    metrics: Sequence[str],
    latest: Sequence[Latest],
) -> list[MetricRow]:
    held = {(each.run_id, each.key): each for each in latest}
    short = _short(tx, experiment, row_ids[:RUN_CELLS], metrics[:LINES])
    lines: dict[str, list[Line]] = {}
    if runs and short:
        wanted = Wanted(runs=tuple(run.iid for run in runs), metrics=tuple(short), points=LINE_POINTS)
        lines = {chart.metric: chart.lines for chart in series.read(tx, access, cache, wanted).charts}
    return [
        MetricRow(
            metric,
            [_value(held.get((row_id, metric))) for row_id in row_ids[:RUN_CELLS]],
            paths(lines.get(metric, ()), runs),
        )
        for metric in metrics
    ]


def _short(tx: Transaction, experiment: Experiment, row_ids: Sequence[int], metrics: Sequence[str]) -> Sequence[str]:
    """Return as many of the metrics as have few enough points together."""
    numbers = rows.keys(tx, [experiment.id], metrics)
    while metrics:
        key_ids = [numbers[experiment.id, metric] for metric in metrics]
        if rows.count_few(tx, row_ids, key_ids, LINES_POINTS) < LINES_POINTS:
            break
        metrics = metrics[: len(metrics) // 2]
    return metrics


def _value(point: Latest | None) -> float | None:
    if point is None:
        return None
    return math.nan if point.is_nan else point.value


def paths(lines: Sequence[Line], runs: Sequence[ChartRun]) -> list[Path]:
    """Return lines in a box of WIDTH by HEIGHT."""
    parts = {line.iid: _unbroken(line) for line in lines}
    drawn = [point for each in parts.values() for part in each for point in part]
    if not drawn:
        return []
    left, low = min(x for x, _ in drawn), min(y for _, y in drawn)
    wide, tall = (max(x for x, _ in drawn) - left) or 1, (max(y for _, y in drawn) - low) or 1
    colors = {run.iid: run.color for run in runs}

    def placed(part: Sequence[tuple[float, float]]) -> str:
        return " ".join(
            f"{(x - left) / wide * (WIDTH - 4) + 2:.1f},{HEIGHT - 3 - (y - low) / tall * (HEIGHT - 6):.1f}"
            for x, y in part
        )

    return [Path(colors[iid], [placed(part) for part in each]) for iid, each in parts.items()]


def _unbroken(line: Line) -> list[list[tuple[float, float]]]:
    parts: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(line.x, line.y, strict=True):
        if y is not None and abs(y) < INFINITE:
            parts[-1].append((x, y))
        elif parts[-1]:
            parts.append([])
    # A single point is a line of no length, which a round cap shows.
    return [part * 2 if len(part) == 1 else part for part in parts if part]
