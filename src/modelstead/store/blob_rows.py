"""Rows of blobs: which bytes a project has, and under which name the store of blobs keeps them."""

from modelstead.store.transaction import Transaction


def ensure(tx: Transaction, project_id: int, *, name: str, sha256: bytes, size: int, now: int) -> tuple[int, str]:
    """Return the row id and the name of a project's blob of these bytes: the one that is there, or the new one.

    One that is there counts as new again, so that nobody removes it before the transaction lets something point to it.
    """
    row = tx.one(
        "INSERT INTO blobs (project_id, name, sha256, size, created_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (project_id, sha256) DO UPDATE SET created_at = excluded.created_at RETURNING id, name",
        (project_id, name, sha256, size, now),
    )
    assert row is not None
    return int(row[0]), str(row[1])


def release(tx: Transaction, before: int, limit: int) -> list[str]:
    """Remove the rows of blobs made before a time that no artifact points to; return their names, some at a time."""
    unneeded = "created_at < ? AND NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.blob_id = blobs.id)"
    rows = tx.all(
        f"DELETE FROM blobs WHERE {unneeded} AND id IN (SELECT id FROM blobs WHERE {unneeded} ORDER BY id LIMIT ?) "
        "RETURNING name",
        (before, before, limit),
    )
    return [row[0] for row in rows]


def known(tx: Transaction, names: list[str]) -> set[str]:
    """Return those of the names that have a row."""
    return {row[0] for row in tx.all("SELECT name FROM blobs WHERE name = ANY(?)", (tx.array(names),))}
