"""Packages: rows of generic ones, and the registry's view of everything that has files."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from modelstead.domain.artifact import Artifact, Owner, OwnerKind
from modelstead.domain.package import Package, PackageFile, PackageType
from modelstead.store.transaction import Row, Transaction

_OLDEST = "(SELECT MIN(a.updated_at) FROM artifacts a WHERE a.owner_kind = {kind} AND a.owner_id = {id})"

# How GitLab names the package of a run, of a model version, and a generic one. Each query takes the project's id and
# may go on with AND.
_SELECTS = {
    OwnerKind.RUN: "SELECT 1 AS kind, r.id AS id, COALESCE(m.name, 'ml_experiment_' || e.iid) AS name, "
    f"'candidate_' || r.iid AS version, {_OLDEST.format(kind=1, id='r.id')} AS created_at "
    "FROM runs r JOIN experiments e ON e.id = r.experiment_id "
    "LEFT JOIN registered_models m ON m.experiment_id = e.id WHERE r.project_id = ? AND r.deleted_at IS NULL",
    OwnerKind.MODEL_VERSION: "SELECT 2 AS kind, r.id AS id, m.name AS name, r.semantic_version AS version, "
    f"{_OLDEST.format(kind=2, id='r.id')} AS created_at "
    "FROM model_versions r JOIN registered_models m ON m.id = r.model_id "
    "WHERE r.project_id = ? AND r.deleted_at IS NULL AND m.deleted_at IS NULL",
    OwnerKind.PACKAGE: f"SELECT 4 AS kind, r.id AS id, r.name AS name, r.version AS version, "
    f"{_OLDEST.format(kind=4, id='r.id')} AS created_at FROM packages r WHERE r.project_id = ?",
}
_OF_TYPE = {PackageType.ML_MODEL: (OwnerKind.RUN, OwnerKind.MODEL_VERSION), PackageType.GENERIC: (OwnerKind.PACKAGE,)}


class PackageOrder(Enum):
    """What packages can be listed by."""

    CREATED_AT = "created_at"
    NAME = "name"
    VERSION = "version"
    TYPE = "type"


class FileOrder(Enum):
    """What the files of a package can be listed by."""

    ID = "id"
    FILE_NAME = "file_name"
    CREATED_AT = "created_at"


class Part(NamedTuple):
    """Which part of a list is wanted."""

    limit: int
    offset: int = 0
    descending: bool = False


_PACKAGE_ORDERS = {
    PackageOrder.CREATED_AT: ("created_at",),
    PackageOrder.NAME: ("name", "version"),
    PackageOrder.VERSION: ("version", "name"),
    PackageOrder.TYPE: ("kind < 4", "name", "version"),
}
_FILE_ORDERS = {
    FileOrder.ID: ("a.folder", "a.name"),
    FileOrder.FILE_NAME: ("a.folder", "a.name"),
    FileOrder.CREATED_AT: ("a.updated_at", "a.folder", "a.name"),
}


def ensure(tx: Transaction, project_id: int, name: str, version: str) -> int:
    """Return the row of a generic package, made when it is missing."""
    row = tx.one(
        "INSERT INTO packages (project_id, name, version) VALUES (?, ?, ?) "
        "ON CONFLICT (project_id, name, version) DO UPDATE SET name = excluded.name RETURNING id",
        (project_id, name, version),
    )
    assert row is not None
    return int(row[0])


def row_id(tx: Transaction, project_id: int, name: str, version: str) -> int | None:
    """Return the row of a generic package, None when there is none."""
    row = tx.one(
        "SELECT id FROM packages WHERE project_id = ? AND name = ? AND version = ?", (project_id, name, version)
    )
    return None if row is None else int(row[0])


def get(tx: Transaction, project_id: int, owner: Owner) -> Package | None:
    """Return an owner's package; None when it has no files, is in the trash or is another project's."""
    select = _SELECTS.get(owner.kind)
    row = None if select is None else tx.one(f"{select} AND r.id = ?", (project_id, owner.id))
    return None if row is None or row[4] is None else _package(row)


def page(
    tx: Transaction,
    project_id: int,
    part: Part,
    *,
    order: PackageOrder = PackageOrder.CREATED_AT,
    type: PackageType | None = None,  # noqa: A002 - GitLab's word
    name: str = "",
    version: str = "",
) -> tuple[list[Package], int]:
    """Return some of a project's packages and how many there are; a name counts when it holds `name`."""
    kinds = tuple(_SELECTS) if type is None else _OF_TYPE[type]
    found = " UNION ALL ".join(_SELECTS[kind] for kind in kinds)
    conditions, values = ["created_at IS NOT NULL"], [project_id] * len(kinds)
    asked: list[object] = []
    if name:
        conditions.append("LOWER(name) LIKE ? ESCAPE '!'")
        asked.append(f"%{_escaped(name.lower())}%")
    if version:
        conditions.append("version = ?")
        asked.append(version)
    source = f"FROM ({found}) AS found WHERE {' AND '.join(conditions)}"
    rows, total = _part(
        tx,
        f"SELECT kind, id, name, version, created_at, COUNT(*) OVER () {source}",
        source,
        (*_PACKAGE_ORDERS[order], "kind", "id"),
        (*values, *asked),
        part,
    )
    return [_package(row) for row in rows], total


def files(
    tx: Transaction, owner: Owner, part: Part, order: FileOrder = FileOrder.FILE_NAME
) -> tuple[list[PackageFile], int]:
    """Return some of an owner's files, whatever folder they are in, and how many there are."""
    source = "FROM artifacts a JOIN blobs b ON b.id = a.blob_id WHERE a.owner_kind = ? AND a.owner_id = ?"
    rows, total = _part(
        tx,
        f"SELECT a.folder, a.name, b.size, b.sha256, b.name, a.updated_at, COUNT(*) OVER () {source}",
        source,
        _FILE_ORDERS[order],
        (int(owner.kind), owner.id),
        part,
    )
    return [_file(row) for row in rows], total


def _part(
    tx: Transaction, select: str, source: str, order: Iterable[str], values: Sequence[object], part: Part
) -> tuple[list[Row], int]:
    direction = "DESC" if part.descending else "ASC"
    columns = ", ".join(f"{column} {direction}" for column in order)
    rows = tx.all(f"{select} ORDER BY {columns} LIMIT ? OFFSET ?", (*values, part.limit, part.offset))
    if rows or not part.offset:
        return rows, rows[0][-1] if rows else 0
    total = tx.one(f"SELECT COUNT(*) {source}", values)  # behind the last page
    assert total is not None
    return [], total[0]


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _package(row: Row) -> Package:
    kind, number, name, version, created_at = row[:5]
    return Package(Owner(OwnerKind(kind), number), name, version, created_at)


def _file(row: Row) -> PackageFile:
    folder, name, size, sha256, blob, updated_at = row[:6]
    return PackageFile(Artifact(f"{folder}/{name}" if folder else name, size, bytes(sha256), blob, updated_at))
