"""From an expression to SQL, by tables of operators and fields; every value is bound.

A condition is about the row `r`, a run or an experiment, and is true or false, never NULL: what is not there compares
with nothing, so that NOT can be trusted.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from modelstead.domain.ci_job import CiSystem
from modelstead.domain.experiment import ViewType
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import ATTRIBUTES, CI, DATASETS, METRICS, PARAMS, TAGS, Field, Kind
from modelstead.domain.search.operators import MEANINGS, Operator, lower
from modelstead.store.transaction import Transaction

KEY_KINDS = {METRICS: KeyKind.METRIC, PARAMS: KeyKind.PARAM, TAGS: KeyKind.TAG}
KEY_TABLES = {METRICS: "latest_metrics", PARAMS: "params", TAGS: "run_tags"}
PRESENT, NAN, ABSENT = 0, 1, 2  # what runs ordered by a metric, a param or a tag are sorted by first
SHORT_TEXT = 64  # characters; the indexes params_values and run_tags_values hold values up to this

Numbers = Mapping[tuple[KeyKind, str], Sequence[int]]
"""The numbers that keys have in the experiments of a search."""


class Fragment(NamedTuple):
    """A piece of SQL with the values for its `?`."""

    sql: str
    values: tuple[object, ...] = ()


_LIKE = " LIKE ? ESCAPE '\\'"
_COMPARED: dict[Operator, str] = {
    Operator.EQUAL: "{} = ?",
    Operator.UNEQUAL: "{} <> ?",
    Operator.LESS: "{} < ?",
    Operator.AT_MOST: "{} <= ?",
    Operator.MORE: "{} > ?",
    Operator.AT_LEAST: "{} >= ?",
    Operator.LIKE: "{}" + _LIKE,
    Operator.ILIKE: "lower({})" + _LIKE,
    Operator.IN: "{} = ANY(?)",
    Operator.NOT_IN: "NOT ({} = ANY(?))",
}

_RUN_ATTRIBUTES = {
    "run_id": "r.run_id",
    "run_name": "r.name",
    "user_id": "r.user_id",
    "artifact_uri": "('mlflow-artifacts:/runs/' || r.run_id || '/artifacts')",
    "start_time": "r.start_time",
    "end_time": "r.end_time",
    "experiment_id": "(SELECT CAST(e.iid AS TEXT) FROM experiments e WHERE e.id = r.experiment_id)",
}
_EXPERIMENT_ATTRIBUTES = {
    "name": "r.name",
    "experiment_id": "CAST(r.iid AS TEXT)",
    "creation_time": "r.created_at",
    "last_update_time": "r.updated_at",
}
_VIEWS = {
    ViewType.ACTIVE_ONLY: Fragment("r.deleted_at IS NULL"),
    ViewType.DELETED_ONLY: Fragment("r.deleted_at IS NOT NULL"),
    ViewType.ALL: Fragment("1 = 1"),
}
_NULLABLE = frozenset({"end_time"})

_DATASETS = {
    "name": ("run_datasets s JOIN datasets d ON d.id = s.dataset_id", "d.name"),
    "digest": ("run_datasets s JOIN datasets d ON d.id = s.dataset_id", "d.digest"),
    "context": ("(SELECT run_id, value FROM run_dataset_tags WHERE key = 'mlflow.data.context') s", "s.value"),
}
JOB_COLUMNS = {
    "job": "j.job_id",
    "name": "j.name",
    "stage": "j.stage",
    "status": "j.status",
    "ref": "j.ref",
    "pipeline": "j.pipeline_id",
    "commit": "j.commit_sha",
    "user": "j.user_login",
    "project": "j.project_path",
}


class SortColumn(NamedTuple):
    """One column of an ORDER BY, and the type of its values."""

    sql: str
    kind: type
    ascending: bool = True


class SortTerm(NamedTuple):
    """An Order as SQL: what to join, what to join it with, and the columns to sort by."""

    join: Fragment
    columns: tuple[SortColumn, ...]


class RunFields:
    """Runs as `r`; metrics, params and tags by the numbers of their keys."""

    def __init__(self, tx: Transaction, numbers: Numbers) -> None:
        self._tx = tx
        self._numbers = numbers

    def numbers(self, field: Field) -> Sequence[int]:
        return self._numbers[KEY_KINDS[field.entity], field.key]

    def condition(self, comparison: Comparison, row_id: str = "r.id") -> Fragment:
        """Return SQL that is true for the runs of which a comparison holds.

        `row_id` says where a run's row id stands: SQLite looks at metrics, params and tags before it looks at the run
        when it stands in an earlier table of the join.
        """
        field, operator = comparison.field, comparison.operator
        if field.entity == ATTRIBUTES:
            return _status(comparison) if field.key == "status" else self._attribute(comparison)
        if field.entity == DATASETS:
            source, column = _DATASETS[field.key]
            wanted = compared(self._tx, column, comparison)
            return Fragment(
                f"EXISTS (SELECT 1 FROM {source} WHERE s.run_id = {row_id} AND {wanted.sql})", wanted.values
            )
        if field.entity == CI:
            return self._job(comparison)
        key = self.key(field)
        rows = f"EXISTS (SELECT 1 FROM {KEY_TABLES[field.entity]} s WHERE s.run_id = {row_id} AND {key.sql}"
        if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
            return Fragment(f"{'NOT ' if operator is Operator.IS_NULL else ''}{rows})", key.values)
        wanted = self.value(comparison)
        return Fragment(f"{rows} AND {wanted.sql})", (*key.values, *wanted.values))

    def key(self, field: Field, alias: str = "s") -> Fragment:
        """Return the condition that a row of metrics, params or tags is one of a field."""
        numbers = self.numbers(field)
        if len(numbers) == 1:
            return Fragment(f"{alias}.key_id = ?", (numbers[0],))
        return Fragment(f"{alias}.key_id = ANY(?)", (self._tx.array(numbers),))

    def value(self, comparison: Comparison) -> Fragment:
        """Return the condition that the value of such a row, `s`, compares as wanted."""
        wanted = compared(self._tx, "s.value", comparison)
        if comparison.field.entity != METRICS:
            return wanted
        nan = "({} OR s.is_nan = 1)" if comparison.operator is Operator.UNEQUAL else "s.is_nan = 0 AND {}"
        return Fragment(nan.format(wanted.sql), wanted.values)

    def sort(self, order: Order, alias: str) -> SortTerm:
        """Return an order as SQL; rows without a value sort last, NaN before them."""
        field, up = order.field, order.ascending
        if field.entity == ATTRIBUTES:
            column = _STATUS_NAME if field.key == "status" else _RUN_ATTRIBUTES[field.key]
            absent = SortColumn(f"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END", int)
            nullable = (absent,) if field.key in _NULLABLE else ()
            return SortTerm(Fragment(""), (*nullable, SortColumn(column, _attribute_kind(field), up)))
        key = self.key(field, alias)
        there = f"{alias}.is_nan" if field.entity == METRICS else str(PRESENT)
        absent = SortColumn(f"CASE WHEN {alias}.run_id IS NULL THEN {ABSENT} ELSE {there} END", int)
        join = f" LEFT JOIN {KEY_TABLES[field.entity]} {alias} ON {alias}.run_id = r.id AND {key.sql}"
        return SortTerm(
            Fragment(join, key.values),
            (absent, SortColumn(f"{alias}.value", float if field.entity == METRICS else str, up)),
        )

    def of_jobs(self, comparison: Comparison, experiment_ids: Sequence[int]) -> Fragment:
        """Return the query of the runs whose CI job has a number, or a pipeline: from the job to its runs."""
        column = JOB_COLUMNS[comparison.field.key]
        wanted = compared(self._tx, column, comparison)
        systems = ", ".join(f"'{each.value}'" for each in CiSystem)  # which the index of numbers has before them
        return Fragment(
            f"SELECT r.id AS run_id FROM ci_jobs j CROSS JOIN runs r WHERE j.project_id IN "
            f"(SELECT e.project_id FROM experiments e WHERE e.id = ANY(?)) AND j.system IN ({systems}) "
            f"AND {column} <> '' AND {wanted.sql} AND r.ci_job_id = j.id",
            (self._tx.array(experiment_ids), *wanted.values),
        )

    def _job(self, comparison: Comparison) -> Fragment:
        """Compare what is known of a run's CI job; what is not known is "" there, and counts as not being there."""
        column = JOB_COLUMNS[comparison.field.key]
        known = f"EXISTS (SELECT 1 FROM ci_jobs j WHERE j.id = r.ci_job_id AND {column} <> ''"
        if comparison.operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
            return Fragment(f"{'NOT ' if comparison.operator is Operator.IS_NULL else ''}{known})")
        wanted = compared(self._tx, column, comparison)
        return Fragment(f"{known} AND {wanted.sql})", wanted.values)

    def _attribute(self, comparison: Comparison) -> Fragment:
        column = _RUN_ATTRIBUTES[comparison.field.key]
        if comparison.operator is Operator.IS_NULL:
            return Fragment(f"{column} IS NULL")
        if comparison.operator is Operator.IS_NOT_NULL:
            return Fragment(f"{column} IS NOT NULL")
        wanted = compared(self._tx, column, comparison)
        if comparison.field.key in _NULLABLE:
            return Fragment(f"({column} IS NOT NULL AND {wanted.sql})", wanted.values)
        return wanted


