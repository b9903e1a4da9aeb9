"""Lines of charts: metrics of runs along steps, time or another metric, as few points as show them."""

import math
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import msgspec

from modelstead import limits
from modelstead.domain import thinning
from modelstead.domain.actor import Access
from modelstead.domain.run import RunStatus
from modelstead.domain.series import Points, Series
from modelstead.domain.thinning import Drawn, Grid
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services.series_cache import SeriesCache
from modelstead.store import series as rows
from modelstead.store.series import ChartRun
from modelstead.store.transaction import Transaction

STEP, TIME, RELATIVE, OTHER = "step", "time", "relative", "metric:"
AS_LOGGED = 2  # points for each that is asked for: a line with no more of them comes as it was logged
SHARED = 8  # the same, of different places in all lines of a chart


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines: of runs (iids) and metrics, along what, between two places, and about how many points of each.

    `after` has, for each metric the runs in order, the place behind which points are wanted, or None for all.
    `quick` takes a sample of what would take long to read; then all of it is to be asked for.
    """

    runs: tuple[int, ...]
    metrics: tuple[str, ...]
    x: str = STEP
    start: float | None = None
    end: float | None = None
    points: int = limits.SERIES_POINTS
    after: tuple[float | None, ...] = ()
    quick: bool = False


class Line(Drawn, frozen=True, kw_only=True):
    """A metric of a run: as many points as are in range, and in all; `exact` says that each is here as logged.

    Of a `sampled` line spikes may be missing, and only the sample is counted.
    """

    iid: int
    count: int
    total: int
    exact: bool
    sampled: bool = False


class Chart(msgspec.Struct, frozen=True):
    """A metric's lines, of the runs that have it, and the first and last place of any."""

    metric: str
    first: float | None
    last: float | None
    lines: list[Line]


class RunState(msgspec.Struct, frozen=True):
    """Whether more is to be expected of a run."""

    iid: int
    status: str


class Charts(msgspec.Struct, frozen=True):
    """What was asked for; places are steps, milliseconds, or values of a metric."""

    x: str
    runs: list[RunState]
    charts: list[Chart]


class _Source(NamedTuple):
    """A line before it is thinned: its points, and what their places are counted from."""

    run: ChartRun
    points: Points
    shift: int
    after: float | None
    is_sample: bool


def read(tx: Transaction, access: Access, cache: SeriesCache, wanted: Wanted) -> Charts:
    """Return lines; raise NotFound for a run that the project has not."""
    _check(wanted)
    runs = rows.runs(tx, access.project.id, wanted.runs)
    for iid in wanted.runs:
        if iid not in runs:
            raise NotFound(f"There is no run {iid} in this project.")
    along = wanted.x.removeprefix(OTHER) if wanted.x.startswith(OTHER) else None
    names = dict.fromkeys([*wanted.metrics, *([] if along is None else [along])])
    numbers = rows.keys(tx, {run.experiment_id for run in runs.values()}, names)
    asked = {
        (run.run_id, name): (run.id, number)
        for name in names
        for run in runs.values()
        if (number := numbers.get((run.experiment_id, name))) is not None
    }
    samples = cache.samples(tx, asked) if wanted.quick and not wanted.after else {}
    series = samples | cache.get(tx, {name: pair for name, pair in asked.items() if name not in samples})
    afters = iter(wanted.after or repeat(None))
    charts = []
    for metric in wanted.metrics:
        sources = []
        for iid, after in zip(wanted.runs, afters, strict=False):
            run = runs[iid]
            found, other = series.get((run.run_id, metric)), series.get((run.run_id, along)) if along else None
            if found is not None and (other is not None or not along):
                points, shift = _placed(run, found, other, wanted.x)
                sources.append(_Source(run, points, shift, after, (run.run_id, metric) in samples))
        charts.append(_chart(metric, sources, wanted))
    states = [RunState(iid, RunStatus(runs[iid].status).name.lower()) for iid in wanted.runs]
    return Charts(wanted.x, states, charts)


