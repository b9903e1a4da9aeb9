"""Rows of the audit log: added, never changed."""

from collections.abc import Sequence

import msgspec

from modelstead.domain.audit_event import AuditEvent
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT a.id, a.created_at, a.action, a.subject, a.details, a.user_id, u.username, u.name, a.token_id, a.address, "
    "a.project_id, a.group_id, COALESCE(p.path, g.path) FROM audit_events a LEFT JOIN users u ON u.id = a.user_id "
    "LEFT JOIN projects p ON p.id = a.project_id LEFT JOIN groups g ON g.id = a.group_id"
)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are looked for; what is None does not matter. Times are milliseconds, `until` is not among them.

    `noun` is what actions are called before their dot.
    """

    project_id: int | None = None
    group_id: int | None = None
    user_id: int | None = None
    action: str | None = None
    noun: str | None = None
    since: int | None = None
    until: int | None = None


def insert(
    tx: Transaction,
    *,
    project_id: int | None,
    group_id: int | None,
    user_id: int | None,
    token_id: int | None,
    action: str,
    subject: str,
    details: dict[str, str],
    address: str,
    now: int,
) -> None:
    """Store what somebody did, to what."""
    tx.execute(
        "INSERT INTO audit_events "
        "(project_id, group_id, user_id, token_id, action, subject, details, address, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (project_id, group_id, user_id, token_id, action, subject, msgspec.json.encode(details).decode(), address, now),
    )


def page(tx: Transaction, wanted: Wanted, limit: int, offset: int) -> tuple[list[AuditEvent], int]:
    """Return some of the events, the newest first, and how many there are."""
    where, values = _where(wanted)
    total = tx.one(f"SELECT COUNT(*) FROM audit_events a{where}", values)
    assert total is not None
    rows = tx.all(f"{_SELECT}{where} ORDER BY a.id DESC LIMIT ? OFFSET ?", (*values, limit, offset))
    return [_event(row) for row in rows], total[0]


def behind(tx: Transaction, wanted: Wanted, after: int, limit: int) -> list[AuditEvent]:
    """Return events behind the one with an id, the oldest first."""
    where, values = _where(wanted, ("a.id > ?", after))
    return [_event(row) for row in tx.all(f"{_SELECT}{where} ORDER BY a.id LIMIT ?", (*values, limit))]


def get(tx: Transaction, wanted: Wanted, event_id: int) -> AuditEvent | None:
    where, values = _where(wanted, ("a.id = ?", event_id))
    row = tx.one(f"{_SELECT}{where}", values)
    return None if row is None else _event(row)


def _where(wanted: Wanted, *more: tuple[str, object]) -> tuple[str, Sequence[object]]:
    given = (
        ("a.project_id = ?", wanted.project_id),
        ("a.group_id = ?", wanted.group_id),
        ("a.user_id = ?", wanted.user_id),
        ("a.action = ?", wanted.action),
        ("a.action LIKE ? ESCAPE '!'", None if wanted.noun is None else wanted.noun.replace("_", "!_") + ".%"),
        ("a.created_at >= ?", wanted.since),
        ("a.created_at < ?", wanted.until),
        *more,
    )
    conditions = [(sql, value) for sql, value in given if value is not None]
    if not conditions:
        return "", ()
    return f" WHERE {' AND '.join(sql for sql, _ in conditions)}", [value for _, value in conditions]


def _event(row: Row) -> AuditEvent:
    number, created_at, action, subject, details, user_id, username, name, *rest = row
    token_id, address, project_id, group_id, place = rest
    return AuditEvent(
        number,
        created_at,
        action,
        subject,
        msgspec.json.decode(details, type=dict[str, str]),
        user_id,
        username or "",
        name or "",
        token_id,
        address,
        project_id,
        group_id,
        place or "",
    )