class ExperimentFields:
    """Experiments as `r`, with their tags."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def condition(self, comparison: Comparison) -> Fragment:
        """Return SQL that is true for the experiments of which a comparison holds."""
        field, operator = comparison.field, comparison.operator
        if field.entity == ATTRIBUTES:
            return compared(self._tx, _EXPERIMENT_ATTRIBUTES[field.key], comparison)
        rows = "EXISTS (SELECT 1 FROM experiment_tags s WHERE s.experiment_id = r.id AND s.key = ?"
        if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
            return Fragment(f"{'NOT ' if operator is Operator.IS_NULL else ''}{rows})", (field.key,))
        wanted = compared(self._tx, "s.value", comparison)
        return Fragment(f"{rows} AND {wanted.sql})", (field.key, *wanted.values))

    def sort(self, order: Order) -> SortColumn:
        if order.field.key == "experiment_id":
            return SortColumn("r.iid", int, order.ascending)
        return SortColumn(_EXPERIMENT_ATTRIBUTES[order.field.key], _attribute_kind(order.field), order.ascending)


def compared(tx: Transaction, column: str, comparison: Comparison) -> Fragment:
    """Return a column's comparison with an operand."""
    operand: object = comparison.operand
    if isinstance(operand, tuple):
        operand = tx.array(operand)
    elif comparison.operator in (Operator.LIKE, Operator.ILIKE):
        pattern = str(operand).replace("\\", "\\\\")
        operand = lower(pattern) if comparison.operator is Operator.ILIKE else pattern
    return Fragment(_COMPARED[comparison.operator].format(column), (operand,))


