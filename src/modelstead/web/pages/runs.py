"""An experiment's table of runs."""

from collections.abc import Mapping

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.saved_view import SavedView
from modelstead.errors import NotFound
from modelstead.http.answer import JSON, Answer
from modelstead.http.visit import Visit
from modelstead.services import experiment_head, experiments, run_table, saved_views
from modelstead.services.run_table import RunChanges
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import POLICY, show
from modelstead.web.experiment_state import ExperimentState
from modelstead.web.run_table import (
    Cell,
    Clause,
    Column,
    RunRow,
    RunTable,
    ShowRuns,
    TableState,
    cell_kind,
    clauses,
    label,
)


class RunsView(msgspec.Struct, frozen=True):
    """What the page shows; `values_of` is a run whose values are offered to filter by."""

    experiment: Experiment
    state: TableState
    table: RunTable
    views: list[SavedView]
    parent: RunRow | None = None
    values_of: RunRow | None = None

    @property
    def last(self) -> int:
        """The number of the last row, counted from 1."""
        return self.table.first + len(self.table.rows)

    @property
    def has_next(self) -> bool:
        return self.table.is_more or self.last < self.table.total

    @property
    def fixed(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that are shown, for addresses that must keep them."""
        return {"cols": tuple(column.name for column in self.table.columns) or ("",)}

    @property
    def cell_kinds(self) -> list[str]:
        """How each column's cells are written."""
        return [cell_kind(column) for column in self.table.columns]

    def label(self, column: Column) -> str:
        return label(column)

    def clauses(self, column: Column, cell: Cell) -> list[Clause]:
        return clauses(column, cell, self.state.q, self.values_of.ci_job if self.values_of else None)

    def sort(self, column: Column) -> str:
        """Return the order that the head of a column leads to: lowest first, highest first, the usual one."""
        if self.state.sort == column.name:
            return f"-{column.name}"
        return "" if self.state.sort == f"-{column.name}" else column.name

    def direction(self, column: Column) -> str:
        """Return in which order the column's values stand, "" for none."""
        sort = self.state.sort or "-start_time"
        return {column.name: "ascending", f"-{column.name}": "descending"}.get(sort, "")


class RunsPages:
    """Shows the table, and what has changed in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ExperimentState) -> Answer:
        assert isinstance(request, ShowRuns)
        if request.since:
            changes = await self._database.read(_changes, visit.in_project, request)
            return Answer(200, msgspec.json.encode(changes), JSON, POLICY)
        view = await self._database.read(_view, visit.in_project, request)
        return show(visit, "runs.html", view, 400 if view.table.error else 200)


def _view(tx: Transaction, access: Access, request: ShowRuns) -> RunsView:
    experiment = experiment_head.get(tx, access, request.iid)
    found = run_table.page(tx, access, experiment, request.wanted)
    return RunsView(
        experiment,
        request.state,
        found,
        saved_views.of(tx, experiment),
        _row(tx, access, experiment, found, request.parent),
        _row(tx, access, experiment, found, request.cells_of),
    )


def _row(tx: Transaction, access: Access, experiment: Experiment, found: RunTable, iid: int) -> RunRow | None:
    if not iid:
        return None
    rows = run_table.of_iids(tx, access, experiment, [iid], found.columns)
    if not rows:
        raise NotFound(f"There is no run {iid} in this experiment.")
    return rows[0]


def _changes(tx: Transaction, access: Access, request: ShowRuns) -> RunChanges:
    experiment = experiments.find(tx, access, str(request.iid))
    return run_table.changes(tx, access, experiment, request.since, request.runs[: limits.LIVE_RUNS], request.cols)
