"""How many projects somebody sees in groups, those in groups below counted too."""

from collections.abc import Sequence

from modelstead.domain.actor import Actor
from modelstead.store.group_search import seen
from modelstead.store.memberships import MINE
from modelstead.store.transaction import Transaction

_MEMBER = (
    "(p.group_id IN (SELECT id FROM mine) OR EXISTS (SELECT 1 FROM project_members m WHERE m.project_id = p.id "
    "AND m.user_id = ? AND (m.expires_at IS NULL OR m.expires_at > ?)))"
)
_COUNTS = f"""
WITH RECURSIVE {MINE}, inside (top, id) AS (
    SELECT g.id, g.id FROM groups g WHERE g.id = ANY(?)
    UNION ALL
    SELECT i.top, g.id FROM groups g JOIN inside i ON g.parent_id = i.id WHERE g.deleted_at IS NULL
)
SELECT i.top, COUNT(*) FROM inside i JOIN projects p ON p.group_id = i.id
WHERE p.deleted_at IS NULL AND {{where}} GROUP BY i.top
"""


def projects(tx: Transaction, actor: Actor, group_ids: Sequence[int], now: int) -> dict[int, int]:
    """Return how many projects an actor sees in each of these groups and below; those without any are left out."""
    where, wide = seen(actor, "p", _MEMBER)
    member = () if actor.is_admin else (actor.user_id, now)
    rows = tx.all(_COUNTS.format(where=where), (actor.user_id, now, tx.array(group_ids), *member, *wide))
    return {row[0]: row[1] for row in rows}


def contents(tx: Transaction, group_id: int) -> tuple[int, int]:
    """Return how many groups are below a group, and how many projects in it and them."""
    row = tx.one(
        "WITH RECURSIVE inside (id) AS (SELECT g.id FROM groups g WHERE g.id = ? UNION ALL "
        "SELECT g.id FROM groups g JOIN inside i ON g.parent_id = i.id WHERE g.deleted_at IS NULL) "
        "SELECT (SELECT COUNT(*) FROM inside) - 1, (SELECT COUNT(*) FROM projects p "
        "WHERE p.group_id IN (SELECT id FROM inside) AND p.deleted_at IS NULL)",
        (group_id,),
    )
    assert row is not None
    return int(row[0]), int(row[1])