def _check(wanted: Wanted) -> None:
    lines = len(wanted.runs) * len(wanted.metrics)
    if not lines:
        raise InvalidParameter("Name at least one run (runs=1,2) and one metric (metric=loss).")
    if len(set(wanted.runs)) < len(wanted.runs) or len(set(wanted.metrics)) < len(wanted.metrics):
        raise InvalidParameter("Name each run and each metric once.")
    if lines > limits.SERIES_LINES:
        raise InvalidParameter(
            f"{len(wanted.runs)} runs times {len(wanted.metrics)} metrics are {lines:,} lines, and one request takes "
            f"at most {limits.SERIES_LINES:,}. Ask for them in several."
        )
    if not 1 <= wanted.points <= limits.SERIES_POINTS_MAX:
        raise InvalidParameter(f"points must be between 1 and {limits.SERIES_POINTS_MAX:,}; got {wanted.points}.")
    if wanted.x not in (STEP, TIME, RELATIVE) and wanted.x.removeprefix(OTHER) in (wanted.x, ""):
        raise InvalidParameter("x must be step, time, relative, or metric: and a metric's name, such as metric:epoch.")
    if any(each is not None and not math.isfinite(each) for each in (wanted.start, wanted.end, *wanted.after)):
        raise InvalidParameter("from, to and after must be finite numbers.")
    if wanted.start is not None and wanted.end is not None and wanted.start > wanted.end:
        raise InvalidParameter(f"from must not be behind to; got {wanted.start} and {wanted.end}.")
    if wanted.after and len(wanted.after) != lines:
        raise InvalidParameter(f"after needs a place, or nothing, for each of the {lines} lines.")


def _placed(run: ChartRun, found: Series, other: Series | None, x: str) -> tuple[Points, int]:
    """Return points along what is wanted, and what their places are counted from."""
    if other is not None:
        return found.by_metric(other), 0
    if x == STEP:
        return found.by_step, 0
    if x == TIME:
        return found.by_time, 0
    begins = int(found.by_time.places[0])
    return found.by_time, min(run.start_time, begins) if run.start_time > 0 else begins


def _chart(metric: str, sources: Sequence[_Source], wanted: Wanted) -> Chart:
    sources = [source for source in sources if len(source.points)]
    if not sources:
        return Chart(metric, None, None, [])
    first = min(source.points.places[0] - source.shift for source in sources)
    last = max(source.points.places[-1] - source.shift for source in sources)
    slices = [_slice(source, wanted) for source in sources]
    cells = thinning.grid(
        first if wanted.start is None else max(first, wanted.start),
        last if wanted.end is None else max(first, min(last, wanted.end)),
        wanted.points,
        whole=not wanted.x.startswith(OTHER),
    )
    few = [behind - before <= AS_LOGGED * wanted.points for before, behind in slices]
    if not wanted.after and not _share_places(sources, slices, few, SHARED * wanted.points):
        few = [False] * len(few)
    lines = [
        _line(source, wanted, cut, cells, is_few=is_few)
        for source, cut, is_few in zip(sources, slices, few, strict=True)
    ]
    return Chart(metric, first, last, lines)


def _slice(source: _Source, wanted: Wanted) -> tuple[int, int]:
    start = None if wanted.start is None else wanted.start + source.shift
    end = None if wanted.end is None else wanted.end + source.shift
    first, behind = thinning.window(source.points, start, end)
    if source.after is not None:
        _, known = thinning.window(source.points, None, source.after + source.shift)
        first, behind = max(first, known), max(behind, known)
    return first, behind


def _share_places(
    sources: Sequence[_Source], slices: Sequence[tuple[int, int]], few: Sequence[bool], most: int
) -> bool:
    """Tell whether lines have their places in common, or are few points in all: a chart has one list of places."""
    if sum(behind - first for (first, behind), is_few in zip(slices, few, strict=True) if is_few) <= most:
        return True
    places: set[float] = set()
    for source, (first, behind), is_few in zip(sources, slices, few, strict=True):
        if is_few:
            places.update(place - source.shift for place in source.points.places[first:behind])
    return len(places) <= most


def _line(source: _Source, wanted: Wanted, cut: tuple[int, int], cells: Grid, *, is_few: bool) -> Line:
    points, shift = source.points, source.shift
    first, behind = cut
    if is_few:
        drawn = thinning.as_logged(points, first, behind, shift=shift)
    else:
        drawn = thinning.in_buckets(points, first, behind, Grid(cells.origin + shift, cells.width), shift=shift)
    # Lines lead out of the picture to their next points.
    if source.after is None:
        if wanted.start is not None and first > 0:
            drawn = _joined(thinning.as_logged(points, first - 1, first, shift=shift), drawn)
        if wanted.end is not None and behind < len(points):
            drawn = _joined(drawn, thinning.as_logged(points, behind, behind + 1, shift=shift))
    return Line(
        drawn.x,
        drawn.y,
        drawn.low,
        drawn.high,
        iid=source.run.iid,
        count=behind - first,
        total=len(points),
        exact=is_few and drawn.low is None and not source.is_sample,
        sampled=source.is_sample,
    )


def _joined(one: Drawn, other: Drawn) -> Drawn:
    low = high = None
    if one.low is not None or other.low is not None:
        low = [*(one.low or one.y), *(other.low or other.y)]
        high = [*(one.high or one.y), *(other.high or other.y)]
    return Drawn([*one.x, *other.x], [*one.y, *other.y], low, high)
