"""Rows of saved views."""

from modelstead.domain.saved_view import SavedView
from modelstead.store.transaction import Transaction


def of_experiment(tx: Transaction, experiment_id: int) -> list[SavedView]:
    """Return an experiment's views by name."""
    rows = tx.all(
        "SELECT v.id, v.name, v.query, COALESCE(u.username, '') FROM saved_views v "
        "LEFT JOIN users u ON u.id = v.user_id WHERE v.experiment_id = ? ORDER BY v.name",
        (experiment_id,),
    )
    return [SavedView(*row) for row in rows]


def put(tx: Transaction, experiment_id: int, name: str, query: str, user_id: int | None, now: int) -> None:
    """Save a view, over one of the same name."""
    tx.execute(
        "INSERT INTO saved_views (experiment_id, name, query, user_id, created_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (experiment_id, name) DO UPDATE SET query = excluded.query, user_id = excluded.user_id, "
        "created_at = excluded.created_at",
        (experiment_id, name, query, user_id, now),
    )


def delete(tx: Transaction, experiment_id: int, view_id: int) -> bool:
    """Remove a view; False when the experiment has none of that number."""
    return tx.execute("DELETE FROM saved_views WHERE id = ? AND experiment_id = ?", (view_id, experiment_id)) > 0
