"""A table of runs: the rows that a filter selects, any part of them, and of each run only the chosen columns."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.run_source import PARENT
from modelstead.domain.search.expression import AllOf, Comparison, Expression, Order, conjuncts
from modelstead.domain.search.fields import RUNS, TAGS, Field, Kind
from modelstead.domain.search.operators import Operator
from modelstead.domain.search.parser import parse_filter
from modelstead.domain.search.writer import write, write_all
from modelstead.domain.star import Starred
from modelstead.errors import InvalidParameter, InvalidSearch, NotFound
from modelstead.services import run_columns
from modelstead.services.ci_views import JobLink
from modelstead.services.run_columns import Cell, Column
from modelstead.services.run_search import TOO_LONG
from modelstead.store import run_children, run_keys, run_search, run_table, runs, stars
from modelstead.store.run_search import Query
from modelstead.store.run_table import TableRow
from modelstead.store.transaction import Transaction


class RunRow(msgspec.Struct, frozen=True):
    """A run in a table; times are milliseconds, `cells` go with the table's columns."""

    iid: int
    run_id: str
    name: str
    status: str  # running, scheduled, finished, failed or killed
    start_time: int
    end_time: int | None
    user: str
    cells: list[Cell]
    is_starred: bool = False
    children: int = 0
    ci_job: JobLink | None = None


class SearchError(msgspec.Struct, frozen=True):
    """Why a filter or an order cannot be read; `at` is the character where that shows, from 0, None for the order."""

    message: str
    at: int | None = None


class NoMatch(msgspec.Struct, frozen=True):
    """Which clause of a filter leaves no run, and the filter without it."""

    clause: str
    without: str
    is_alone: bool  # no run has it, whatever else is asked for


class RunTable(msgspec.Struct, frozen=True):
    """Rows `first` to `first + len(rows) - 1`, counted from 0, of the runs that a filter selects, in order.

    `total` is how many there are; `is_more` says that there are at least so many, and counting stopped there.
    """

    columns: list[Column]
    rows: list[RunRow]
    first: int
    total: int
    is_more: bool = False
    error: SearchError | None = None
    no_match: NoMatch | None = None
    cursor: str = ""  # for `changes`


class Wanted(msgspec.Struct, frozen=True):
    """Which rows and columns; `parent` is the iid of the run whose children are listed, 0 for none.

    `sort` is a field, with a minus before it for the highest first. `is_exact` counts all runs that a filter selects.
    """

    filter_text: str = ""
    sort: str = ""
    view: ViewType = ViewType.ACTIVE_ONLY
    is_nested: bool = False
    parent: int = 0
    columns: tuple[str, ...] = ()
    first: int = 0
    size: int = limits.TABLE_RUNS
    is_exact: bool = False


def page(tx: Transaction, access: Access, experiment: Experiment, wanted: Wanted) -> RunTable:
    """Return a part of the table; what is wrong with the filter or the order is in it."""
    try:
        query = query_of(tx, access, experiment, wanted)
    except InvalidSearch as error:
        return _refused(tx, experiment, wanted, SearchError(str(error), error.at))
    except InvalidParameter as error:
        return _refused(tx, experiment, wanted, SearchError(str(error)))
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = [row_id for row_id, _ in run_search.find(tx, query, wanted.size + 1, None, wanted.first)]
        total, is_more = _total(tx, query, wanted, len(found))
        sample = found[: limits.TABLE_RUNS]
        is_first = not wanted.first and not wanted.sort and wanted.size >= limits.TABLE_RUNS
        if not wanted.columns and not is_first:  # so that other pages and orders have the same columns
            sample = [row_id for row_id, _ in run_search.find(tx, query._replace(order=()), limits.TABLE_RUNS, None)]
        no_match = None if found or wanted.first else _no_match(tx, query, wanted)
    columns = run_columns.chosen(tx, experiment.id, wanted.columns, sample)
    shown = rows(tx, access, experiment, found[: wanted.size], columns)
    cursor = str(run_table.last_iid(tx, access.project.id))
    return RunTable(columns, shown, wanted.first, total, is_more, no_match=no_match, cursor=cursor)


class RunChanges(msgspec.Struct, frozen=True):
    """What is new in a table: rows as they are now, how many runs have been made since, and how many go on."""

    cursor: str
    columns: list[Column]
    rows: list[RunRow]
    new: int
    running: int


