"""Series: the points of one metric of one run, packed for charts."""

import math
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from operator import le

COLORS = 20  # of lines; a run keeps its own wherever it is drawn
POINT_BYTES = 24
BLOCK = 64  # points whose lowest and highest value are kept, so that a million points are not looked at each time

Row = tuple[int, int, float, int]
"""A point as stored: timestamp, step, value, is_nan."""


def color_of(iid: int) -> int:
    """Return the number of a run's colour."""
    return iid % COLORS


class Points:
    """Where points are, in ascending order, and what they are worth; NaN is NaN. Never changed."""

    __slots__ = ("blocks", "places", "values")

    def __init__(self, places: Sequence[float], values: "array[float]", before: "Points | None" = None) -> None:
        self.places, self.values = places, values
        # What is known of the points that these begin with holds for their whole blocks.
        self.blocks: tuple[list[float], list[float]] = ([], []) if before is None else before.blocks

    def __len__(self) -> int:
        return len(self.values)

    def span(self, first: int, behind: int) -> tuple[float, float] | None:
        """Return the lowest and the highest value of a slice, None where each is NaN."""
        if behind - first < 4 * BLOCK:
            return _span(self.values[first:behind])
        lows, highs = self._known_blocks()
        start, end = -(-first // BLOCK), behind // BLOCK
        low, high = min(lows[start:end]), max(highs[start:end])
        for part in (self.values[first : start * BLOCK], self.values[end * BLOCK : behind]):
            if (found := _span(part)) is not None:
                low, high = min(low, found[0]), max(high, found[1])
        return (low, high) if low <= high else None

    def _known_blocks(self) -> tuple[list[float], list[float]]:
        lows, highs = self.blocks
        whole = len(self.values) // BLOCK
        if len(lows) < whole:
            found = [
                _span(self.values[at : at + BLOCK]) or (math.inf, -math.inf)
                for at in range(len(lows) * BLOCK, whole * BLOCK, BLOCK)
            ]
            # New lists, put into place together: another thread may be reading the old ones.
            self.blocks = [*lows, *(low for low, _ in found)], [*highs, *(high for _, high in found)]
        return self.blocks


class Series:
    """Points in the order of a history, which is by timestamp, step and value. Never changed."""

    __slots__ = ("_by_step", "by_time", "last", "steps", "times", "values")

    def __init__(self) -> None:
        self.times, self.steps, self.values = array("q"), array("q"), array("d")
        self.last: Row | None = None
        self.by_time = Points(self.times, self.values)
        self._by_step: Points | None = Points(self.steps, self.values)

    def __len__(self) -> int:
        return len(self.values)

    def extended(self, portions: Iterable[Sequence[Row]]) -> "Series":
        """Return the series with points behind its last one, in their order; itself, if there are none."""
        rest = iter(portions)
        begin = next((rows for rows in rest if rows), None)
        if begin is None:
            return self
        longer = Series()
        longer.times, longer.steps, longer.values = self.times[:], self.steps[:], self.values[:]
        longer.last = self.last
        is_by_step = self.is_by_step
        for rows in chain([begin], rest):
            if not rows:
                continue
            times, steps, values, nans = zip(*rows, strict=True)
            if any(nans):
                values = tuple(math.nan if nan else value for value, nan in zip(values, nans, strict=True))
            # Nearly always the order of time is that of steps as well.
            is_by_step = is_by_step and (not longer.steps or longer.steps[-1] <= steps[0]) and _ascends(steps)
            longer.times.extend(times)
            longer.steps.extend(steps)
            longer.values.extend(values)
            longer.last = rows[-1]
        longer.by_time = Points(longer.times, longer.values, self.by_time)
        longer._by_step = Points(longer.steps, longer.values, self._by_step) if is_by_step else None
        return longer

    @property
    def is_by_step(self) -> bool:
        """Whether the history is in the order of steps, too."""
        return self._by_step is not None and self._by_step.values is self.values

    @property
    def by_step(self) -> Points:
        """The points by step, those of one step in the order of the history."""
        if self._by_step is None:
            order = sorted(range(len(self.steps)), key=self.steps.__getitem__)
            steps, values = self.steps, self.values
            self._by_step = Points(array("q", [steps[at] for at in order]), array("d", [values[at] for at in order]))
        return self._by_step

    def by_metric(self, other: "Series") -> Points:
        """Return the points by the value that another metric of the run has at the same step."""
        along = dict(zip(other.by_step.places, other.by_step.values, strict=True))
        pairs = [
            (place, value)
            for step, value in zip(self.by_step.places, self.by_step.values, strict=True)
            if not math.isnan(place := along.get(step, math.nan))
        ]
        pairs.sort(key=lambda pair: pair[0])
        return Points([place for place, _ in pairs], array("d", [value for _, value in pairs]))


def _ascends(numbers: Sequence[int]) -> bool:
    return all(map(le, numbers, islice(numbers, 1, None)))


def _span(values: Sequence[float]) -> tuple[float, float] | None:
    if not values:
        return None
    if math.isnan(sum(values)):  # min and max cannot order NaN
        values = [value for value in values if not math.isnan(value)]
        if not values:
            return None
    return min(values), max(values)
