"""The columns of a table of runs: which there are, which are shown by themselves, and what stands in their cells."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from modelstead import limits
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.search.fields import ATTRIBUTES, METRICS, PARAMS, RUNS, TAGS, Field
from modelstead.domain.search.fields import Kind as SearchKind
from modelstead.services import ci_views
from modelstead.services.ci_views import JobLink
from modelstead.store import ci_jobs, run_keys, run_table
from modelstead.store.run_table import Cells, Spread, TableRow
from modelstead.store.transaction import Transaction

Cell = float | str | None
"""A value of a column: a number for metrics, a text for params and tags, None where the run has none."""

KINDS = {METRICS: KeyKind.METRIC, PARAMS: KeyKind.PARAM, TAGS: KeyKind.TAG}
SORTED_BY = frozenset({"start_time", "end_time", "user_id", "run_id", "run_name", "status"})
ATTRIBUTE_COLUMNS = ("start_time", "end_time", "duration", "user_id", "source", "ci_job", "status", "run_id")
FIRST = ("start_time", "duration", "user_id", "source")  # shown where nothing was chosen
JOB_COLUMN = "ci_job"  # shown with them where a run has a job
NONE = ""  # among chosen columns: stands for none
LOWEST, HIGHEST = "min", "max"
EXTREMES = (LOWEST, HIGHEST)
SOURCE = "mlflow.source.name"
_NUMBERS = frozenset({"start_time", "end_time"})  # attributes
_QUIET = ("system/", "mlflow.")  # keys that nobody compares runs by


TOO_MANY_POINTS = (
    "These runs have too many points to find the lowest and highest of each in time. Show the last values instead: "
    "choose the columns again."
)


class Column(msgspec.Struct, frozen=True):
    """A column: a field of the search language, such as metrics.val/loss, or an attribute such as start_time.

    The last value of a metric is shown, or, by its name metrics.val/loss:min, the lowest or the highest of all.
    """

    name: str
    kind: str  # metrics, params, tags or attributes
    key: str
    is_sortable: bool = True
    of: str = ""  # min or max


class Values(NamedTuple):
    """What a table's cells are taken from, by run and key."""

    numbers: Mapping[str, Mapping[str, int]]
    latest: Cells
    extremes: Mapping[tuple[int, int], Sequence[float]]
    params: Cells
    tags: Cells
    jobs: Mapping[int, JobLink]

    def of(self, run: TableRow, columns: Sequence[Column]) -> list[Cell]:
        return [self._cell(run, column) for column in columns]

    def _cell(self, run: TableRow, column: Column) -> Cell:
        if column.kind == ATTRIBUTES:
            return self._attribute(run, column.key)
        place = (run.id, self.numbers[column.kind].get(column.key, 0))
        if column.of:
            found = self.extremes.get(place)
            return None if found is None else found[EXTREMES.index(column.of)]
        return {METRICS: self.latest, PARAMS: self.params, TAGS: self.tags}[column.kind].get(place)

    def _attribute(self, run: TableRow, key: str) -> Cell:
        match key:
            case "duration":
                return None if run.end_time is None else max(run.end_time - run.start_time, 0)
            case "source":
                return self.tags.get((run.id, self.numbers[TAGS].get(SOURCE, 0)))
            case "ci_job":
                job = self.jobs.get(run.id)
                return None if job is None else job.label
            case "status":
                return RunStatus(run.status).name
        found: Cell = getattr(run, key)
        return found


def chosen(tx: Transaction, experiment_id: int, names: Sequence[str], sample: Sequence[int]) -> list[Column]:
    """Return the columns of these names; where there are none, those by which the runs of a sample differ."""
    if not names:
        own = (*FIRST, JOB_COLUMN) if ci_jobs.has_any(tx, sample) else FIRST
        return [*map(_attribute, own), *_telling(tx, experiment_id, sample)]
    keys = _keys(names)
    known = run_keys.known(tx, experiment_id, {KeyKind.METRIC: keys}) if any(":" in key for key in keys) else None
    found = (column(name, known[KeyKind.METRIC] if known else ()) for name in dict.fromkeys(names))
    return [each for each in found if each is not None][: limits.TABLE_COLUMNS]


