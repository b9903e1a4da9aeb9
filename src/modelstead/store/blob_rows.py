"""Rows of blobs: which bytes a project has, and under which name the store of blobs keeps them."""

from collections import Counter

from modelstead.domain.artifact import OwnerKind
from modelstead.domain.blob import Blob, BlobUse
from modelstead.domain.quota import Usage, check_quota
from modelstead.store import projects
from modelstead.store.transaction import Row, Transaction

_SELECT = "SELECT id, name, size, sha256 FROM blobs"
_UNNEEDED = "created_at < ? AND NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.blob_id = blobs.id)"


def ensure(tx: Transaction, project_id: int, *, name: str, sha256: bytes, size: int, now: int) -> tuple[int, str]:
    """Return the row id and the name of a project's blob of these bytes: the one that is there, or the new one.

    One that is there counts as new again, so that nobody removes it before the transaction lets something point to it.
    Raise QuotaExceeded when the project may not keep a new one.
    """
    row = tx.one(
        "INSERT INTO blobs (project_id, name, sha256, size, created_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (project_id, sha256) DO UPDATE SET created_at = excluded.created_at RETURNING id, name",
        (project_id, name, sha256, size, now),
    )
    assert row is not None
    if row[1] == name:
        usage = projects.add_used(tx, project_id, size)
        check_quota(Usage(usage.used - size, usage.quota), size)
    return int(row[0]), str(row[1])


def unneeded(tx: Transaction, before: int, after: int, limit: int) -> list[Blob]:
    """Return blobs made before a time that no artifact points to, a page at a time: those of ids above `after`."""
    rows = tx.all(f"{_SELECT} WHERE id > ? AND {_UNNEEDED} ORDER BY id LIMIT ?", (after, before, limit))
    return [_blob(row) for row in rows]


def release(tx: Transaction, ids: list[int], before: int) -> list[str]:
    """Remove the rows of those blobs that are still not needed; return their names."""
    rows = tx.all(
        f"DELETE FROM blobs WHERE id = ANY(?) AND {_UNNEEDED} RETURNING name, project_id, size",
        (tx.array(ids), before),
    )
    freed: Counter[int] = Counter()
    for _, project_id, size in rows:
        freed[project_id] += size
    for project_id in sorted(freed):  # in one order, so that two sweeps do not wait for each other
        projects.add_used(tx, project_id, -freed[project_id])
    return [row[0] for row in rows]


def page(tx: Transaction, after: int, limit: int) -> list[Blob]:
    """Return the blobs of ids above `after`."""
    return [_blob(row) for row in tx.all(f"{_SELECT} WHERE id > ? ORDER BY id LIMIT ?", (after, limit))]


def totals(tx: Transaction) -> tuple[int, int]:
    """Return how many blobs there are, and how many bytes they have together."""
    row = tx.one("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM blobs")
    assert row is not None
    return int(row[0]), int(row[1])


def uses(tx: Transaction, blob_id: int) -> list[BlobUse] | None:
    """Return what points to a blob, by project and path; None when it has no row any more."""
    if tx.one("SELECT 1 FROM blobs WHERE id = ?", (blob_id,)) is None:
        return None
    rows = tx.all(
        "SELECT p.path, COALESCE(r.run_id, m.model_id, k.name || ' ' || k.version), a.folder, a.name "
        "FROM artifacts a JOIN blobs b ON b.id = a.blob_id JOIN projects p ON p.id = b.project_id "
        "LEFT JOIN runs r ON a.owner_kind = ? AND r.id = a.owner_id "
        "LEFT JOIN logged_models m ON a.owner_kind = ? AND m.id = a.owner_id "
        "LEFT JOIN packages k ON a.owner_kind = ? AND k.id = a.owner_id "
        "WHERE a.blob_id = ? ORDER BY 1, 2, 3, 4",
        (int(OwnerKind.RUN), int(OwnerKind.LOGGED_MODEL), int(OwnerKind.PACKAGE), blob_id),
    )
    return [
        BlobUse(project, owner or "", f"{folder}/{name}" if folder else name) for project, owner, folder, name in rows
    ]


def get(tx: Transaction, project_id: int, name: str) -> tuple[int, bytes] | None:
    """Return the size and the SHA-256 of a project's blob."""
    row = tx.one("SELECT size, sha256 FROM blobs WHERE name = ? AND project_id = ?", (name, project_id))
    return None if row is None else (int(row[0]), bytes(row[1]))


def of_bytes(tx: Transaction, project_id: int, sha256: bytes) -> Blob | None:
    """Return a project's blob of these bytes."""
    row = tx.one(f"{_SELECT} WHERE project_id = ? AND sha256 = ?", (project_id, sha256))
    return None if row is None else _blob(row)


def rename(tx: Transaction, blob: Blob, name: str) -> None:
    """Let a blob's row lead to another name of equal bytes."""
    tx.execute("UPDATE blobs SET name = ? WHERE id = ? AND name = ?", (name, blob.id, blob.name))


def known(tx: Transaction, names: list[str]) -> set[str]:
    """Return those of the names that have a row, as a project's bytes or as a part of an upload."""
    wanted = tx.array(names)
    rows = tx.all("SELECT name FROM blobs WHERE name = ANY(?)", (wanted,))
    rows += tx.all("SELECT blob FROM upload_parts WHERE blob = ANY(?)", (wanted,))
    return {row[0] for row in rows}


def _blob(row: Row) -> Blob:
    return Blob(row[0], row[1], row[2], bytes(row[3]))
