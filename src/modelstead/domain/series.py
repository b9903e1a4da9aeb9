"""Series: the points of one metric of one run, packed, and how few of them show a line without losing a spike."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import le

import msgspec

COLORS = 20  # of lines; a run keeps its own wherever it is drawn
POINT_BYTES = 24

Points = tuple["array[int] | array[float]", "array[float]"]
"""Where points are and what they are worth, by where they are."""

Row = tuple[int, int, float, int]
"""A point as stored: timestamp, step, value, is_nan."""


def color_of(iid: int) -> int:
    """Return the number of a run's colour."""
    return iid % COLORS


class Series:
    """Points in the order of a history, which is by timestamp, step and value. Never changed; NaN is NaN."""

    __slots__ = ("_by_step", "_is_by_step", "gaps", "last", "steps", "times", "values")

    def __init__(
        self,
        times: "array[int]",
        steps: "array[int]",
        values: "array[float]",
        *,
        last: Row | None,
        gaps: int,
        is_by_step: bool,
    ) -> None:
        self.times, self.steps, self.values = times, steps, values
        self.last = last
        self.gaps = gaps  # how many values are NaN
        self._is_by_step = is_by_step
        self._by_step: Points | None = (steps, values) if is_by_step else None

    def __len__(self) -> int:
        return len(self.values)

    def extended(self, rows: Sequence[Row]) -> "Series":
        """Return the series with points behind its last one."""
        if not rows:
            return self
        times, steps, values, nans = zip(*rows, strict=True)
        added = array("q", steps)
        follows = not self.steps or self.steps[-1] <= steps[0]
        gaps = sum(nans)
        return Series(
            self.times + array("q", times),
            self.steps + added,
            self.values + array("d", _with_nan(values, nans) if gaps else values),
            last=rows[-1],
            gaps=self.gaps + gaps,
            is_by_step=self._is_by_step and follows and _is_sorted(added),
        )

    @property
    def by_time(self) -> Points:
        return self.times, self.values

    @property
    def by_step(self) -> Points:
        """The points by step, those of one step in the order of the history."""
        if self._by_step is None:
            order = sorted(range(len(self.steps)), key=self.steps.__getitem__)
            self._by_step = (
                array("q", [self.steps[at] for at in order]),
                array("d", [self.values[at] for at in order]),
            )
        return self._by_step

    def by_metric(self, other: "Series") -> Points:
        """Return the points by the value that another metric of the run has at the same step."""
        wanted: dict[int, float] = dict(zip(*other.by_step, strict=True))
        steps, values = self.by_step
        pairs = [
            (place, value)
            for step, value in zip(steps, values, strict=True)
            if (place := wanted.get(int(step))) is not None and place == place  # noqa: PLR0124 - not NaN
        ]
        pairs.sort(key=_place)
        return array("d", [place for place, _ in pairs]), array("d", [value for _, value in pairs])


EMPTY = Series(array("q"), array("q"), array("d"), last=None, gaps=0, is_by_step=True)


class Drawn(msgspec.Struct, frozen=True):
    """A line: places in ascending order, the value at each, and the lowest and highest one that stand for it.

    Where `low` and `high` are None each place has one point. A value is None where it is NaN.
    """

    x: list[float]
    y: list[float | None]
    low: list[float | None] | None = None
    high: list[float | None] | None = None


def window(points: Points, start: float | None, end: float | None) -> tuple[int, int]:
    """Return which points are between two places, both included, as a slice."""
    places = points[0]
    first = 0 if start is None else bisect_left(places, start)
    return first, max(first, len(places) if end is None else bisect_right(places, end))


def as_logged(points: Points, first: int, behind: int, *, shift: int = 0) -> Drawn:
    """Return every point of a slice; those at one place become one, with all of them between its low and high."""
    places, values = points
    xs = places[first:behind].tolist()
    if all(map(int.__lt__ if places.typecode == "q" else float.__lt__, xs, islice(xs, 1, None))):
        shown = _shown(values[first:behind])
        return Drawn([x - shift for x in xs] if shift else xs, shown)
    return _joined(points, first, behind, [bisect_right(places, x, first, behind) for x in dict.fromkeys(xs)], shift)


def in_buckets(points: Points, first: int, behind: int, origin: float, width: float, *, shift: int = 0) -> Drawn:
    """Return a slice in buckets of a width, counted from an origin: the last, lowest and highest value of each.

    Places are those of the buckets' beginnings, so that lines with the same origin and width share them.
    """
    places = points[0]
    ends: list[int] = []
    starts: list[float] = []
    at = first
    while at < behind:
        number = (places[at] - origin) // width
        ends.append(bisect_left(places, origin + (number + 1) * width, at + 1, behind))
        starts.append(origin + number * width)
        at = ends[-1]
    return _joined(points, first, behind, ends, shift, starts)


def _joined(
    points: Points, first: int, behind: int, ends: Iterable[int], shift: int, starts: Sequence[float] = ()
) -> Drawn:
    places, values = points
    xs: list[float] = []
    last: list[float | None] = []
    low: list[float | None] = []
    high: list[float | None] = []
    at = first
    for number, end in enumerate(ends):
        part: Sequence[float] = values[at:end]
        lowest, highest = min(part), max(part)
        if lowest != lowest or highest != highest or part[0] != part[0]:  # noqa: PLR0124 - NaN, which min cannot order
            part = [value for value in part if value == value]  # noqa: PLR0124
        elif _holds_nan(part):
            part = [value for value in part if value == value]  # noqa: PLR0124
        xs.append((starts[number] if starts else places[at]) - shift)
        last.append(part[-1] if part else None)
        low.append(min(part) if part else None)
        high.append(max(part) if part else None)
        at = end
    return Drawn(xs, last, low, high)


def _place(pair: tuple[float, float]) -> float:
    return pair[0]
