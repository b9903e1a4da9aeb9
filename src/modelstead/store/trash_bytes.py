"""How many bytes the trash holds: of each thing its files, and of all of it what would be free without it.

Blobs that something else has too stay, and one that several things have counts once. What is counted has an end: beyond
so many owners of files the number is a least one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.trashed import Kind, Reference
from modelstead.store.transaction import Transaction
from modelstead.store.trash_listing import by_kind

# Each begins with the kind of an owner of files, which is stored with them: see domain.artifact.OwnerKind.
_RUNS, _VERSIONS = "SELECT 1 AS kind, t.id AS id FROM runs t", "SELECT 2 AS kind, t.id AS id FROM model_versions t"
_LOGGED = "SELECT 3 AS kind, t.id AS id FROM logged_models t"

# The table of a kind of things, `g`, and who has files of one.
_INSIDE = {
    Kind.RUN: ("runs", (f"{_RUNS} WHERE t.id = g.id",)),
    Kind.EXPERIMENT: (
        "experiments",
        (
            f"{_RUNS} WHERE t.experiment_id = g.id AND t.deleted_at IS NOT NULL",
            f"{_LOGGED} WHERE t.experiment_id = g.id",
        ),
    ),
    Kind.MODEL: (
        "registered_models",
        (
            f"{_VERSIONS} WHERE t.model_id = g.id",
            f"{_RUNS} WHERE t.experiment_id = g.experiment_id AND t.deleted_at IS NOT NULL",
        ),
    ),
    Kind.VERSION: ("model_versions", (f"{_VERSIONS} WHERE t.id = g.id",)),
    Kind.LOGGED_MODEL: ("logged_models", (f"{_LOGGED} WHERE t.id = g.id",)),
}
_OF_A_DELETED = "WHERE {0}.project_id = ? AND {0}.deleted_at IS NOT NULL AND t.deleted_at IS NULL"
# Who has files in a project's trash.
_ALL = (
    f"{_RUNS} WHERE t.project_id = ? AND t.deleted_at IS NOT NULL",
    f"{_VERSIONS} WHERE t.project_id = ? AND t.deleted_at IS NOT NULL",
    f"{_VERSIONS} JOIN registered_models m ON m.id = t.model_id {_OF_A_DELETED.format('m')}",
    f"{_LOGGED} WHERE t.project_id = ? AND t.deleted_at IS NOT NULL",
    f"{_LOGGED} JOIN experiments e ON e.id = t.experiment_id {_OF_A_DELETED.format('e')}",
)


class Freed(NamedTuple):
    """Bytes that would be free; of more owners than were looked at they are the least."""

    bytes: int
    is_least: bool


class Inside(NamedTuple):
    """What a thing holds: runs, versions and logged models, with files or without; their files, and the bytes."""

    owners: int
    files: int
    bytes: int


def of_things(tx: Transaction, things: Iterable[Reference], limit: int) -> dict[Reference, Inside]:
    """Return what each thing holds, of at most so many owners of files, in a query for each kind of things."""
    found: dict[Reference, Inside] = {}
    for kind, ids in by_kind(things).items():
        table, parts = _INSIDE[kind]
        owners = _limited(parts, limit)
        files = (
            f"FROM ({owners}) AS h JOIN artifacts a ON a.owner_kind = h.kind AND a.owner_id = h.id "
            "JOIN blobs b ON b.id = a.blob_id"
        )
        rows = tx.all(
            f"SELECT g.id, (SELECT COUNT(*) FROM ({owners}) AS counted), (SELECT COUNT(*) {files}), "
            f"(SELECT COALESCE(SUM(b.size), 0) {files}) FROM {table} g WHERE g.id = ANY(?)",
            (tx.array(ids),),
        )
        found |= {Reference(kind, row_id): Inside(held, count, int(size)) for row_id, held, count, size in rows}
    return found


def of_project(tx: Transaction, project_id: int, limit: int) -> Freed:
    """Return what would be free without all that is in a project's trash."""
    return of_owners(tx, [(sql, (project_id,)) for sql in _ALL], limit)


def of_owners(tx: Transaction, owners: Sequence[tuple[str, Sequence[object]]], limit: int) -> Freed:
    """Return what would be free without the owners that queries give, each of `kind` and `id`.

    Those blobs would be that as many files of these owners have as all files do. A cross join is one that SQLite does
    not turn around, which would look at all files there are.
    """
    row = tx.one(
        f"WITH owners AS MATERIALIZED ({_limited((sql for sql, _ in owners), limit)}), held AS MATERIALIZED "
        "(SELECT a.blob_id, COUNT(*) AS files FROM owners o "
        "CROSS JOIN artifacts a WHERE a.owner_kind = o.kind AND a.owner_id = o.id GROUP BY a.blob_id) "
        "SELECT (SELECT COUNT(*) FROM owners), (SELECT COALESCE(SUM(b.size), 0) FROM held h "
        "JOIN blobs b ON b.id = h.blob_id "
        "WHERE h.files = (SELECT COUNT(*) FROM artifacts x WHERE x.blob_id = h.blob_id))",
        [value for _, values in owners for value in values],
    )
    assert row is not None
    return Freed(int(row[1]), row[0] >= limit)


def _limited(parts: Iterable[str], limit: int) -> str:
    """Return the union of queries, of each of which so many rows count."""
    return " UNION ALL ".join(
        f"SELECT * FROM ({sql} LIMIT {limit}) AS part_{number}" for number, sql in enumerate(parts)
    )
