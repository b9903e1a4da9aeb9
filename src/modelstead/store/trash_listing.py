"""What people find in a project's trash: what was deleted by itself, not what went with it.

Runs and their experiments, versions and their runs, models with all that they have: each is one row, the uppermost.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.trashed import Kind, Reference
from modelstead.store.matching import contains
from modelstead.store.transaction import Transaction

_ROOTS = {
    Kind.RUN: "runs t WHERE t.project_id = ? AND t.deleted_with_experiment = 0 AND t.deleted_at > 0 "
    "AND (t.version_id IS NULL OR NOT EXISTS (SELECT 1 FROM model_versions v WHERE v.id = t.version_id))",
    Kind.EXPERIMENT: "experiments t WHERE t.project_id = ? AND t.deleted_at > 0 "
    "AND NOT EXISTS (SELECT 1 FROM registered_models m WHERE m.experiment_id = t.id)",
    Kind.MODEL: "registered_models t WHERE t.project_id = ? AND t.deleted_at > 0",
    Kind.VERSION: "model_versions t JOIN registered_models m ON m.id = t.model_id AND m.deleted_at IS NULL "
    "WHERE t.project_id = ? AND t.deleted_at > 0",
    Kind.LOGGED_MODEL: "logged_models t WHERE t.project_id = ? AND t.deleted_at > 0",
}
_NAMES = {
    Kind.RUN: ("t.name", "t.run_id"),
    Kind.EXPERIMENT: ("t.name",),
    Kind.MODEL: ("t.name",),
    Kind.VERSION: ("m.name || ' ' || t.semantic_version",),
    Kind.LOGGED_MODEL: ("t.name", "t.model_id"),
}
_DETAILS = {
    Kind.RUN: "SELECT t.id, t.iid, t.name, e.name, t.run_id FROM runs t "
    "JOIN experiments e ON e.id = t.experiment_id WHERE t.id = ANY(?)",
    Kind.EXPERIMENT: "SELECT t.id, t.iid, t.name, '', '' FROM experiments t WHERE t.id = ANY(?)",
    Kind.MODEL: "SELECT t.id, t.iid, t.name, '', '' FROM registered_models t WHERE t.id = ANY(?)",
    Kind.VERSION: "SELECT t.id, t.iid, m.name || ' ' || t.semantic_version, m.name, CAST(t.number AS TEXT) "
    "FROM model_versions t JOIN registered_models m ON m.id = t.model_id WHERE t.id = ANY(?)",
    Kind.LOGGED_MODEL: "SELECT t.id, NULL, t.name, e.name, t.model_id FROM logged_models t "
    "JOIN experiments e ON e.id = t.experiment_id WHERE t.id = ANY(?)",
}


class Listed(NamedTuple):
    """A thing in the trash, and when it went there."""

    kind: Kind
    id: int
    deleted_at: int


class Details(NamedTuple):
    """What a thing is called, what it is in ("" for nothing), and what clients hold of it: of versions, the number."""

    iid: int | None
    name: str
    inside: str
    key: str


def page(
    tx: Transaction, project_id: int, kinds: Sequence[Kind], text: str, limit: int, offset: int, *, oldest: bool
) -> list[Listed]:
    """Return things in the order in which they went to the trash, those with a text in their names."""
    way = "ASC" if oldest else "DESC"
    parts, values = [], list[object]()
    for kind in kinds:
        condition, bound = _found(kind, text)
        parts.append(
            f"SELECT * FROM (SELECT {_number(kind)} AS kind, t.id AS id, t.deleted_at AS deleted_at FROM "
            f"{condition} ORDER BY t.deleted_at {way}, t.id {way} LIMIT ?) AS found_{kind.value}"
        )
        values += [project_id, *bound, limit + offset]
    sql = f"{' UNION ALL '.join(parts)} ORDER BY deleted_at {way}, kind, id {way} LIMIT ? OFFSET ?"
    rows = tx.all(sql, (*values, limit, offset))
    return [Listed(tuple(Kind)[number], row_id, deleted_at) for number, row_id, deleted_at in rows]


def counts(tx: Transaction, project_id: int, text: str) -> dict[Kind, int]:
    """Return how many things of each kind there are with a text in their names."""
    parts, values = [], list[object]()
    for kind in Kind:
        condition, bound = _found(kind, text)
        parts.append(f"SELECT {_number(kind)}, COUNT(*) FROM {condition}")
        values += [project_id, *bound]
    return {tuple(Kind)[number]: count for number, count in tx.all(" UNION ALL ".join(parts), values)}


def still_there(tx: Transaction, project_id: int, chosen: Iterable[Reference]) -> list[Listed]:
    """Return those of some things that are in a project's trash."""
    found: list[Listed] = []
    for kind, ids in by_kind(chosen).items():
        sql = f"SELECT t.id, t.deleted_at FROM {_ROOTS[kind]} AND t.id = ANY(?) ORDER BY t.id"
        found += [Listed(kind, *row) for row in tx.all(sql, (project_id, tx.array(ids)))]
    return found


def details(tx: Transaction, things: Iterable[Listed]) -> dict[Reference, Details]:
    """Return what things are called, in a query for each kind of them."""
    wanted = by_kind(Reference(each.kind, each.id) for each in things)
    return {
        Reference(kind, row[0]): Details(*row[1:])
        for kind, ids in wanted.items()
        for row in tx.all(_DETAILS[kind], (tx.array(ids),))
    }


def by_kind(things: Iterable[Reference]) -> dict[Kind, list[int]]:
    found: dict[Kind, list[int]] = {}
    for kind, row_id in things:
        found.setdefault(kind, []).append(row_id)
    return found


def deleted_by(
    tx: Transaction, project_id: int, actions: Iterable[str], subjects: Iterable[str]
) -> list[tuple[str, int, str]]:
    """Return who deleted things of some names: the name, the time and the person, the earliest first."""
    rows = tx.all(
        "SELECT a.subject, a.created_at, u.username FROM audit_events a JOIN users u ON u.id = a.user_id "
        "WHERE a.project_id = ? AND a.subject = ANY(?) AND a.action = ANY(?) ORDER BY a.id",
        (project_id, tx.array(subjects), tx.array(actions)),
    )
    return [(subject, at, username) for subject, at, username in rows]


def _found(kind: Kind, text: str) -> tuple[str, tuple[object, ...]]:
    if not text:
        return _ROOTS[kind], ()
    condition, values = contains(text, *_NAMES[kind])
    return f"{_ROOTS[kind]} AND {condition}", values


def _number(kind: Kind) -> int:
    return tuple(Kind).index(kind)
