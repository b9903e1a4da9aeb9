"""Groups of runs that share values, and what a metric seems to depend on."""

from collections.abc import Sequence

import msgspec

from modelstead.domain.statistics import Summary, explained, rank_correlation, summary
from modelstead.services.run_values import RunValues, Values

FEWEST = 3  # runs with both values, for a correlation to say anything


class Group(msgspec.Struct, frozen=True):
    """The runs that have the same values of some fields, and what a metric is in them; `labels` go with the fields."""

    labels: list[str | float | None]
    iids: list[int]
    summary: Summary


class Importance(msgspec.Struct, frozen=True):
    """How a field goes along with a metric over `runs` runs.

    `strength` is from 0 to 1. A number has a direction, from -1 to 1 (Spearman's rank correlation); a category has
    none, and its strength is the part of the variance of ranks that it explains.
    """

    name: str
    strength: float
    direction: float | None
    runs: int


def groups(found: RunValues, by: Sequence[Values], measured: Values) -> list[Group]:
    """Return the groups of runs by the values of fields, the highest mean first.

    Runs without the metric are in none.
    """
    members: dict[tuple[str | float | None, ...], tuple[list[int], list[float]]] = {}
    for place, (iid, value) in enumerate(zip(found.iids, measured.values, strict=True)):
        if isinstance(value, float):
            iids, values = members.setdefault(tuple(each.values[place] for each in by), ([], []))
            iids.append(iid)
            values.append(value)
    made = [Group(list(labels), iids, summary(values)) for labels, (iids, values) in members.items()]
    return sorted(made, key=lambda each: -each.summary.mean)


def importances(fields: Sequence[Values], measured: Values) -> list[Importance]:
    """Return what goes along with a metric, the strongest first."""
    found = [each for field in fields if field.name != measured.name and (each := _importance(field, measured))]
    return sorted(found, key=lambda each: -each.strength)


def _importance(field: Values, measured: Values) -> Importance | None:
    pairs = [
        (value, result)
        for value, result in zip(field.values, measured.values, strict=True)
        if value is not None and isinstance(result, float)
    ]
    if len(pairs) < FEWEST:
        return None
    results = [result for _, result in pairs]
    if field.is_numeric:
        direction = rank_correlation([float(value) for value, _ in pairs], results)
        return None if direction is None else Importance(field.name, abs(direction), direction, len(pairs))
    categories = [str(value) for value, _ in pairs]
    if not 1 < len(set(categories)) < len(categories):  # one for all, or one for each, explains nothing
        return None
    part = explained(categories, results)
    return None if part is None else Importance(field.name, part, None, len(pairs))
