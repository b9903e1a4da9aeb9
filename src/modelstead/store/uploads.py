"""Rows of uploads and of their parts."""

from modelstead.domain.upload import Part, Upload, UploadKind
from modelstead.store.transaction import Row, Transaction

_SELECT = "SELECT id, project_id, upload_id, kind, address, part_count, token_id, expires_at, completed_at FROM uploads"


def insert(
    tx: Transaction,
    project_id: int,
    *,
    upload_id: str,
    kind: UploadKind,
    address: str,
    part_count: int,
    token_id: int | None,
    expires_at: int,
    now: int,
) -> None:
    tx.execute(
        "INSERT INTO uploads (project_id, upload_id, kind, address, part_count, stored_bytes, token_id, "
        "created_at, expires_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
        (project_id, upload_id, int(kind), address, part_count, token_id, now, expires_at),
    )


def get(tx: Transaction, project_id: int, upload_id: str) -> Upload | None:
    row = tx.one(f"{_SELECT} WHERE upload_id = ? AND project_id = ?", (upload_id, project_id))
    return None if row is None else _upload(row)


def count_open(tx: Transaction, project_id: int) -> int:
    """Return how many uploads of a project are neither complete nor removed."""
    row = tx.one("SELECT COUNT(*) FROM uploads WHERE project_id = ? AND completed_at IS NULL", (project_id,))
    assert row is not None
    return int(row[0])


def stored_bytes(tx: Transaction, project_id: int) -> int:
    """Return how many bytes the parts of a project's unfinished uploads have."""
    row = tx.one(
        "SELECT COALESCE(SUM(stored_bytes), 0) FROM uploads WHERE project_id = ? AND completed_at IS NULL",
        (project_id,),
    )
    assert row is not None
    return int(row[0])


def complete(tx: Transaction, row_id: int, now: int) -> bool:
    """Note that an upload is complete; False when it was already, or is gone."""
    done = "UPDATE uploads SET completed_at = ?, stored_bytes = 0 WHERE id = ? AND completed_at IS NULL"
    return tx.execute(done, (now, row_id)) > 0


def delete(tx: Transaction, row_id: int) -> None:
    """Remove an upload without parts."""
    tx.execute("DELETE FROM uploads WHERE id = ?", (row_id,))


def expired(tx: Transaction, now: int, limit: int) -> list[int]:
    """Return some of the uploads that are too old."""
    return [row[0] for row in tx.all("SELECT id FROM uploads WHERE expires_at <= ? LIMIT ?", (now, limit))]


def put_part(tx: Transaction, row_id: int, part: Part) -> tuple[int, str | None]:
    """Store a part in place of one of the same number; return the upload's bytes, and the blob that was replaced."""
    old = tx.one("SELECT blob, size FROM upload_parts WHERE upload_id = ? AND number = ?", (row_id, part.number))
    tx.execute(
        "INSERT INTO upload_parts (upload_id, number, blob, sha256, size) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (upload_id, number) "
        "DO UPDATE SET blob = excluded.blob, sha256 = excluded.sha256, size = excluded.size",
        (row_id, part.number, part.blob, part.sha256, part.size),
    )
    row = tx.one(
        "UPDATE uploads SET stored_bytes = stored_bytes + ? WHERE id = ? RETURNING stored_bytes",
        (part.size - (old[1] if old else 0), row_id),
    )
    assert row is not None
    return int(row[0]), str(old[0]) if old else None


def parts(tx: Transaction, row_id: int) -> list[Part]:
    """Return the parts of an upload, by number."""
    rows = tx.all("SELECT number, blob, sha256, size FROM upload_parts WHERE upload_id = ? ORDER BY number", (row_id,))
    return [Part(number, blob, bytes(sha256), size) for number, blob, sha256, size in rows]


def delete_parts(tx: Transaction, row_id: int) -> list[str]:
    """Remove the rows of an upload's parts; return the names of their blobs."""
    return [row[0] for row in tx.all("DELETE FROM upload_parts WHERE upload_id = ? RETURNING blob", (row_id,))]


def hold(tx: Transaction, row_id: int) -> Upload | None:
    """Return an upload as it is now, and let nobody else change it until this transaction ends."""
    row = tx.one(
        "UPDATE uploads SET stored_bytes = stored_bytes WHERE id = ? RETURNING "
        "id, project_id, upload_id, kind, address, part_count, token_id, expires_at, completed_at",
        (row_id,),
    )
    return None if row is None else _upload(row)


def _upload(row: Row) -> Upload:
    number, project_id, upload_id, kind, address, part_count, token_id, expires_at, completed_at = row
    return Upload(
        number, project_id, upload_id, UploadKind(kind), address, part_count, token_id, expires_at, completed_at
    )
