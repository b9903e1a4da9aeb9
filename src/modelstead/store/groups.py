"""Rows of groups, which nest by path."""

from modelstead.store.transaction import Transaction


def ensure(tx: Transaction, path: str, now: int) -> tuple[int, bool]:
    """Return a group's id and whether it had to be made; the groups above it are made with it."""
    row = tx.one("SELECT id FROM groups WHERE path = ?", (path,))
    if row is not None:
        return row[0], False
    above, _, _ = path.rpartition("/")
    parent_id = ensure(tx, above, now)[0] if above else None
    row = tx.one(
        "INSERT INTO groups (parent_id, path, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (parent_id, path, now),
    )
    if row is not None:
        return row[0], True
    row = tx.one("SELECT id FROM groups WHERE path = ?", (path,))  # another transaction made it just now
    assert row is not None
    return row[0], False
