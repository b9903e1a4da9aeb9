"""How runs hang together: a run's parent is named by a tag, and an index of tags' values leads to the children."""

from collections.abc import Sequence

from modelstead.store.search_sql import SHORT_TEXT
from modelstead.store.transaction import Transaction


def counts(tx: Transaction, key_id: int, row_ids: Sequence[int], most: int) -> dict[int, int]:
    """Return how many active children runs have, at most `most` of each; `key_id` is the tag that names a parent."""
    found = tx.all(
        "SELECT r.id, (SELECT count(*) FROM (SELECT 1 FROM run_tags t JOIN runs c ON c.id = t.run_id "
        f"WHERE t.key_id = ? AND t.value = r.run_id AND length(t.value) <= {SHORT_TEXT} AND c.deleted_at IS NULL "
        "LIMIT ?) q) FROM runs r WHERE r.id = ANY(?)",
        (key_id, most, tx.array(row_ids)),
    )
    return {row_id: number for row_id, number in found if number}
