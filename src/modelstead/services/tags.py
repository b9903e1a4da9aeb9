"""Remove tags of runs; setting them is logging a batch."""

from modelstead.domain.actor import Access
from modelstead.errors import NotFound
from modelstead.services.runs import find_active
from modelstead.store import run_tags
from modelstead.store.transaction import Transaction


def delete(tx: Transaction, access: Access, run_id: str, key: str) -> None:
    """Remove a tag; raise NotFound when the run has none of that name."""
    if not run_tags.delete(tx, find_active(tx, access, run_id).id, key):
        raise NotFound(f"No tag with name: {key} in run with id {run_id}.")
