"""What pages show of experiments: how many runs each has, when something happened, its best run, its first tags."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.run_source import NOTE
from modelstead.domain.search.expression import Expression
from modelstead.store.matching import contains
from modelstead.store.search_sql import ExperimentFields, Fragment, condition, joined
from modelstead.store.transaction import Transaction

Stage = Literal["active", "models", "deleted"]

_INTERNAL = "mlflow."
_STAGES: dict[Stage, Fragment] = {
    "active": Fragment("r.deleted_at IS NULL AND m.id IS NULL"),
    "models": Fragment("r.deleted_at IS NULL AND m.id IS NOT NULL"),
    "deleted": Fragment("r.deleted_at > 0"),  # 0 is being purged
}
_WITH_MODEL = "experiments r LEFT JOIN registered_models m ON m.experiment_id = r.id"
_NEWEST = "FROM runs x WHERE x.experiment_id = {} AND x.deleted_at IS NULL ORDER BY x.start_time DESC LIMIT 1"


class Light(NamedTuple):
    """As much of an experiment as its place in a list needs; `model` is the registered model that it belongs to."""

    id: int
    iid: int
    name: str
    updated_at: int
    deleted_at: int | None
    model: str | None
    runs: int
    started_at: int | None


class NewestRun(NamedTuple):
    """An experiment's run that was started last."""

    iid: int
    name: str
    user: str


class BestRun(NamedTuple):
    """An experiment's run whose latest value of a metric is the best."""

    iid: int
    name: str
    value: float


class TagRow(NamedTuple):
    """A tag; the value is its beginning where `length` says that there is more."""

    key: str
    value: str
    length: int


def every(
    tx: Transaction, project_id: int, stage: Stage, expression: Expression | None = None, text: str = ""
) -> list[Light]:
    """Return the experiments that a filter selects and whose name holds a text, in no order.

    Those in the trash have their runs there too.
    """
    fields = ExperimentFields(tx)
    wanted = joined(
        " AND ",
        [
            Fragment("r.project_id = ?", (project_id,)),
            _STAGES[stage],
            *([condition(expression, fields.condition)] if expression is not None else []),
            *([Fragment(*contains(text, "r.name"))] if text else []),
        ],
    )
    trashed = " - (SELECT count(*) FROM runs x WHERE x.experiment_id = r.id AND x.deleted_at IS NOT NULL)"
    rows = tx.all(
        "SELECT r.id, r.iid, r.name, r.updated_at, r.deleted_at, m.name, "
        "(SELECT count(*) FROM runs x WHERE x.experiment_id = r.id)"
        f"{'' if stage == 'deleted' else trashed}, (SELECT x.start_time {_NEWEST.format('r.id')}) "
        f"FROM {_WITH_MODEL} WHERE {wanted.sql}",
        wanted.values,
    )
    return [Light(*row) for row in rows]


def counts(tx: Transaction, project_id: int) -> dict[Stage, int]:
    """Return how many experiments there are of each stage."""
    sums = ", ".join(f"COALESCE(sum(CASE WHEN {fragment.sql} THEN 1 ELSE 0 END), 0)" for fragment in _STAGES.values())
    row = tx.one(f"SELECT {sums} FROM {_WITH_MODEL} WHERE r.project_id = ?", (project_id,))
    assert row is not None
    return dict(zip(_STAGES, map(int, row), strict=True))


def running(tx: Transaction, project_id: int) -> Mapping[int, int]:
    """Return how many runs go on, by experiment."""
    # Not grouped in SQL: SQLite would walk over all runs, since it plans for as many of each status.
    rows = tx.all(
        f"SELECT experiment_id FROM runs WHERE project_id = ? AND status = {int(RunStatus.RUNNING)} "
        "AND deleted_at IS NULL",
        (project_id,),
    )
    return Counter(row[0] for row in rows)


def newest(tx: Transaction, ids: Sequence[int]) -> dict[int, NewestRun]:
    rows = tx.all(
        "SELECT r.experiment_id, r.iid, r.name, r.user_id FROM experiments e "
        f"JOIN runs r ON r.id = (SELECT x.id {_NEWEST.format('e.id')}) WHERE e.id = ANY(?)",
        (tx.array(ids),),
    )
    return {row[0]: NewestRun(*row[1:]) for row in rows}


def best(tx: Transaction, ids: Sequence[int], metric: str, *, highest: bool) -> dict[int, BestRun]:
    """Return each experiment's best run of a metric, along the index of its values."""
    order = "DESC" if highest else "ASC"
    rows = tx.all(
        "SELECT b.experiment_id, x.iid, x.name, v.value FROM (SELECT k.experiment_id, k.id AS key_id, "
        "(SELECT l.run_id FROM latest_metrics l JOIN runs y ON y.id = l.run_id WHERE l.key_id = k.id AND l.is_nan = 0 "
        f"AND y.deleted_at IS NULL ORDER BY l.value {order} LIMIT 1) AS run_id FROM run_keys k "
        f"WHERE k.experiment_id = ANY(?) AND k.key = ? AND k.kind = {int(KeyKind.METRIC)}) b "
        "JOIN runs x ON x.id = b.run_id JOIN latest_metrics v ON v.run_id = b.run_id AND v.key_id = b.key_id",
        (tx.array(ids), metric),
    )
    return {row[0]: BestRun(*row[1:]) for row in rows}


