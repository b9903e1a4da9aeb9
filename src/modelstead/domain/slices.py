"""Slices of a history: what a database tells of a long series without handing over its points."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.thinning import Drawn


class Slice(NamedTuple):
    """The points between two timestamps, both included: their steps and values, NaN left out, and how many they are.

    `value` is the last one, None where each is NaN, as are `low` and `high`.
    """

    begin: int
    end: int
    first_step: int
    last_step: int
    low: float | None
    high: float | None
    value: float | None
    points: int


def apart(slices: Iterable[Slice]) -> list[Slice]:
    """Return slices in the order of steps, those that have steps in common as one."""
    groups: list[list[Slice]] = []
    last_step = None
    for each in sorted(slices, key=lambda each: each.first_step):
        if last_step is not None and each.first_step <= last_step:
            groups[-1].append(each)
            last_step = max(last_step, each.last_step)
        else:
            groups.append([each])
            last_step = each.last_step
    return [_joined(group) for group in groups]


def drawn(slices: Sequence[Slice], places: Iterable[int]) -> Drawn:
    """Return the line of slices at these places."""
    return Drawn(
        list(places),
        [each.value for each in slices],
        [each.low for each in slices],
        [each.high for each in slices],
    )


def _joined(group: Sequence[Slice]) -> Slice:
    if len(group) == 1:
        return group[0]
    by_time = sorted(group)
    return Slice(
        by_time[0].begin,
        by_time[-1].end,
        min(each.first_step for each in group),
        max(each.last_step for each in group),
        min((each.low for each in group if each.low is not None), default=None),
        max((each.high for each in group if each.high is not None), default=None),
        next((each.value for each in reversed(by_time) if each.value is not None), None),
        sum(each.points for each in group),
    )
