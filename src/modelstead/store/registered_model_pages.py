"""What the list of registered models shows, a page of it at a time."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from modelstead.domain.search.expression import Expression
from modelstead.domain.star import Starred
from modelstead.store.matching import contains
from modelstead.store.model_versions import HIGHEST_FIRST
from modelstead.store.registered_model_search import selects
from modelstead.store.search_sql import Fragment, joined
from modelstead.store.transaction import Transaction

Stage = Literal["active", "deleted"]

_STAGES: dict[Stage, str] = {
    "active": "r.deleted_at IS NULL",
    "deleted": "r.deleted_at > 0",  # 0 is being purged
}
_VERSIONS = "(SELECT COUNT(*) FROM model_versions v WHERE v.model_id = r.id AND v.deleted_at IS NULL)"
_STARS = f"LEFT JOIN stars s ON s.user_id = ? AND s.noun = {int(Starred.MODEL)} AND s.item_id = r.id"
ORDERS = {
    "": "CASE WHEN s.item_id IS NULL THEN 1 ELSE 0 END, r.updated_at DESC",
    "name": "r.name",
    "-name": "r.name DESC",
    "updated": "r.updated_at",
    "-updated": "r.updated_at DESC",
    "created": "r.created_at",
    "-created": "r.created_at DESC",
    "versions": _VERSIONS,
    "-versions": f"{_VERSIONS} DESC",
}
"""What a list may be sorted by; without an order the starred come first, then the last changed."""


class ModelRow(NamedTuple):
    """A registered model; the description is its beginning."""

    id: int
    iid: int
    name: str
    is_prompt: bool
    description: str
    user: str | None
    created_at: int
    updated_at: int
    deleted_at: int | None
    versions: int
    is_starred: bool


class VersionName(NamedTuple):
    """A version by its numbers."""

    iid: int
    number: int
    semantic_version: str


class AliasRow(NamedTuple):
    """An alias, and the version that it leads to."""

    alias: str
    iid: int
    number: int
    semantic_version: str


class TagRow(NamedTuple):
    """A tag; the value is its beginning where `length` says that there is more."""

    key: str
    value: str
    length: int


def counts(tx: Transaction, project_id: int) -> tuple[int, int, int]:
    """Return how many models there are, how many are in the trash, and how many prompts there are."""
    row = tx.one(
        "SELECT COALESCE(SUM(CASE WHEN r.deleted_at IS NULL AND r.is_prompt = 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN r.deleted_at > 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN r.deleted_at IS NULL AND r.is_prompt = 1 THEN 1 ELSE 0 END), 0) "
        "FROM registered_models r WHERE r.project_id = ?",
        (project_id,),
    )
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2])


def matching(
    tx: Transaction, project_id: int, stage: Stage, expression: Expression | None, text: str, *, prompts: bool
) -> Fragment:
    """Return the condition of a list: a stage, a filter, a part of the name, and whether prompts are there too."""
    parts = [Fragment("r.project_id = ?", (project_id,)), Fragment(_STAGES[stage])]
    if expression is not None:
        parts.append(selects(tx, expression))
    if text:
        parts.append(Fragment(*contains(text, "r.name")))
    if not prompts and stage == "active":
        parts.append(Fragment("r.is_prompt = 0"))
    return joined(" AND ", parts)


def count(tx: Transaction, wanted: Fragment) -> int:
    row = tx.one(f"SELECT COUNT(*) FROM registered_models r WHERE {wanted.sql}", wanted.values)
    assert row is not None
    return int(row[0])


def ids(tx: Transaction, wanted: Fragment, order: str, user_id: int | None, *, limit: int, start: int) -> list[int]:
    """Return which models are on a page, in their order; what they show is read for those alone."""
    rows = tx.all(
        f"SELECT r.id FROM registered_models r {_STARS} WHERE {wanted.sql} "
        f"ORDER BY {ORDERS[order]}, r.id LIMIT ? OFFSET ?",
        (user_id, *wanted.values, limit, start),
    )
    return [row[0] for row in rows]


def models(tx: Transaction, row_ids: Sequence[int], user_id: int | None, length: int) -> list[ModelRow]:
    """Return models in the order of their row ids; `length` is that of the beginnings of their descriptions."""
    rows = tx.all(
        "SELECT r.id, r.iid, r.name, r.is_prompt, substr(r.description, 1, ?), u.username, r.created_at, r.updated_at, "
        f"r.deleted_at, {_VERSIONS}, s.item_id FROM registered_models r LEFT JOIN users u ON u.id = r.created_by "
        f"{_STARS} WHERE r.id = ANY(?)",
        (length, user_id, tx.array(row_ids)),
    )
    found = {row[0]: ModelRow._make((*row[:3], bool(row[3]), *row[4:10], row[10] is not None)) for row in rows}
    return [found[row_id] for row_id in row_ids]


def latest(tx: Transaction, ids: Sequence[int]) -> dict[int, VersionName]:
    """Return the version of each model that `latest` means."""
    rows = tx.all(
        "SELECT m.id, x.iid, x.number, x.semantic_version FROM registered_models m JOIN model_versions x ON x.id = "
        "(SELECT v.id FROM model_versions v WHERE v.model_id = m.id AND v.deleted_at IS NULL "
        f"ORDER BY {HIGHEST_FIRST} LIMIT 1) WHERE m.id = ANY(?)",
        (tx.array(ids),),
    )
    return {row[0]: VersionName(*row[1:]) for row in rows}


def aliases(tx: Transaction, ids: Sequence[int], most: int) -> dict[int, tuple[int, list[AliasRow]]]:
    """Return how many aliases each model has, and the first of them."""
    rows = tx.all(
        "SELECT a.model_id, a.total, a.alias, v.iid, v.number, v.semantic_version FROM "
        "(SELECT model_id, alias, version_id, COUNT(*) OVER (PARTITION BY model_id) AS total, "
        "ROW_NUMBER() OVER (PARTITION BY model_id ORDER BY alias) AS place FROM model_aliases "
        "WHERE model_id = ANY(?)) a JOIN model_versions v ON v.id = a.version_id "
        "WHERE a.place <= ? ORDER BY a.model_id, a.alias",
        (tx.array(ids), most),
    )
    found: dict[int, tuple[int, list[AliasRow]]] = {}
    for model_id, total, *alias in rows:
        found.setdefault(model_id, (total, []))[1].append(AliasRow(*alias))
    return found


def tags(tx: Transaction, model_id: int, most: int, length: int) -> tuple[int, list[TagRow]]:
    """Return how many tags a model has, and the first of them, with the beginnings of their values."""
    rows = tx.all(
        "SELECT COUNT(*) OVER (), key, substr(value, 1, ?), length(value) FROM registered_model_tags "
        "WHERE owner_id = ? ORDER BY key LIMIT ?",
        (length, model_id, most),
    )
    return (int(rows[0][0]) if rows else 0), [TagRow(*row[1:]) for row in rows]


def tag(tx: Transaction, model_id: int, key: str) -> str | None:
    """Return a tag's whole value."""
    row = tx.one("SELECT value FROM registered_model_tags WHERE owner_id = ? AND key = ?", (model_id, key))
    return None if row is None else str(row[0])
