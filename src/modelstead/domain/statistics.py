"""Numbers about groups of runs: summaries, correlation by rank, and how much of a value a category explains."""

import math
from collections.abc import Sequence

import msgspec


class Summary(msgspec.Struct, frozen=True):
    """What a box plot and a band of mean ± std show of some values; `std` is that of the sample, 0 for one value."""

    count: int
    mean: float
    std: float
    low: float
    first_quartile: float
    median: float
    third_quartile: float
    high: float


def summary(values: Sequence[float]) -> Summary:
    """Return the summary of at least one value, none of which is NaN."""
    ordered = sorted(values)
    count = len(ordered)
    scale = max(abs(ordered[0]), abs(ordered[-1])) or 1.0  # the largest values would overflow when added or squared
    parts = [value / scale for value in ordered]
    mean = math.fsum(parts) / count
    spread = math.sqrt(math.fsum((part - mean) ** 2 for part in parts) / (count - 1)) if count > 1 else 0.0
    return Summary(
        count,
        mean * scale,
        spread * scale,
        ordered[0],
        quantile(ordered, 0.25),
        quantile(ordered, 0.5),
        quantile(ordered, 0.75),
        ordered[-1],
    )


def quantile(ordered: Sequence[float], part: float) -> float:
    """Return the value below which a part of ordered values lies, between two of them where it falls there."""
    place = (len(ordered) - 1) * part
    before = math.floor(place)
    after = min(before + 1, len(ordered) - 1)
    rest = place - before
    return ordered[before] * (1 - rest) + ordered[after] * rest


def rank_correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return Spearman's correlation, from -1 to 1; None where one side does not vary."""
    return _correlation(_ranks(xs), _ranks(ys))


def explained(categories: Sequence[str], values: Sequence[float]) -> float | None:
    """Return which part of the variance of values' ranks their categories explain (eta squared), from 0 to 1.

    None where the values do not vary.
    """
    ranks = _ranks(values)
    mean = math.fsum(ranks) / len(ranks) if ranks else 0.0
    total = math.fsum((rank - mean) ** 2 for rank in ranks)
    if not total:
        return None
    members: dict[str, list[float]] = {}
    for category, rank in zip(categories, ranks, strict=True):
        members.setdefault(category, []).append(rank)
    between = math.fsum(len(each) * (math.fsum(each) / len(each) - mean) ** 2 for each in members.values())
    return min(between / total, 1.0)


def _ranks(values: Sequence[float]) -> list[float]:
    """Return each value's rank, from 1; equal values share the middle of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    if not xs:
        return None
    mean_x, mean_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    of_x = math.fsum((x - mean_x) ** 2 for x in xs)
    of_y = math.fsum((y - mean_y) ** 2 for y in ys)
    if not of_x or not of_y:
        return None
    both = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return max(-1.0, min(1.0, both / math.sqrt(of_x * of_y)))
