"""The cells of a table of runs as HTML. There are a thousand on a page, too many for a template's loop."""

from collections.abc import Iterable, Sequence
from html import escape

from modelstead.services.ci_views import JobLink
from modelstead.services.run_columns import Cell
from modelstead.web.formats import ago, duration, html, number, whole
from modelstead.web.preferences import Preferences
from modelstead.web.static_files import static_files

NONE = "\N{EN DASH}"


def cells_of(kinds: Sequence[str], cells: Iterable[Cell], preferences: Preferences, job: JobLink | None = None) -> str:
    """Return the cells of a run; `kinds` says of each how it is written: a time, a span, a metric, a text, its job."""
    digits, times = preferences.places, preferences.times
    written = (
        _job(job) if job and kind == "job" else _cell(kind, cell, digits, times)
        for kind, cell in zip(kinds, cells, strict=True)
    )
    return html("".join(written))  # each is escaped


def _job(job: JobLink) -> str:
    label, about = escape(job.label), escape(job.about)
    if not job.url:
        return f'<td title="{about}"><span class="cut" dir="auto">{label}</span></td>'
    icon = f'<svg class="icon" aria-hidden="true"><use href="{static_files().address("icons.svg")}#external"/></svg>'
    link = f'<a class="cut out" dir="auto" href="{escape(job.url)}" rel="noopener noreferrer">{label}{icon}</a>'
    return f'<td title="{about}">{link}</td>'


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
