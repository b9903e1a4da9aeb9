"""The page that compares versions of a model: what differs first, measured by a baseline."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.registered_model import RegisteredModel
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import model_head, version_comparison
from modelstead.services.file_comparison import ComparedFile
from modelstead.services.version_comparison import ComparedVersion, Comparison
from modelstead.store import version_head as rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import LinkRow
from modelstead.web import urls
from modelstead.web.comparison_table import Row, row
from modelstead.web.dialect import see_other, show
from modelstead.web.text_diff import DiffLine, diff
from modelstead.web.version_state import CompareVersionsState

LINE_LENGTH = 2_000  # characters of a line that are shown


class FileCell(msgspec.Struct, frozen=True):
    """A version's file beside the baseline's: same, changed, added, removed, or none where neither has it."""

    change: str
    size: int = 0


class FileRow(msgspec.Struct, frozen=True):
    """A path, and the file that each version has there."""

    path: str
    differs: bool
    cells: list[FileCell]


class DescriptionView(msgspec.Struct, frozen=True):
    """How the description of a version differs from the baseline's."""

    iid: int
    semantic_version: str
    lines: list[DiffLine]


class CompareVersionsView(msgspec.Struct, frozen=True):
    """What the page shows; `choices` are the model's versions, to choose from."""

    model: RegisteredModel
    state: CompareVersionsState
    versions: list[ComparedVersion]
    missing: list[int]
    baseline: int  # number of the version that the others are measured by, 0 for none
    choices: list[LinkRow]
    rows: list[Row] = []
    first: int = 0
    total: int = 0
    hidden: int = 0
    files: list[FileRow] = []
    file_total: int = 0
    files_hidden: int = 0
    has_all_files: bool = True
    descriptions: list[DescriptionView] = []


class CompareVersionsPage:
    """Compares versions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: CompareVersionsState) -> Answer:
        if request.chosen:
            state = msgspec.structs.replace(request, chosen=(), versions=",".join(map(str, request.chosen)), baseline=0)
            return see_other(urls.compare_versions(visit.in_project.project, request.model) + state.query())
        view = await self._database.read(_view, visit.in_project, request)
        return show(visit, "compare_versions.html", view)


def _view(tx: Transaction, access: Access, state: CompareVersionsState) -> CompareVersionsView:
    model = model_head.find(tx, access, state.model)
    choices = rows.highest(tx, model.id, limits.VERSION_CHOICE)
    found = version_comparison.compare(
        tx, access, model.iid, state.iids, find=state.q.strip(), is_every=state.all, page=state.page
    )
    iids = [each.iid for each in found.versions]
    baseline = state.baseline if state.baseline in iids else next(iter(iids), 0)
    view = CompareVersionsView(model, state, found.versions, found.missing, baseline, choices)
    return _compared(view, found, iids.index(baseline)) if len(iids) > 1 else view


def _compared(view: CompareVersionsView, found: Comparison, place: int) -> CompareVersionsView:
    return msgspec.structs.replace(
        view,
        rows=[row(each, place, with_deltas=True) for each in found.rows],
        first=found.first,
        total=found.total,
        hidden=found.hidden,
        files=[_file(each, place) for each in found.files.rows],
        file_total=found.files.total,
        files_hidden=found.files.hidden,
        has_all_files=found.files.is_whole,
        descriptions=_descriptions(found.versions, place),
    )


def _file(compared: ComparedFile, place: int) -> FileRow:
    base = compared.held[place]
    cells = []
    for held in compared.held:
        if held is None:
            cells.append(FileCell("none" if base is None else "removed"))
        elif base is None:
            cells.append(FileCell("added", held.size))
        else:
            cells.append(FileCell("same" if held.variant == base.variant else "changed", held.size))
    return FileRow(compared.path, compared.differs, cells)


def _descriptions(versions: Sequence[ComparedVersion], place: int) -> list[DescriptionView]:
    base = versions[place]
    return [
        DescriptionView(each.iid, each.semantic_version, diff(_lines(base.description), _lines(each.description)))
        for each in versions
        if each.description != base.description
    ]


def _lines(text: str) -> list[str]:
    return [line[:LINE_LENGTH] for line in text.splitlines()[: limits.COMPARED_LINES]]