def column(name: str, metrics: Mapping[str, int] | Sequence[str] = ()) -> Column | None:
    """Return the column of a name, None for a name that means nothing; a metric of `metrics` is meant as it stands."""
    if name in ATTRIBUTE_COLUMNS:
        return _attribute(name)
    field = RUNS.orderable(name)
    if field is None or field.entity not in KINDS:
        return None
    key, _, of = field.key.rpartition(":")
    if field.entity == METRICS and key and of in EXTREMES and field.key not in metrics:
        return Column(f"{METRICS}.{field.key}", METRICS, key, is_sortable=False, of=of)
    return Column(f"{field.entity}.{field.key}", field.entity, field.key)


def field_of(kind: str, key: str) -> Field:
    """Return the field of the search language that a column of a kind shows."""
    return Field(kind, key, SearchKind.NUMBER if kind == METRICS or key in _NUMBERS else SearchKind.TEXT)


def cells(
    tx: Transaction,
    experiment_id: int,
    row_ids: Sequence[int],
    columns: Sequence[Column],
    length: int = limits.TABLE_TEXT_LENGTH,
) -> Values:
    """Return what the cells of runs are taken from, with one query for each kind of key; texts are cut to a length."""
    wanted: dict[str, set[str]] = {kind: {each.key for each in columns if each.kind == kind} for kind in KINDS}
    wanted[TAGS].add(SOURCE)
    known = run_keys.known(tx, experiment_id, {KINDS[kind]: keys for kind, keys in wanted.items()})
    numbers = {kind: known[KINDS[kind]] for kind in KINDS}
    extreme = {numbers[METRICS][each.key] for each in columns if each.of and each.key in numbers[METRICS]}
    latest = {
        numbers[METRICS][each.key]
        for each in columns
        if each.kind == METRICS and not each.of and each.key in numbers[METRICS]
    }
    extremes: Mapping[tuple[int, int], Sequence[float]] = {}
    if extreme:
        with tx.time_limit(limits.SEARCH_SECONDS, TOO_MANY_POINTS):
            extremes = run_table.extremes(tx, row_ids, sorted(extreme))
    return Values(
        numbers,
        run_table.metrics(tx, row_ids, sorted(latest)),
        extremes,
        run_table.texts(tx, KeyKind.PARAM, row_ids, sorted(numbers[PARAMS].values()), length),
        run_table.texts(tx, KeyKind.TAG, row_ids, sorted(numbers[TAGS].values()), length),
        ci_views.links(tx, row_ids),
    )


def spread(tx: Transaction, experiment_id: int, kind: KeyKind, row_ids: Sequence[int]) -> list[Spread]:
    """Return how values spread over runs; of runs with very many values, over a few of them."""
    keys = run_table.count_keys(tx, experiment_id).get(kind, 0)
    return _spread(tx, kind, row_ids, keys)


def _telling(tx: Transaction, experiment_id: int, sample: Sequence[int]) -> list[Column]:
    keys = run_table.count_keys(tx, experiment_id)
    found: list[Column] = []
    for entity, most in ((METRICS, limits.TABLE_METRICS), (PARAMS, limits.TABLE_PARAMS)):
        held = _spread(tx, KINDS[entity], sample, keys.get(KINDS[entity], 0))
        seen = [each for each in held if not each.key.startswith(_QUIET)]
        # Where all runs have the same there is nothing to compare; of one run everything is worth a look.
        told = [each for each in seen if each.differs] or (seen if entity == METRICS or len(sample) == 1 else [])
        best = sorted(told, key=lambda each: -each.runs)[:most]
        found += [_of_key(entity, each.key) for each in sorted(best, key=lambda each: each.key_id)]
    return found


def _of_key(entity: str, key: str) -> Column:
    return Column(f"{entity}.{key}", entity, key)


def _spread(tx: Transaction, kind: KeyKind, row_ids: Sequence[int], keys: int) -> list[Spread]:
    most = max(limits.TABLE_SAMPLED_VALUES // max(keys, 1), 2)
    step = max(-(-len(row_ids) // most), 1)
    return run_table.spread(tx, kind, row_ids[::step], max(limits.TABLE_SAMPLED_VALUES, 2 * keys))


def _keys(names: Sequence[str]) -> list[str]:
    fields = (RUNS.orderable(name) for name in names)
    return [field.key for field in fields if field is not None and field.entity == METRICS]


def _attribute(name: str) -> Column:
    return Column(name, ATTRIBUTES, name, is_sortable=name in SORTED_BY)
