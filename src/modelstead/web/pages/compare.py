"""The page that compares runs of a project, of any experiment."""

import csv
import io
import math

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import file_comparison, run_comparison
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.file_comparison import FileTable
from modelstead.services.run_comparison import ComparedRun, Comparison, Found
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.compare_files import FileView, file_view
from modelstead.web.compare_state import CompareRequest, CompareState
from modelstead.web.comparison_table import FEW, Row, row
from modelstead.web.dialect import POLICY, see_other, show
from modelstead.web.preferences import preferences_of

CSV = b"text/csv; charset=utf-8"
KINDS = {"metrics": (KeyKind.METRIC,), "params": (KeyKind.PARAM,), "tags": (KeyKind.TAG,)}
MOST = (KeyKind.METRIC, KeyKind.PARAM)


class CompareView(msgspec.Struct, frozen=True):
    """What the page shows."""

    state: CompareState
    runs: list[ComparedRun]
    missing: list[int]
    baseline: int  # iid of the run that the others are measured by, 0 for no run
    rows: list[Row] = []
    first: int = 0
    total: int = 0
    hidden: int = 0
    metrics: list[str] = []
    files: FileTable | None = None
    file: FileView | None = None
    found: Found | None = None


class ComparePage:
    """Compares runs."""

    def __init__(self, database: Database, files: ArtifactFiles) -> None:
        self._database = database
        self._files = files

    async def show(self, visit: Visit, request: CompareRequest) -> Answer:
        """Show the comparison; a request that changes which runs there are leads to the address of those."""
        changed = request.changed()
        if changed is not None:
            return see_other(urls.compare(visit.in_project.project) + changed.query())
        digits = preferences_of(visit).places
        view = await self._database.read(_view, visit.in_project, request.state, digits)
        if view.files is not None and view.state.path:
            file = await file_view(self._files, visit.in_project, view.state, view.runs, view.files, view.baseline)
            view = msgspec.structs.replace(view, file=file)
        return show(visit, "compare.html", view)

    async def export(self, visit: Visit, request: CompareState) -> Answer:
        """Give the comparison as CSV: a row for each key, a column for each run."""
        found = await self._database.read(_compare, visit.in_project, request, 0, limits.COMPARED_EXPORT_ROWS)
        name = (b"content-disposition", b'attachment; filename="comparison.csv"')
        return Answer(200, _csv(found).encode(), CSV, (*POLICY, name))


def _view(tx: Transaction, access: Access, state: CompareState, digits: int) -> CompareView:
    if len(state.iids) < 2 or state.search:  # noqa: PLR2004 - one run compares with nothing
        found = run_comparison.search(tx, access, state.search, limits.COMPARED_FOUND)
    else:
        found = None
    if state.view != "values":
        rows, missing = run_comparison.pick(tx, access, state.iids)
        runs = [run_comparison.compared_run(each) for each in rows]
        view = CompareView(state, runs, missing, _baseline(state, runs), found=found)
        if state.view == "charts":
            names = run_comparison.metric_names(tx, [each.id for each in rows])
            return msgspec.structs.replace(view, metrics=names)
        owners = [file_comparison.owner_of(each) for each in rows]
        files = file_comparison.table(tx, owners, find=state.q, is_every=state.all)
        return msgspec.structs.replace(view, files=files)
    compared = _compare(tx, access, state, (state.page - 1) * run_comparison.rows_of_page(len(state.iids)), 0)
    baseline = _baseline(state, compared.runs)
    place = next((place for place, run in enumerate(compared.runs) if run.iid == baseline), 0)
    with_deltas = len(compared.runs) <= FEW or state.baseline != 0
    return CompareView(
        state,
        compared.runs,
        compared.missing,
        baseline,
        rows=[row(each, place, with_deltas=with_deltas, digits=digits) for each in compared.rows],
        first=compared.first,
        total=compared.total,
        hidden=compared.hidden,
        found=found,
    )


def _compare(tx: Transaction, access: Access, state: CompareState, first: int, limit: int) -> Comparison:
    kinds = KINDS.get(state.kind, MOST)
    return run_comparison.compare(
        tx, access, state.iids, kinds=kinds, find=state.q.strip(), is_every=state.all, first=first, limit=limit
    )


def _baseline(state: CompareState, runs: list[ComparedRun]) -> int:
    iids = [run.iid for run in runs]
    return state.baseline if state.baseline in iids else next(iter(iids), 0)


def _csv(found: Comparison) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["kind", "name", *(_inert(run.name) for run in found.runs)])
    writer.writerow(["run", "iid", *(run.iid for run in found.runs)])
    writer.writerow(["run", "id", *(run.run_id for run in found.runs)])
    writer.writerow(["run", "experiment", *(_inert(run.experiment_name) for run in found.runs)])
    writer.writerow(["run", "status", *(run.status for run in found.runs)])
    for each in found.rows:
        writer.writerow([each.kind, _inert(each.key), *(_text(value) for value in each.values)])
    return text.getvalue()


def _text(value: float | str | None) -> str:
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else repr(value)
    return _inert(value or "")


def _inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
