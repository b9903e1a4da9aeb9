"""Compare runs: which params, metrics and tags differ, and the values of a page of them."""

from collections.abc import Collection, Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import ViewType
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.parser import parse_filter
from modelstead.errors import InvalidSearch
from modelstead.store import run_comparison, run_search
from modelstead.store import runs as run_rows
from modelstead.store.run_comparison import RunRow
from modelstead.store.run_search import Query
from modelstead.store.transaction import Transaction

NAMES = {KeyKind.METRIC: "metrics", KeyKind.PARAM: "params", KeyKind.TAG: "tags"}
LAST = ("mlflow.", "system/")  # what names begin with that clients make up by themselves
_FILTER_MARKS = ("=", "<", ">", " LIKE ", " ILIKE ", " IN ", " IS ")


class ComparedRun(msgspec.Struct, frozen=True):
    """A run of a comparison. Times are milliseconds."""

    iid: int
    run_id: str
    name: str
    status: str
    user: str
    start_time: int
    end_time: int | None
    is_deleted: bool
    experiment_iid: int
    experiment_name: str


class Compared(msgspec.Struct, frozen=True):
    """A key and what each run has there, None for nothing, in the order of the runs."""

    kind: str
    key: str
    differs: bool
    values: list[float | str | None]


class Comparison(msgspec.Struct, frozen=True):
    """Rows `first` to `first + len(rows) - 1` of `total`; `hidden` others are the same in all runs."""

    runs: list[ComparedRun]
    missing: list[int]
    rows: list[Compared]
    first: int
    total: int
    hidden: int


class Found(msgspec.Struct, frozen=True):
    """Runs that a search for more of them gave, and why it could not be done."""

    runs: list[ComparedRun]
    error: str = ""


class _Key(msgspec.Struct):
    kind: KeyKind
    key: str
    ids: list[int]
    runs: int
    lowest: object
    is_one: bool


def compare(
    tx: Transaction,
    access: Access,
    iids: Sequence[int],
    *,
    kinds: Collection[KeyKind],
    find: str = "",
    is_every: bool = False,
    first: int = 0,
    limit: int = 0,
) -> Comparison:
    """Return a page of the keys in which runs differ, or of every key; without a limit, as many as a table holds."""
    found, missing = pick(tx, access, iids)
    runs = [compared_run(row) for row in found]
    row_ids = [row.id for row in found]
    keys = [key for kind in KeyKind if kind in kinds for key in _keys(tx, kind, row_ids)]
    if find:
        keys = [key for key in keys if find.lower() in key.key.lower()]
    wanted = keys if is_every else [key for key in keys if _differs(key, len(runs))]
    page = wanted[first : first + (limit or rows_of_page(len(runs)))]
    values = _values(tx, row_ids, page)
    rows = [
        Compared(
            NAMES[key.kind], key.key, _differs(key, len(runs)), [_value(values, each, key.ids) for each in row_ids]
        )
        for key in page
    ]
    return Comparison(runs, missing, rows, first, len(wanted), len(keys) - len(wanted))


def rows_of_page(runs: int) -> int:
    """Return how many rows of a comparison a page holds."""
    return max(10, min(limits.COMPARED_ROWS, limits.COMPARED_CELLS // max(runs, 1)))


def pick(tx: Transaction, access: Access, iids: Sequence[int]) -> tuple[list[RunRow], list[int]]:
    """Return the runs of these numbers in that order, and the numbers of which there is none."""
    known = {row.iid: row for row in run_comparison.runs(tx, access.project.id, iids)} if iids else {}
    return [known[iid] for iid in iids if iid in known], [iid for iid in iids if iid not in known]


def metric_names(tx: Transaction, row_ids: Sequence[int]) -> list[str]:
    """Return the metrics that any of some runs has, by name."""
    return sorted({row.key for row in run_comparison.keys(tx, KeyKind.METRIC, row_ids)})


def search(tx: Transaction, access: Access, text: str, limit: int) -> Found:
    """Return runs of any experiment: the newest whose name or id holds a text, or those that a filter selects."""
    if not any(mark in text.upper() for mark in _FILTER_MARKS):
        rows = run_comparison.newest(tx, access.project.id, text.strip(), limit)
        return Found([compared_run(row) for row in rows])
    try:
        expression = parse_filter(RUNS, text)
    except InvalidSearch as error:
        return Found([], str(error))
    experiments = run_comparison.experiments(tx, access.project.id)
    query = Query(experiments, ViewType.ACTIVE_ONLY, expression, ())
    with tx.time_limit(limits.SEARCH_SECONDS, "The search took too long and was stopped. Narrow it."):
        found = run_search.find(tx, query, limit, None) if experiments else []
    iids = [run.iid for run in run_rows.by_rows(tx, [row_id for row_id, _ in found])]
    return Found([compared_run(row) for row in pick(tx, access, iids)[0]])


def compared_run(row: RunRow) -> ComparedRun:
    return ComparedRun(
        row.iid,
        row.run_id,
        row.name,
        RunStatus(row.status).name.lower(),
        row.user,
        row.start_time,
        row.end_time,
        row.deleted_at is not None,
        row.experiment_iid,
        row.experiment_name,
    )


def _keys(tx: Transaction, kind: KeyKind, row_ids: Sequence[int]) -> list[_Key]:
    """Return the keys of runs by name: in each experiment a key has a number of its own."""
    found: dict[str, _Key] = {}
    for row in run_comparison.keys(tx, kind, row_ids) if row_ids else ():
        held = found.get(row.key)
        if held is None:
            found[row.key] = _Key(kind, row.key, [row.key_id], row.runs, row.lowest, row.is_one)
        else:
            held.ids.append(row.key_id)
            held.runs += row.runs
            held.is_one = held.is_one and row.is_one and held.lowest == row.lowest
    return sorted(found.values(), key=lambda key: (key.key.startswith(LAST), key.key))


def _differs(key: _Key, runs: int) -> bool:
    return not key.is_one or key.runs < runs


def _values(tx: Transaction, row_ids: Sequence[int], page: Sequence[_Key]) -> dict[tuple[int, int], float | str]:
    found: dict[tuple[int, int], float | str] = {}
    for kind in KeyKind:
        key_ids = [each for key in page if key.kind is kind for each in key.ids]
        if not key_ids:
            continue
        if kind is KeyKind.METRIC:
            found.update(run_comparison.metrics(tx, row_ids, key_ids))
        else:
            found.update(run_comparison.texts(tx, kind, row_ids, key_ids, limits.COMPARED_VALUE_LENGTH))
    return found


def _value(values: dict[tuple[int, int], float | str], row_id: int, key_ids: Sequence[int]) -> float | str | None:
    return next((values[row_id, each] for each in key_ids if (row_id, each) in values), None)
