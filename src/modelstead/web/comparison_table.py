"""The cells of a comparison: how each value is written, how far it is from the baseline's, which are the extremes."""

import math
from collections.abc import Sequence

import msgspec

from modelstead.services.run_comparison import Compared
from modelstead.web.formats import DIGITS, MINUS, number, whole

FEW = 20  # runs up to which every cell says how far it is from the baseline
_HUNDRED = 100
_LARGEST = 1.7e308  # beyond, a value stands for infinity


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value as a table shows it, None where the run has none; `title` is the whole of it.

    `delta` and `percent` say how far a number is from the baseline's, `way` in which direction: up, down or same.
    """

    text: str | None
    title: str = ""
    delta: str = ""
    percent: str = ""
    way: str = ""
    is_other: bool = False
    is_highest: bool = False
    is_lowest: bool = False


class Row(msgspec.Struct, frozen=True):
    """A key with its cells, in the order of the runs."""

    kind: str
    key: str
    differs: bool
    cells: list[Cell]


def row(compared: Compared, baseline: int, *, with_deltas: bool, digits: int = DIGITS) -> Row:
    """Return a row; `baseline` is the place of the run that the others are measured by, `digits` 0 for all."""
    values = compared.values
    base = values[baseline]
    numbers = [value for value in values if isinstance(value, float) and not math.isnan(value)]
    ends = (min(numbers), max(numbers)) if len(numbers) > 2 and compared.differs else None  # noqa: PLR2004 - two have a delta
    cells = [
        _cell(value, base, ends, is_base=place == baseline, with_deltas=with_deltas, digits=digits)
        for place, value in enumerate(values)
    ]
    return Row(compared.kind, compared.key, compared.differs, cells)


def _cell(
    value: float | str | None,
    base: float | str | None,
    ends: tuple[float, float] | None,
    *,
    is_base: bool,
    with_deltas: bool,
    digits: int,
) -> Cell:
    if value is None:
        return Cell(None)
    if isinstance(value, str):
        return Cell(value, is_other=not is_base and value != base)
    delta = percent = way = ""
    if with_deltas and not is_base and isinstance(base, float):
        delta, percent, way = _difference(value, base, digits)
    return Cell(
        number(value, digits),
        whole(value) if math.isfinite(value) else str(value),
        delta,
        percent,
        way,
        is_highest=ends is not None and ends[0] < ends[1] and value == ends[1],
        is_lowest=ends is not None and ends[0] < ends[1] and value == ends[0],
    )


def _difference(value: float, base: float, digits: int) -> tuple[str, str, str]:
    difference = value - base
    if not math.isfinite(difference) or max(abs(value), abs(base)) > _LARGEST:
        return "", "", ""
    if difference == 0:
        return "0", "", "same"
    way = "up" if difference > 0 else "down"
    share = abs(difference / base) * _HUNDRED if base else math.inf
    percent = f"{_signed(difference)}{_percent(share)} %" if math.isfinite(share) else ""
    return f"{_signed(difference)}{number(abs(difference), digits)}", percent, way


def _percent(share: float) -> str:
    return f"{share:.1f}" if share < _HUNDRED else number(round(share))


def _signed(value: float) -> str:
    return "+" if value > 0 else MINUS


def transposed(rows: Sequence[Row], runs: int) -> list[list[Cell]]:
    """Return the cells run by run."""
    return [[each.cells[place] for each in rows] for place in range(runs)]
