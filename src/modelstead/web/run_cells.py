"""The cells of a table of runs as HTML. There are a thousand on a page, too many for a template's loop."""

from collections.abc import Iterable, Sequence
from html import escape

from markupsafe import Markup

from modelstead.services.run_columns import Cell
from modelstead.web.formats import ago, duration, number, whole
from modelstead.web.preferences import Preferences

NONE = "\N{EN DASH}"


def cells_of(kinds: Sequence[str], cells: Iterable[Cell], preferences: Preferences) -> Markup:
    """Return the cells of a run; `kinds` says of each how it is written: as a time, a span, a metric or a text."""
    digits, times = preferences.places, preferences.times
    written = (_cell(kind, cell, digits, times) for kind, cell in zip(kinds, cells, strict=True))
    return Markup("".join(written))  # noqa: S704 - each is escaped


def _cell(kind: str, cell: Cell, digits: int, times: str) -> str:
    if cell is None:
        return f'<td class="none{" number" if kind in ("metric", "span") else ""}">{NONE}</td>'
    if kind == "text" or isinstance(cell, str):
        text = escape(str(cell))
        return f'<td title="{text}"><span class="cut">{text}</span></td>'
    if kind == "time":
        return f"<td>{ago(int(cell), times)}</td>"
    if kind == "span":
        return f'<td class="number" title="{cell} ms">{duration(int(cell))}</td>'
    return f'<td class="number" title="{whole(cell)}">{number(cell, digits)}</td>'
