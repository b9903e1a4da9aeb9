"""Tables of text, CSV and TSV: the head of them, however long they are."""

import asyncio
import csv
import io
import math
from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

_MARKS = (",", ";", "\t", "|")
_QUOTE = '"'


class Column(msgspec.Struct, frozen=True):
    """The head of a column; `order` is the address of the page sorted by it, "" where that is not offered."""

    name: str
    is_number: bool
    order: str = ""
    sorted: str = ""  # as aria-sort has it


class TablePreview(msgspec.Struct, frozen=True):
    """The first rows of a table. `more` is the address of a longer head, "" where there is none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    all_columns: int
    is_whole: bool
    more: str = ""


async def show(source: Source) -> TablePreview:
    is_more = source.state.anyway
    size = min(source.size, limits.VIEW_TABLE_BYTES_MAX if is_more else limits.VIEW_TABLE_BYTES)
    head = await source.read(0, size)
    most = limits.VIEW_TABLE_ROWS_MAX if is_more else limits.VIEW_TABLE_ROWS
    rows, is_whole = await asyncio.to_thread(
        parse, head, most, mark="\t" if source.name.lower().endswith(".tsv") else "", is_cut=size < source.size
    )
    if not rows:
        raise Unfit("The table has no rows.")
    return table(source, rows[0], rows[1:], is_whole=is_whole)


def parse(head: bytes, most: int, *, mark: str = "", is_cut: bool = False) -> tuple[list[list[str]], bool]:
    """Return the first rows of a table, with its head, and whether they are all.

    `is_cut` says that more bytes follow, so that the last row may not be complete. Raise Unfit for what is no table.
    """
    if b"\0" in head:
        raise Unfit("The file is not text in UTF-8.")
    text = head.decode("utf-8-sig", "replace")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark or _mark(text)):
            if row:
                rows.append(row)
            if len(rows) > most + 2:
                break
    except csv.Error as error:
        raise Unfit(f"It is not a table: {error}.") from error
    if is_cut and len(rows) <= most + 2:
        rows = rows[:-1] or rows
    return rows[: most + 1], len(rows) <= most + 1 and not is_cut


def table(
    source: Source, head: Sequence[str], rows: Sequence[Sequence[str]], *, is_whole: bool, can_grow: bool = True
) -> TablePreview:
    """Return rows as a page shows them, in the order that it is asked for."""
    width = min(max([len(head), *map(len, rows)]), limits.VIEW_TABLE_COLUMNS)
    cut = [[_cell(row[at]) if at < len(row) else "" for at in range(width)] for row in (head, *rows)]
    shown = cut[1:]
    numbers = [is_number_column([row[at] for row in shown]) for at in range(width)]
    sort = source.state.sort
    if sort and abs(sort) <= width:
        at = abs(sort) - 1
        if numbers[at]:
            shown.sort(key=lambda row: (not row[at], _number(row[at]) * (1 if sort > 0 else -1)))
        else:
            shown.sort(key=lambda row: row[at].casefold(), reverse=sort < 0)
    columns = tuple(
        Column(
            name,
            numbers[at - 1],
            source.here(sort=-at if sort == at else at),
            "" if abs(sort) != at else "ascending" if sort > 0 else "descending",
        )
        for at, name in enumerate(cut[0], 1)
    )
    more = "" if is_whole or source.state.anyway or not can_grow else source.here(anyway=True)
    return TablePreview(columns, tuple(map(tuple, shown)), max([len(head), *map(len, rows)]), is_whole, more)


def is_number_column(cells: Sequence[str]) -> bool:
    """Tell whether there are numbers in a column and nothing else; some may be missing."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(not math.isnan(_number(cell)) or cell.lower() == "nan" for cell in filled)


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _cell(text: str) -> str:
    return text if len(text) <= limits.VIEW_CELL_LENGTH else text[: limits.VIEW_CELL_LENGTH] + "…"


def _mark(text: str) -> str:
    """Return what separates the cells: the mark that stands most often in the first line, outside of quotes."""
    line = text.partition("\n")[0]
    plain = "".join(line.split(_QUOTE)[::2])
    return max(_MARKS, key=plain.count)


TABLE = Viewer("table", "Table", "table", frozenset({"csv", "tsv", "tab"}), show)
