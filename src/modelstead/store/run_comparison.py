"""What runs differ in: of each key how many have it and whether all values are one, and the values of a few keys."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.artifact import OwnerKind
from modelstead.domain.key import KeyKind
from modelstead.store import matching
from modelstead.store.transaction import Transaction

_TABLES = {KeyKind.METRIC: "latest_metrics", KeyKind.PARAM: "params", KeyKind.TAG: "run_tags"}
_RUN = (
    "SELECT r.id, r.iid, r.run_id, r.name, r.status, r.user_id, r.start_time, r.end_time, r.deleted_at, r.version_id, "
    "e.iid, e.name FROM runs r JOIN experiments e ON e.id = r.experiment_id"
)


class RunRow(NamedTuple):
    """A run as a comparison shows it; `id` is its row."""

    id: int
    iid: int
    run_id: str
    name: str
    status: int
    user: str
    start_time: int
    end_time: int | None
    deleted_at: int | None
    version_id: int | None
    experiment_iid: int
    experiment_name: str


class KeyRow(NamedTuple):
    """A key of one experiment: how many of the runs have it, the lowest of their values, whether all are that one."""

    key_id: int
    key: str
    runs: int
    lowest: float | str
    is_one: bool


class FileRow(NamedTuple):
    """A file of a run, or of the version whose own run it is."""

    owner_kind: int
    owner_id: int
    path: str
    size: int
    sha256: bytes


def runs(tx: Transaction, project_id: int, iids: Iterable[int]) -> list[RunRow]:
    """Return those of some runs of a project that exist, in no order."""
    rows = tx.all(f"{_RUN} WHERE r.project_id = ? AND r.iid = ANY(?)", (project_id, tx.array(iids)))
    return [RunRow(*row) for row in rows if row[8] != 0]  # one that is being purged is gone


def newest(tx: Transaction, project_id: int, find: str, limit: int) -> list[RunRow]:
    """Return the runs with the highest numbers whose name, id or experiment holds a text."""
    where, values = matching.contains(find, "r.name", "r.run_id", "e.name") if find else ("1 = 1", ())
    rows = tx.all(
        f"{_RUN} WHERE r.project_id = ? AND r.deleted_at IS NULL AND {where} ORDER BY r.iid DESC LIMIT ?",
        (project_id, *values, limit),
    )
    return [RunRow(*row) for row in rows]


def keys(tx: Transaction, kind: KeyKind, run_ids: Sequence[int]) -> list[KeyRow]:
    """Return the keys of a kind that runs have, once for each of their experiments."""
    is_one = "min(value) = max(value)"
    if kind is KeyKind.METRIC:
        is_one += " AND min(is_nan) = max(is_nan)"
    lowest = "CASE WHEN max(is_nan) = 0 THEN min(value) END" if kind is KeyKind.METRIC else "min(value)"
    rows = tx.all(
        f"SELECT v.key_id, k.key, v.runs, v.lowest, v.is_one FROM (SELECT key_id, count(*) AS runs, "
        f"{lowest} AS lowest, CASE WHEN {is_one} THEN 1 ELSE 0 END AS is_one "
        f"FROM {_TABLES[kind]} WHERE run_id = ANY(?) GROUP BY key_id) v JOIN run_keys k ON k.id = v.key_id",
        (tx.array(run_ids),),
    )
    return [KeyRow(key_id, key, runs, lowest, bool(is_one)) for key_id, key, runs, lowest, is_one in rows]


def metrics(tx: Transaction, run_ids: Sequence[int], key_ids: Iterable[int]) -> dict[tuple[int, int], float]:
    """Return {(run, key): value} of the latest points."""
    rows = tx.all(
        "SELECT run_id, key_id, value, is_nan FROM latest_metrics WHERE run_id = ANY(?) AND key_id = ANY(?)",
        (tx.array(run_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): float("nan") if nan else value for run_id, key_id, value, nan in rows}


def texts(
    tx: Transaction, kind: KeyKind, run_ids: Sequence[int], key_ids: Iterable[int], length: int
) -> dict[tuple[int, int], str]:
    """Return {(run, key): value} of params or tags, cut to a length."""
    rows = tx.all(
        f"SELECT run_id, key_id, substr(value, 1, ?) FROM {_TABLES[kind]} WHERE run_id = ANY(?) AND key_id = ANY(?)",
        (length, tx.array(run_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): value for run_id, key_id, value in rows}


def files(tx: Transaction, run_ids: Iterable[int], version_ids: Iterable[int], limit: int) -> list[FileRow]:
    """Return the files of runs, and of versions, by path."""
    rows = tx.all(
        "SELECT a.owner_kind, a.owner_id, CASE WHEN a.folder = '' THEN a.name ELSE a.folder || '/' || a.name END, "
        "b.size, b.sha256 FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
        "WHERE (a.owner_kind = ? AND a.owner_id = ANY(?)) OR (a.owner_kind = ? AND a.owner_id = ANY(?)) "
        "ORDER BY a.folder, a.name LIMIT ?",
        (int(OwnerKind.RUN), tx.array(run_ids), int(OwnerKind.MODEL_VERSION), tx.array(version_ids), limit),
    )
    return [FileRow(kind, owner, path, size, bytes(sha256)) for kind, owner, path, size, sha256 in rows]


def experiments(tx: Transaction, project_id: int) -> list[int]:
    """Return the row ids of a project's experiments that are in use."""
    rows = tx.all("SELECT id FROM experiments WHERE project_id = ? AND deleted_at IS NULL", (project_id,))
    return [row[0] for row in rows]
