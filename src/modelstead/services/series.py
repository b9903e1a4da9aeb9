"""Lines of charts: metrics of runs along steps, time or another metric, as few points as show them."""

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import msgspec

from modelstead.domain import slices, thinning
from modelstead.domain.actor import Access
from modelstead.domain.run import RunStatus
from modelstead.domain.series import Points, Series
from modelstead.domain.slices import Slice
from modelstead.domain.thinning import Drawn, Grid
from modelstead.errors import NotFound
from modelstead.services import first_look
from modelstead.services.series_cache import SeriesCache
from modelstead.services.wanted_series import OTHER, STEP, TIME, Wanted, check
from modelstead.store import series as rows
from modelstead.store.series import ChartRun
from modelstead.store.transaction import Transaction

AS_LOGGED = 2  # points for each that is asked for: a line with no more of them comes as it was logged
SHARED = 8  # the same, of different places in all lines of a chart


class Line(Drawn, frozen=True, kw_only=True):
    """A metric of a run: as many points as are in range, and in all; `exact` says that each is here as logged.

    First looks are `sampled`, then spikes may be missing, and only the sample is counted; or `rough`, then all points
    are there, in other buckets than those that were asked for.
    """

    iid: int
    count: int
    total: int
    exact: bool
    sampled: bool = False
    rough: bool = False


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


class _Rough(NamedTuple):
    """A line of slices, and its first and last place."""

    first: float
    last: float
    line: Line


def read(tx: Transaction, access: Access, cache: SeriesCache, wanted: Wanted) -> Charts:
    """Return lines; raise NotFound for a run that the project has not."""
    check(wanted)
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
    look = first_look.take(tx, cache, asked, wanted) if wanted.quick and not wanted.after else first_look.NONE
    rest = {name: pair for name, pair in asked.items() if name not in look.slices and name not in look.samples}
    series = {**look.samples, **cache.get(tx, rest)}
    afters = iter(wanted.after or repeat(None))
    charts = []
    for metric in wanted.metrics:
        sources: list[_Source] = []
        roughs: list[_Rough] = []
        for iid, after in zip(wanted.runs, afters, strict=False):
            run = runs[iid]
            name = run.run_id, metric
            if name in look.slices:
                roughs.append(_rough(run, look.slices[name], wanted.x))
            found, other = series.get(name), series.get((run.run_id, along)) if along else None
            if found is not None and (other is not None or not along):
                points, shift = _placed(run, found, other, wanted.x)
                sources.append(_Source(run, points, shift, after, name in look.samples))
        charts.append(_chart(metric, sources, roughs, wanted))
    states = [RunState(iid, RunStatus(runs[iid].status).name.lower()) for iid in wanted.runs]
    return Charts(wanted.x, states, charts)


def _placed(run: ChartRun, found: Series, other: Series | None, x: str) -> tuple[Points, int]:
    """Return points along what is wanted, and what their places are counted from."""
    if other is not None:
        return found.by_metric(other), 0
    if x == STEP:
        return found.by_step, 0
    if x == TIME:
        return found.by_time, 0
    return found.by_time, _beginning(run, int(found.by_time.places[0]))


def _beginning(run: ChartRun, first: int) -> int:
    """Return the timestamp from which relative time is counted, given a metric's first one."""
    return min(run.start_time, first) if run.start_time > 0 else first


def _rough(run: ChartRun, parts: Sequence[Slice], x: str) -> _Rough:
    if x == STEP:
        shift, last = 0, parts[-1].last_step
        places = [each.first_step for each in parts]
    else:
        shift = 0 if x == TIME else _beginning(run, parts[0].begin)
        places = [each.begin - shift for each in parts]
        last = parts[-1].end - shift
    drawn = slices.drawn(parts, places)
    total = sum(each.points for each in parts)
    line = Line(drawn.x, drawn.y, drawn.low, drawn.high, iid=run.iid, count=total, total=total, exact=False, rough=True)
    return _Rough(places[0], last, line)


def _chart(metric: str, sources: Sequence[_Source], roughs: Sequence[_Rough], wanted: Wanted) -> Chart:
    sources = [source for source in sources if len(source.points)]
    if not sources and not roughs:
        return Chart(metric, None, None, [])
    places = [(source.points.places[0] - source.shift, source.points.places[-1] - source.shift) for source in sources]
    places += [(rough.first, rough.last) for rough in roughs]
    first, last = min(first for first, _ in places), max(last for _, last in places)
    cuts = [_slice(source, wanted) for source in sources]
    cells = thinning.grid(
        first if wanted.start is None else max(first, wanted.start),
        last if wanted.end is None else max(first, min(last, wanted.end)),
        wanted.points,
        whole=not wanted.x.startswith(OTHER),
    )
    few = [behind - before <= AS_LOGGED * wanted.points for before, behind in cuts]
    if not wanted.after and not _share_places(sources, cuts, few, SHARED * wanted.points):
        few = [False] * len(few)
    lines = [
        _line(source, wanted, cut, cells, is_few=is_few) for source, cut, is_few in zip(sources, cuts, few, strict=True)
    ]
    lines += [rough.line for rough in roughs]
    order = {iid: at for at, iid in enumerate(wanted.runs)}
    return Chart(metric, first, last, sorted(lines, key=lambda line: order[line.iid]))


def _slice(source: _Source, wanted: Wanted) -> tuple[int, int]:
    start = None if wanted.start is None else wanted.start + source.shift
    end = None if wanted.end is None else wanted.end + source.shift
    first, behind = thinning.window(source.points, start, end)
    if source.after is not None:
        _, known = thinning.window(source.points, None, source.after + source.shift)
        first, behind = max(first, known), max(behind, known)
    return first, behind


def _share_places(sources: Sequence[_Source], cuts: Sequence[tuple[int, int]], few: Sequence[bool], most: int) -> bool:
    """Tell whether lines have their places in common, or are few points in all: a chart has one list of places."""
    if sum(behind - first for (first, behind), is_few in zip(cuts, few, strict=True) if is_few) <= most:
        return True
    places: set[float] = set()
    for source, (first, behind), is_few in zip(sources, cuts, few, strict=True):
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