def changes(
    tx: Transaction, access: Access, experiment: Experiment, cursor: str, iids: Sequence[int], columns: Sequence[str]
) -> RunChanges:
    """Return what has happened since an answer with this cursor: to the runs of these numbers, and which are new."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= _DIGITS):
        raise InvalidParameter("'since' is not the cursor of an answer of this table.")
    project_id, most = access.project.id, limits.CHILDREN_COUNTED
    row_ids = run_table.of_iids(tx, experiment.id, project_id, iids)
    shown = run_columns.chosen(tx, experiment.id, columns, row_ids)
    return RunChanges(
        str(run_table.last_iid(tx, project_id)),
        shown,
        rows(tx, access, experiment, row_ids, shown),
        run_table.count_since(tx, project_id, experiment.id, int(cursor), most),
        run_table.count_running(tx, project_id, experiment.id, most),
    )


def query_of(tx: Transaction, access: Access, experiment: Experiment, wanted: Wanted) -> Query:
    """Return what to look for; raise InvalidParameter for a filter or an order that cannot be read."""
    parts: list[Expression] = [*conjuncts(parse_filter(RUNS, wanted.filter_text))]
    if wanted.parent:
        parts.append(_is_child_of(tx, access, wanted.parent))
    elif wanted.is_nested and _parent_key(tx, experiment) is not None:
        parts.append(Comparison(_PARENT, Operator.IS_NULL, None))
    return Query([experiment.id], wanted.view, _together(parts), order_of(wanted.sort))


def order_of(sort: str) -> tuple[Order, ...]:
    """Return the order of a field's name, the highest first when a minus stands before it."""
    if not sort:
        return ()
    field = RUNS.orderable(sort.removeprefix("-"))
    if field is None:
        raise InvalidParameter(f"Runs have no order by '{sort[:60]}'. Choose a column, such as metrics.loss.")
    return (Order(field, ascending=not sort.startswith("-")),)


def rows(
    tx: Transaction, access: Access, experiment: Experiment, row_ids: list[int], columns: list[Column]
) -> list[RunRow]:
    """Return runs with the cells of columns, in a number of queries that does not depend on how many."""
    found = run_table.rows(tx, row_ids)
    cells = run_columns.cells(tx, experiment.id, row_ids, columns)
    starred = stars.among(tx, access.actor.user_id, Starred.RUN, row_ids)
    parent_key = _parent_key(tx, experiment)
    children = {} if parent_key is None else run_children.counts(tx, parent_key, row_ids, limits.CHILDREN_COUNTED)
    return [
        RunRow(
            run.iid,
            run.run_id,
            run.name,
            RunStatus(run.status).name.lower(),
            run.start_time,
            run.end_time,
            _user(run),
            cells.of(run, columns),
            run.id in starred,
            children.get(run.id, 0),
            cells.jobs.get(run.id),
        )
        for run in found
    ]


def of_iids(
    tx: Transaction, access: Access, experiment: Experiment, iids: Sequence[int], columns: list[Column]
) -> list[RunRow]:
    """Return an experiment's runs by their numbers in the project, in the order of those."""
    return rows(tx, access, experiment, run_table.of_iids(tx, experiment.id, access.project.id, iids), columns)


def _user(run: TableRow) -> str:
    return run.user_id if run.user_id not in _NOBODY else run.username


def _total(tx: Transaction, query: Query, wanted: Wanted, found: int) -> tuple[int, bool]:
    """Return how many runs there are and whether there may be more; a page that is not full says it by itself."""
    if 0 < found <= wanted.size:
        return wanted.first + found, False
    if query.expression is None and query.view is ViewType.ACTIVE_ONLY:
        return run_search.count(tx, query, 0), False
    most = limits.INT64_MAX - 1 if wanted.is_exact else max(limits.COUNTED_RUNS, wanted.first + found)
    counted = run_search.count(tx, query, most)
    return min(counted, most), counted > most


def _no_match(tx: Transaction, query: Query, wanted: Wanted) -> NoMatch | None:
    """Return the clause with which the last runs go, when the clauses come one after the other.

    When those before it leave some, it is the last one.
    """
    parts = conjuncts(parse_filter(RUNS, wanted.filter_text))
    if not parts or len(parts) > limits.CLAUSES_TRIED:
        return None
    hidden = conjuncts(query.expression)[len(parts) :]
    place = len(parts) - 1
    for number in range(len(parts) - 1):
        held = _together([*hidden, *parts[: number + 1]])
        if not run_search.find(tx, query._replace(order=(), expression=held), 1, None):
            place = number
            break
    return NoMatch(write(parts[place]), write_all([*parts[:place], *parts[place + 1 :]]), is_alone=place == 0)


def _together(parts: Sequence[Expression]) -> Expression | None:
    return AllOf(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _refused(tx: Transaction, experiment: Experiment, wanted: Wanted, error: SearchError) -> RunTable:
    return RunTable(run_columns.chosen(tx, experiment.id, wanted.columns, []), [], 0, 0, error=error)


def _is_child_of(tx: Transaction, access: Access, iid: int) -> Comparison:
    found = runs.by_iid(tx, access.project.id, iid)
    if found is None:
        raise NotFound(f"There is no run {iid} in this project.")
    return Comparison(_PARENT, Operator.EQUAL, found.run_id)


def _parent_key(tx: Transaction, experiment: Experiment) -> int | None:
    return run_keys.known(tx, experiment.id, {KeyKind.TAG: [PARENT]})[KeyKind.TAG].get(PARENT)


_PARENT = Field(TAGS, PARENT, Kind.TEXT)
_DIGITS = 18  # of a run's number
_NOBODY = frozenset({"", "unknown"})  # what clients say who do not know
