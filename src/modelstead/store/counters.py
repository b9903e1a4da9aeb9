"""Numbers that a project gives out, each once and in order."""

from modelstead.store.transaction import Transaction


def take(tx: Transaction, project_id: int, noun: str) -> int:
    """Return the project's next number of a noun, from 1; a rolled back transaction gives it back."""
    row = tx.one(
        "INSERT INTO counters (project_id, noun, value) VALUES (?, ?, 1) "
        "ON CONFLICT (project_id, noun) DO UPDATE SET value = counters.value + 1 RETURNING value",
        (project_id, noun),
    )
    assert row is not None
    return int(row[0])


def take_many(tx: Transaction, project_id: int, noun: str, count: int) -> range:
    """Return the project's next numbers of a noun."""
    row = tx.one(
        "INSERT INTO counters (project_id, noun, value) VALUES (?, ?, ?) "
        "ON CONFLICT (project_id, noun) DO UPDATE SET value = counters.value + excluded.value RETURNING value",
        (project_id, noun, count),
    )
    assert row is not None
    last = int(row[0])
    return range(last - count + 1, last + 1)


def value(tx: Transaction, project_id: int, noun: str) -> int:
    """Return the last number that was taken, 0 before the first."""
    row = tx.one("SELECT value FROM counters WHERE project_id = ? AND noun = ?", (project_id, noun))
    return 0 if row is None else int(row[0])


def hold(tx: Transaction, project_id: int, noun: str) -> None:
    """Make everyone else who takes a project's number of a noun, or holds it, wait until this transaction ends."""
    tx.execute(
        "INSERT INTO counters (project_id, noun, value) VALUES (?, ?, 0) "
        "ON CONFLICT (project_id, noun) DO UPDATE SET value = counters.value",
        (project_id, noun),
    )
