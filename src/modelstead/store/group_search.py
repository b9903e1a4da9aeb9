"""Lists of the groups that somebody sees, each with their role there."""

from enum import Enum

import msgspec

from modelstead.domain.actor import Actor
from modelstead.domain.group import GroupRecord
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.store import groups, paths
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.memberships import MINE
from modelstead.store.transaction import Row, Transaction

_FOUND = f"""
WITH RECURSIVE {MINE}, best (id, role) AS (SELECT id, MAX(role) FROM mine GROUP BY id)
SELECT {{columns}} FROM groups g LEFT JOIN best b ON b.id = g.id
WHERE g.deleted_at IS NULL AND {{where}}
"""


class GroupOrder(Enum):
    """What groups can be listed by."""

    NAME = "name"
    PATH = "path"
    ID = "id"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


_ORDERS = {
    GroupOrder.NAME: "LOWER(g.name)",
    GroupOrder.PATH: "g.path",
    GroupOrder.ID: "g.id",
    GroupOrder.CREATED_AT: "g.created_at",
    GroupOrder.UPDATED_AT: "g.updated_at",
}


class WantedGroups(msgspec.Struct, frozen=True, kw_only=True):
    """Which groups are listed: those that fit everything that is given. `below` is the path of one above them."""

    id: int | None = None
    search: str = ""
    min_role: Role | None = None
    visibility: Visibility | None = None
    top_level: bool = False
    parent_id: int | None = None
    below: str = ""
    order: GroupOrder = GroupOrder.NAME
    descending: bool = False
    limit: int = 1
    offset: int = 0


def page(tx: Transaction, actor: Actor, wanted: WantedGroups, now: int) -> tuple[list[GroupRecord], int]:
    """Return a page of the groups that somebody sees, and how many there are on all pages."""
    where, values = _conditions(actor, wanted)
    values = (actor.user_id, now, *values)
    count = tx.one(_FOUND.format(columns="COUNT(*)", where=where), values)
    assert count is not None
    direction = "DESC" if wanted.descending else "ASC"
    rows = tx.all(
        _FOUND.format(columns=f"{groups.COLUMNS}, g.created_by, b.role", where=where)
        + f"ORDER BY {_ORDERS[wanted.order]} {direction}, g.id {direction} LIMIT ? OFFSET ?",
        (*values, wanted.limit, wanted.offset),
    )
    return _records(tx, rows), int(count[0])


def _conditions(actor: Actor, wanted: WantedGroups) -> Condition:
    conditions: list[Condition] = [seen(actor, "g", "b.role IS NOT NULL")]
    if wanted.id is not None:
        conditions.append(("g.id = ?", (wanted.id,)))
    if wanted.search:
        conditions.append(contains(wanted.search, "g.name", "g.path"))
    if wanted.min_role is not None:
        conditions.append(("b.role >= ?", (int(wanted.min_role),)))
    if wanted.visibility is not None:
        conditions.append(("g.visibility = ?", (wanted.visibility.value,)))
    if wanted.top_level:
        conditions.append(("g.parent_id IS NULL", ()))
    if wanted.parent_id is not None:
        conditions.append(("g.parent_id = ?", (wanted.parent_id,)))
    if wanted.below:
        conditions.append(below(wanted.below, "g"))
    return all_of(conditions)


def seen(actor: Actor, table: str, is_member: str) -> Condition:
    """Return the condition that somebody sees a row of groups or projects: the rule of domain.actor, in SQL."""
    if actor.is_admin:
        return "1 = 1", ()
    wide = ("public",) if actor.is_anonymous else ("public", "internal")
    marks = ", ".join("?" * len(wide))
    return f"({is_member} OR {table}.visibility IN ({marks}))", wide


def below(path: str, table: str) -> Condition:
    """Return the condition that a row's path is below another."""
    return f"SUBSTR({table}.path, 1, ?) = ?", (len(path) + 1, f"{path}/")


def _records(tx: Transaction, rows: list[Row]) -> list[GroupRecord]:
    found = [(groups.of_row(row[:8]), *row[8:]) for row in rows]
    names = paths.full_names(tx, [group.path for group, *_ in found])
    return [
        GroupRecord(group, names[group.path], created_by, None if role is None else Role(role))
        for group, created_by, role in found
    ]