def condition(expression: Expression, of: Callable[[Comparison], Fragment]) -> Fragment:
    """Return an expression as SQL, its comparisons by `of`."""
    match expression:
        case Comparison():
            return of(expression)
        case Not():
            inner = condition(expression.part, of)
            return Fragment(f"NOT ({inner.sql})", inner.values)
        case AllOf():
            return joined(" AND ", [condition(part, of) for part in expression.parts])
        case AnyOf():
            return joined(" OR ", [condition(part, of) for part in expression.parts])


def in_view(view: ViewType) -> Fragment:
    """Return the condition that a row is in use, in the trash, or either."""
    return _VIEWS[view]


def joined(word: str, parts: Sequence[Fragment]) -> Fragment:
    sql = word.join(part.sql for part in parts)
    return Fragment(f"({sql})", tuple(value for part in parts for value in part.values))


def order_by(columns: Sequence[SortColumn]) -> str:
    return ", ".join(f"{column.sql}{'' if column.ascending else ' DESC'}" for column in columns)


def behind(columns: Sequence[SortColumn], last: Sequence[object]) -> Fragment:
    """Return the condition that a row comes behind the row whose sort columns were `last`.

    A value of None stands for a column that is NULL for every row with the same columns before it.
    """
    parts: list[Fragment] = []
    equal: list[Fragment] = []
    for column, value in zip(columns, last, strict=True):
        if value is None:
            continue
        sign = ">" if column.ascending else "<"
        parts.append(joined(" AND ", [*equal, Fragment(f"{column.sql} {sign} ?", (value,))]))
        equal.append(Fragment(f"{column.sql} = ?", (value,)))
    found = joined(" OR ", parts)
    # The first column alone bounds the range, so that an index on it starts where the page does.
    first, value = columns[0], last[0]
    bound = Fragment(f"{first.sql} {'>=' if first.ascending else '<='} ?", (value,))
    return joined(" AND ", [bound, found])


_STATUS_NAME = "CASE r.status " + " ".join(f"WHEN {each.value} THEN '{each.name}'" for each in RunStatus) + " END"


def _attribute_kind(field: Field) -> type:
    return int if field.kind is Kind.NUMBER else str


def _status(comparison: Comparison) -> Fragment:
    """Compare the names of the statuses here, and the numbers in the database."""
    holds = MEANINGS[comparison.operator].holds
    wanted = [str(each.value) for each in RunStatus if holds(each.name, comparison.operand)]
    return Fragment(f"r.status IN ({', '.join(wanted)})" if wanted else "1 = 0")
