"""Facts about this installation, one text each."""

from modelstead.store.transaction import Transaction


def get(tx: Transaction, name: str) -> str | None:
    row = tx.one("SELECT value FROM instance WHERE name = ?", (name,))
    return None if row is None else str(row[0])


def insert(tx: Transaction, name: str, value: str) -> bool:
    """Store a fact unless there is one of that name; tell whether it was stored."""
    return tx.execute("INSERT INTO instance (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value)) > 0


def put(tx: Transaction, name: str, value: str) -> None:
    """Store a fact, over one of that name."""
    tx.execute(
        "INSERT INTO instance (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def schema_version(tx: Transaction) -> str:
    """Return the revision of the schema that there is."""
    row = tx.one("SELECT version_num FROM alembic_version")
    return "" if row is None else str(row[0])
