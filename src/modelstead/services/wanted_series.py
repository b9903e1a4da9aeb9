"""What can be asked of a chart's lines."""

import math

import msgspec

from modelstead import limits
from modelstead.errors import InvalidParameter

STEP, TIME, RELATIVE, OTHER = "step", "time", "relative", "metric:"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines: of runs (iids) and metrics, along what, between two places, and about how many points of each.

    `after` has, for each metric the runs in order, the place behind which points are wanted, or None for all.
    `quick` takes a first look at what would take long to read; then the lines are to be asked for again.
    """

    runs: tuple[int, ...]
    metrics: tuple[str, ...]
    x: str = STEP
    start: float | None = None
    end: float | None = None
    points: int = limits.SERIES_POINTS
    after: tuple[float | None, ...] = ()
    quick: bool = False


def check(wanted: Wanted) -> None:
    """Raise InvalidParameter for what cannot be answered."""
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