def metric_names(tx: Transaction, ids: Sequence[int], most: int) -> list[str]:
    """Return the metrics that most of these experiments have."""
    rows = tx.all(
        f"SELECT key FROM run_keys WHERE experiment_id = ANY(?) AND kind = {int(KeyKind.METRIC)} "
        "GROUP BY key ORDER BY count(*) DESC, key LIMIT ?",
        (tx.array(ids), most),
    )
    return [row[0] for row in rows]


def first_tags(tx: Transaction, ids: Sequence[int], most: int, length: int) -> dict[int, tuple[int, list[TagRow]]]:
    """Return how many tags each experiment has, and the first of them; those that clients keep for themselves aside."""
    rows = tx.all(
        "SELECT experiment_id, total, key, substr(value, 1, ?), length(value) FROM (SELECT experiment_id, key, value, "
        "count(*) OVER (PARTITION BY experiment_id) AS total, "
        "row_number() OVER (PARTITION BY experiment_id ORDER BY key) AS place FROM experiment_tags "
        "WHERE experiment_id = ANY(?) AND substr(key, 1, ?) <> ?) t WHERE place <= ? ORDER BY experiment_id, key",
        (length, tx.array(ids), len(_INTERNAL), _INTERNAL, most),
    )
    found: dict[int, tuple[int, list[TagRow]]] = {}
    for experiment_id, total, *tag in rows:
        found.setdefault(experiment_id, (total, []))[1].append(TagRow(*tag))
    return found


def notes(tx: Transaction, ids: Sequence[int], length: int) -> dict[int, str]:
    """Return the beginnings of notes."""
    rows = tx.all(
        "SELECT experiment_id, substr(value, 1, ?) FROM experiment_tags WHERE experiment_id = ANY(?) AND key = ?",
        (length, tx.array(ids), NOTE),
    )
    return dict(rows)


def tags(tx: Transaction, experiment_id: int, find: str, most: int, length: int) -> tuple[list[TagRow], int]:
    """Return the first tags whose key or value holds a text, without the notes, and how many those are."""
    held, values = contains(find, "key", "value") if find else ("1 = 1", ())
    rows = tx.all(
        "SELECT key, substr(value, 1, ?), length(value), count(*) OVER () FROM experiment_tags "
        f"WHERE experiment_id = ? AND key <> ? AND {held} ORDER BY key LIMIT ?",
        (length, experiment_id, NOTE, *values, most),
    )
    return [TagRow(*row[:3]) for row in rows], int(rows[0][3]) if rows else 0


def tag(tx: Transaction, experiment_id: int, key: str) -> str | None:
    """Return a tag's whole value."""
    row = tx.one("SELECT value FROM experiment_tags WHERE experiment_id = ? AND key = ?", (experiment_id, key))
    return None if row is None else str(row[0])


def statuses(tx: Transaction, experiment_id: int, most: int) -> dict[RunStatus, int]:
    """Return how many of the newest runs there are of each status, without the trash."""
    rows = tx.all(
        "SELECT status, count(*) FROM (SELECT status FROM runs WHERE experiment_id = ? AND deleted_at IS NULL "
        "ORDER BY start_time DESC, run_id LIMIT ?) r GROUP BY status",
        (experiment_id, most),
    )
    return {RunStatus(status): number for status, number in rows}


def in_trash(tx: Transaction, experiment_id: int) -> int:
    """Return how many of an experiment's runs are in the trash."""
    row = tx.one("SELECT count(*) FROM runs WHERE experiment_id = ? AND deleted_at IS NOT NULL", (experiment_id,))
    assert row is not None
    return int(row[0])


def runs(tx: Transaction, experiment_id: int) -> int:
    """Return how many runs an experiment has, those in the trash counted too."""
    row = tx.one("SELECT count(*) FROM runs WHERE experiment_id = ?", (experiment_id,))
    assert row is not None
    return int(row[0])


def datasets(tx: Transaction, experiment_id: int, most: int) -> tuple[list[tuple[str, str, str]], int]:
    """Return (name, digest, source type) of the first datasets that runs used, and how many there are."""
    rows = tx.all(
        "SELECT name, digest, source_type, count(*) OVER () FROM datasets WHERE experiment_id = ? "
        "ORDER BY name, digest LIMIT ?",
        (experiment_id, most),
    )
    return [(row[0], row[1], row[2]) for row in rows], int(rows[0][3]) if rows else 0
