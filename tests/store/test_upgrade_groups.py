"""Groups of older versions, which had no visibility, get one that their projects fit into; on each engine."""

from modelstead.store.transaction import Transaction
from tests.store import facts
from tests.store.test_upgrade_with_data import at_revision, url

__all__ = ["url"]  # a fixture


def add_places(tx: Transaction) -> None:
    for number, path in enumerate(("wide", "wide/sub", "widest", "inner"), start=10):
        parent = 10 if path == "wide/sub" else None
        tx.execute("INSERT INTO groups (id, parent_id, path, created_at) VALUES (?, ?, ?, 1)", (number, parent, path))
    rows = (
        (10, "wide/p", "private"),
        (11, "wide/sub/p", "public"),
        (13, "inner/a", "internal"),
        (13, "inner/b", "private"),
    )
    for group_id, path, visibility in rows:
        tx.execute(
            "INSERT INTO projects (group_id, path, visibility, created_at) VALUES (?, ?, ?, 1)",
            (group_id, path, visibility),
        )


def test_a_group_is_as_wide_as_the_widest_project_below_it(url: str) -> None:
    database = at_revision(url, "0007")
    database.write_now(add_places)
    database.migrate()
    rows = database.read_now(facts.rows, "SELECT path, visibility FROM groups ORDER BY path")
    assert dict(rows) == {
        "inner": "internal",
        "team": "private",
        "wide": "public",
        "wide/sub": "public",
        "widest": "private",
    }
    database.close()
