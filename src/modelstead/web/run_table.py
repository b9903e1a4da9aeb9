"""A table of runs as its page shows it: its address, its columns' names, the clauses that its values stand for."""

import math
from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.experiment import ViewType
from modelstead.domain.search.expression import Comparison, Expression, conjuncts
from modelstead.domain.search.fields import ATTRIBUTES, CI, METRICS, RUNS
from modelstead.domain.search.operators import Operator
from modelstead.domain.search.parser import parse_filter
from modelstead.domain.search.writer import write, write_all
from modelstead.errors import InvalidParameter
from modelstead.services.ci_views import JobLink
from modelstead.services.run_columns import JOB_COLUMN, Cell, Column, field_of
from modelstead.services.run_table import RunRow, RunTable, SearchError, Wanted
from modelstead.web.experiment_state import ExperimentState

__all__ = ["Cell", "Clause", "Column", "RunRow", "RunTable", "SearchError", "ShowRuns", "TableState"]

LABELS = {
    "start_time": "Started",
    "end_time": "Ended",
    "duration": "Duration",
    "user_id": "User",
    "source": "Source",
    "ci_job": "CI job",
    "status": "Status",
    "run_id": "Run ID",
}
EXTREMES = {"min": "lowest", "max": "highest"}
UNFILTERED = frozenset({"duration", "source"})  # attributes that the search language does not have


class TableState(ExperimentState, frozen=True, kw_only=True):
    """The state of the table: beside what the tabs share, the run whose children it lists."""

    parent: int = 0


class ShowRuns(TableState, frozen=True, kw_only=True):
    """What is asked of an experiment's address, beside a state.

    `first` and `rows` are a window instead of a page, `since` is the cursor of an answer before, `cells_of` is a run
    whose values are offered to filter by.
    """

    first: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] | None = None
    rows: Annotated[int, msgspec.Meta(ge=1, le=limits.TABLE_RUNS_MAX)] = limits.TABLE_RUNS
    count: Literal["", "exact"] = ""
    since: str = ""
    cells_of: int = 0

    @property
    def state(self) -> TableState:
        return TableState(**{name: getattr(self, name) for name in TableState.__struct_fields__})

    @property
    def wanted(self) -> Wanted:
        first = (self.page - 1) * limits.TABLE_RUNS if self.first is None else self.first
        return msgspec.structs.replace(wanted(self), first=first, size=self.rows, is_exact=self.count == "exact")


class Clause(msgspec.Struct, frozen=True):
    """What one value can be filtered by: a name for people, and the whole filter that it makes of the one there is."""

    label: str
    filter_text: str


def wanted(state: TableState) -> Wanted:
    """Return which runs and columns a state asks for, from the first run on."""
    view = ViewType.DELETED_ONLY if state.stage == "deleted" else ViewType.ACTIVE_ONLY
    return Wanted(state.q, state.sort, view, state.nested, state.parent, state.cols)


def label(column: Column) -> str:
    """Return what stands at the head of a column."""
    name = LABELS.get(column.key, column.key) if column.kind == ATTRIBUTES else column.key
    return f"{name} ({EXTREMES[column.of]})" if column.of else name


def clauses(column: Column, cell: Cell, filter_text: str, job: JobLink | None = None) -> list[Clause]:
    """Return the ways to filter by a cell's value, none where the language has no way to say it."""
    if column.name == JOB_COLUMN:
        column = Column(f"{CI}.{'name' if job and job.name else 'job'}", CI, "name" if job and job.name else "job")
        cell = (job.name or job.job_id) if job else None
    if column.of or (column.kind == ATTRIBUTES and column.key in UNFILTERED):
        return []
    field = field_of(column.kind, column.key)
    if cell is None:
        if column.kind == ATTRIBUTES:
            return []
        offered = [("Not set", Operator.IS_NULL), ("Set", Operator.IS_NOT_NULL)]
    elif isinstance(cell, str):
        if len(cell) >= limits.TABLE_TEXT_LENGTH:  # it may be cut
            return []
        offered = [("Filter for", Operator.EQUAL), ("Filter out", Operator.UNEQUAL)]
    elif math.isnan(cell):
        return []
    else:
        offered = [("Equal", Operator.EQUAL), ("More", Operator.MORE), ("Less", Operator.LESS)]
    return [Clause(name, with_clause(filter_text, Comparison(field, operator, cell))) for name, operator in offered]


def with_clause(filter_text: str, wanted: Comparison) -> str:
    """Return a filter with one more clause, in the place of one that it makes pointless."""
    written = write(wanted)
    try:
        held = conjuncts(parse_filter(RUNS, filter_text))
    except InvalidParameter:
        return written  # there was no filter that could be read
    return write_all([*(each for each in held if not _is_replaced(each, wanted)), wanted])


def _is_replaced(held: Expression, wanted: Comparison) -> bool:
    if not isinstance(held, Comparison) or (held.field, held.operator) != (wanted.field, wanted.operator):
        return False
    return held.operator in _ONE_EACH or held.operand == wanted.operand


_ONE_EACH = frozenset({Operator.EQUAL, Operator.MORE, Operator.LESS})  # a second one would mean nothing more


def cell_kind(column: Column) -> str:
    """Return how a column's cells are written: as a time, a span of time, a metric, or as the text that they are."""
    if column.name == JOB_COLUMN:
        return "job"
    if column.kind == ATTRIBUTES:
        return {"start_time": "time", "end_time": "time", "duration": "span"}.get(column.key, "text")
    return "metric" if column.kind == METRICS else "text"
