"""Thinning: how few points show a line without losing a spike."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import lt
from typing import NamedTuple

import msgspec

from modelstead.domain.series import Points


class Drawn(msgspec.Struct, frozen=True):
    """A line: ascending places, the last value at each, and the lowest and highest of those that it stands for.

    Where `low` and `high` are None each place has one point. A value is None where it is NaN.
    """

    x: list[float]
    y: list[float | None]
    low: list[float | None] | None = None
    high: list[float | None] | None = None


class Grid(NamedTuple):
    """Buckets of one width, counted from an origin; lines in the same grid share their places."""

    origin: float
    width: float


def grid(start: float, end: float, points: int, *, whole: bool) -> Grid:
    """Return a grid of about as many buckets between two places; where places are whole numbers, so is its width."""
    if whole:
        first, last = int(start), int(end)
        return Grid(first, max(1, -(-(last - first + 1) // points)))
    return Grid(start, (end - start) / points or 1.0)


def window(points: Points, start: float | None, end: float | None) -> tuple[int, int]:
    """Return which points are between two places, both included, as a slice."""
    first = 0 if start is None else bisect_left(points.places, start)
    behind = len(points) if end is None else bisect_right(points.places, end)
    return first, max(first, behind)


def as_logged(points: Points, first: int, behind: int, *, shift: int = 0) -> Drawn:
    """Return every point of a slice; those at one place become one, between their lowest and highest.

    `shift` is what places are counted from.
    """
    places = list(points.places[first:behind])
    if all(map(lt, places, islice(places, 1, None))):
        values = [value if value == value else None for value in points.values[first:behind]]  # noqa: PLR0124 - NaN
        return Drawn([place - shift for place in places] if shift else places, values)
    starts = list(dict.fromkeys(places))
    ends = [bisect_right(points.places, place, first, behind) for place in starts]
    return _joined(points, first, starts, ends, shift)


def in_buckets(points: Points, first: int, behind: int, cells: Grid, *, shift: int = 0) -> Drawn:
    """Return a slice in the buckets of a grid, placed where they begin."""
    starts: list[float] = []
    ends: list[int] = []
    at = first
    while at < behind:
        number = (points.places[at] - cells.origin) // cells.width
        starts.append(cells.origin + number * cells.width)
        at = bisect_left(points.places, cells.origin + (number + 1) * cells.width, at + 1, behind)
        ends.append(at)
    return _joined(points, first, starts, ends, shift)


def _joined(points: Points, first: int, starts: Sequence[float], ends: Sequence[int], shift: int) -> Drawn:
    last: list[float | None] = []
    low: list[float | None] = []
    high: list[float | None] = []
    at = first
    for end in ends:
        span = points.span(at, end)
        low.append(span and span[0])
        high.append(span and span[1])
        last.append(span and _last(points, at, end))
        at = end
    return Drawn([start - shift for start in starts], last, low, high)


def _last(points: Points, first: int, behind: int) -> float:
    """Return the last value of a slice that is not NaN."""
    return next(value for at in range(behind - 1, first - 1, -1) if (value := points.values[at]) == value)
