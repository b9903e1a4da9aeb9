"""Lists of the members of a project or group: of its own, or with those of the groups above it."""

from collections.abc import Sequence

import msgspec

from modelstead.domain.member import Member, MemberLine, OwnMembership
from modelstead.domain.role import Role
from modelstead.domain.user import UserKind, UserState
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.members import ABOVE, Roll
from modelstead.store.transaction import Row, Transaction

# Of a user's several roles the highest counts.
_FOUND = f"""
{ABOVE}, standing (user_id, role, created_at, expires_at, is_managed, source_id) AS (
    SELECT m.user_id, m.role, m.created_at, m.expires_at, m.is_managed, 0 FROM {{table}} m WHERE m.{{column}} = ?
    UNION ALL
    SELECT m.user_id, m.role, m.created_at, m.expires_at, m.is_managed, m.group_id
    FROM group_members m JOIN above a ON a.id = m.group_id
), ranked AS (
    SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s.user_id ORDER BY s.role DESC, s.created_at) AS place
    FROM standing s WHERE s.expires_at IS NULL OR s.expires_at > ?
)
SELECT {{columns}} FROM ranked m JOIN users u ON u.id = m.user_id {{joins}}
WHERE m.place = 1 AND u.deleted_at IS NULL AND {{where}}
"""
_COLUMNS = "u.id, u.username, u.name, u.is_active, u.deactivated_at, u.kind, m.role, m.created_at, m.expires_at"
_LINE = f"{_COLUMNS}, COALESCE(g.path, ''), m.is_managed, o.role, o.expires_at, o.is_managed"
_WITH_SOURCES = (
    "LEFT JOIN groups g ON g.id = m.source_id LEFT JOIN {table} o ON o.{column} = ? AND o.user_id = m.user_id "
    "AND (o.expires_at IS NULL OR o.expires_at > ?)"
)
_OF_MEMBER = 9  # columns of the member alone


class WantedMembers(msgspec.Struct, frozen=True, kw_only=True):
    """Which members are listed: those that fit everything that is given."""

    inherited: bool = False  # those of the groups above too
    search: str = ""
    user_ids: Sequence[int] = ()
    limit: int = 1
    offset: int = 0


def page(tx: Transaction, roll: Roll, wanted: WantedMembers, now: int) -> tuple[list[Member], int]:
    """Return a page of the members, and how many there are on all pages."""
    where, values = _conditions(tx, wanted)
    values = ((roll.above or 0) if wanted.inherited else 0, roll.id, now, *values)

    def select(columns: str) -> str:
        return _FOUND.format(table=roll.table, column=roll.column, columns=columns, joins="", where=where)

    count = tx.one(select("COUNT(*)"), values)
    assert count is not None
    rows = tx.all(
        select(_COLUMNS) + "ORDER BY u.username, u.id LIMIT ? OFFSET ?", (*values, wanted.limit, wanted.offset)
    )
    return [_member(row) for row in rows], int(count[0])


def lines(tx: Transaction, roll: Roll, wanted: WantedMembers, now: int) -> list[MemberLine]:
    """Return a page of the members with where their roles come from, the highest roles first."""
    where, values = _conditions(tx, wanted)
    joins = _WITH_SOURCES.format(table=roll.table, column=roll.column)
    sql = _FOUND.format(table=roll.table, column=roll.column, columns=_LINE, joins=joins, where=where)
    above = (roll.above or 0) if wanted.inherited else 0
    rows = tx.all(
        sql + "ORDER BY m.role DESC, u.username, u.id LIMIT ? OFFSET ?",
        (above, roll.id, now, roll.id, now, *values, wanted.limit, wanted.offset),
    )
    return [_line(row) for row in rows]


def find(tx: Transaction, roll: Roll, user_id: int, now: int, *, inherited: bool = False) -> Member | None:
    found, _ = page(tx, roll, WantedMembers(inherited=inherited, user_ids=(user_id,)), now)
    return found[0] if found else None


def _conditions(tx: Transaction, wanted: WantedMembers) -> Condition:
    conditions: list[Condition] = []
    if wanted.search:
        conditions.append(contains(wanted.search, "u.username", "u.name"))
    if wanted.user_ids:
        conditions.append(("u.id = ANY(?)", (tx.array(wanted.user_ids),)))
    return all_of(conditions)


def _line(row: Row) -> MemberLine:
    source, is_managed, role, expires_at, own_is_managed = row[_OF_MEMBER:]
    own = None if role is None else OwnMembership(Role(role), expires_at, bool(own_is_managed))
    return MemberLine(_member(row[:_OF_MEMBER]), source, bool(is_managed), own)


def _member(row: Row) -> Member:
    user_id, username, name, is_active, deactivated_at, kind, role, created_at, expires_at = row
    state = UserState.ACTIVE if is_active else UserState.BLOCKED if deactivated_at is None else UserState.DEACTIVATED
    return Member(user_id, username, name, state, kind != UserKind.HUMAN.value, Role(role), created_at, expires_at)
