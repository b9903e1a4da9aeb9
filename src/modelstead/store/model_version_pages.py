"""What pages show of a model's versions: in SemVer order, with runs, sizes of files and metrics."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from modelstead.domain.artifact import OwnerKind
from modelstead.domain.key import KeyKind
from modelstead.store.transaction import Transaction

Stage = Literal["active", "deleted"]

_STAGES: dict[Stage, str] = {"active": "v.deleted_at IS NULL", "deleted": "v.deleted_at > 0"}


class VersionRow(NamedTuple):
    """A version, with the run that stands behind it; `run` is None where there is none."""

    id: int
    iid: int
    number: int
    semantic_version: str
    is_prerelease: bool
    stage: int
    description: str
    user: str | None
    created_at: int
    deleted_at: int | None
    run: int | None
    run_iid: int | None
    run_name: str | None
    run_deleted_at: int | None
    is_own_run: bool


class MetricCell(NamedTuple):
    """The latest value of a metric of a run."""

    run: int
    key: str
    value: float
    is_nan: bool


def counts(tx: Transaction, model_id: int) -> tuple[int, int]:
    """Return how many versions a model has, and how many of them are in the trash by themselves."""
    row = tx.one(
        "SELECT COALESCE(SUM(CASE WHEN deleted_at IS NULL THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN deleted_at > 0 THEN 1 ELSE 0 END), 0) FROM model_versions WHERE model_id = ?",
        (model_id,),
    )
    assert row is not None
    return int(row[0]), int(row[1])


def page(tx: Transaction, model_id: int, stage: Stage, *, length: int, limit: int, start: int = 0) -> list[VersionRow]:
    """Return versions, the highest first; `length` is that of the beginnings of their descriptions."""
    rows = tx.all(
        "SELECT v.id, v.iid, v.number, v.semantic_version, v.is_prerelease, v.stage, substr(v.description, 1, ?), "
        "u.username, v.created_at, v.deleted_at, r.id, r.iid, r.name, r.deleted_at, "
        "CASE WHEN r.version_id = v.id THEN 1 ELSE 0 END "
        "FROM model_versions v LEFT JOIN users u ON u.id = v.created_by LEFT JOIN runs r ON r.id = v.run_id "
        f"WHERE v.model_id = ? AND {_STAGES[stage]} ORDER BY v.precedence DESC, v.number DESC LIMIT ? OFFSET ?",
        (length, model_id, limit, start),
    )
    return [VersionRow._make((*row[:4], bool(row[4]), *row[5:14], bool(row[14]))) for row in rows]


def aliases(tx: Transaction, version_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the aliases that lead to each version."""
    found: dict[int, list[str]] = {}
    for version_id, alias in tx.all(
        "SELECT version_id, alias FROM model_aliases WHERE version_id = ANY(?) ORDER BY version_id, alias",
        (tx.array(version_ids),),
    ):
        found.setdefault(version_id, []).append(alias)
    return found


def sizes(tx: Transaction, version_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many files each version has, and how many bytes those are."""
    rows = tx.all(
        "SELECT a.owner_id, COUNT(*), COALESCE(SUM(b.size), 0) FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
        f"WHERE a.owner_kind = {int(OwnerKind.MODEL_VERSION)} AND a.owner_id = ANY(?) GROUP BY a.owner_id",
        (tx.array(version_ids),),
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def metric_names(tx: Transaction, runs: Sequence[int], most: int) -> list[str]:
    """Return the metrics that most of these runs have."""
    rows = tx.all(
        "SELECT k.key FROM latest_metrics m JOIN run_keys k ON k.id = m.key_id WHERE m.run_id = ANY(?) "
        "GROUP BY k.key ORDER BY COUNT(*) DESC, k.key LIMIT ?",
        (tx.array(runs), most),
    )
    return [row[0] for row in rows]


def metrics(tx: Transaction, runs: Iterable[int], keys: Iterable[str]) -> list[MetricCell]:
    """Return the latest values of some metrics of some runs."""
    rows = tx.all(
        "SELECT m.run_id, k.key, m.value, m.is_nan FROM runs r JOIN run_keys k ON k.experiment_id = r.experiment_id "
        f"AND k.kind = {int(KeyKind.METRIC)} AND k.key = ANY(?) "
        "JOIN latest_metrics m ON m.run_id = r.id AND m.key_id = k.id WHERE r.id = ANY(?)",
        (tx.array(keys), tx.array(runs)),
    )
    return [MetricCell(run, key, value, bool(is_nan)) for run, key, value, is_nan in rows]
