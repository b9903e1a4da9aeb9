"""Runs of an experiment for a file: all that a filter selects, a few at a time, each with the whole of its values."""

from collections.abc import Sequence
from typing import NamedTuple

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.run import RunStatus
from modelstead.domain.search.fields import ATTRIBUTES, METRICS, PARAMS, TAGS
from modelstead.services import experiments, run_columns
from modelstead.services.run_columns import KINDS, Cell, Column
from modelstead.services.run_search import TOO_LONG
from modelstead.services.run_table import Wanted, query_of
from modelstead.store import ci_jobs, run_search, run_table
from modelstead.store.run_search import Query
from modelstead.store.transaction import Row, Transaction

FIRST = ("run", "run_id", "name", "status", "start_time", "end_time", "user_id")  # before the chosen columns
_CELLS_AT_ONCE = 100_000
_WHOLE = 1_000_000  # characters: nothing is cut


class Export(NamedTuple):
    """What is exported: columns, and either a query or the row ids of chosen runs."""

    experiment: Experiment
    columns: list[Column]
    query: Query
    chosen: list[int] | None

    @property
    def at_once(self) -> int:
        return max(min(limits.EXPORTED_AT_ONCE, _CELLS_AT_ONCE // (len(self.columns) + 1)), 1)


class Part(NamedTuple):
    """Some rows: of each the first fields and the cells; `after` is where the next part begins, None at the end."""

    rows: list[list[Cell]]
    after: Row | None


def prepare(
    tx: Transaction, access: Access, experiment_id: str, wanted: Wanted, iids: Sequence[int], *, has_all: bool
) -> Export:
    """Return what to export; `has_all` takes every key as a column."""
    experiment = experiments.find(tx, access, experiment_id)
    query = query_of(tx, access, experiment, wanted)
    chosen = run_table.of_iids(tx, experiment.id, access.project.id, iids) if iids else None
    if has_all:
        names = run_table.names(tx, experiment.id)
        columns = [Column(f"{kind}.{key}", kind, key) for kind in (METRICS, PARAMS, TAGS) for key in names[KINDS[kind]]]
        if ci_jobs.is_known(tx, access.project.id):
            columns.insert(0, Column(run_columns.JOB_COLUMN, ATTRIBUTES, run_columns.JOB_COLUMN, is_sortable=False))
    else:
        sample = [row_id for row_id, _ in run_search.find(tx, query, limits.TABLE_RUNS, None)]
        found = run_columns.chosen(tx, experiment.id, wanted.columns, sample)
        columns = [each for each in found if each.kind != ATTRIBUTES or each.key not in FIRST]
    return Export(experiment, columns, query, chosen)


def part(tx: Transaction, export: Export, after: Row | None) -> Part:
    """Return the rows behind a place."""
    if export.chosen is not None:
        begin = 0 if after is None else int(after[0])
        end = begin + export.at_once
        rows = _rows(tx, export, export.chosen[begin:end])
        return Part(rows, (end,) if end < len(export.chosen) else None)
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = run_search.find(tx, export.query, export.at_once, after)
    rows = _rows(tx, export, [row_id for row_id, _ in found])
    return Part(rows, found[-1][1] if len(found) == export.at_once else None)


def _rows(tx: Transaction, export: Export, row_ids: list[int]) -> list[list[Cell]]:
    cells = run_columns.cells(tx, export.experiment.id, row_ids, export.columns, _WHOLE)
    return [
        [
            run.iid,
            run.run_id,
            run.name,
            RunStatus(run.status).name,
            run.start_time,
            run.end_time,
            run.user_id,
            *cells.of(run, export.columns),
        ]
        for run in run_table.rows(tx, row_ids)
    ]
