"""What the bytes of a project are of: each blob counts once, however many things share it."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import msgspec

from modelstead.domain.artifact import OwnerKind
from modelstead.store.transaction import Row, Transaction


class Part(IntEnum):
    """What keeps a blob: of several things that share one, the first here counts."""

    VERSIONS = 0
    PACKAGES = 1
    LOGGED_MODELS = 2
    RUNS = 3
    TRASH = 4


class PartUse(msgspec.Struct, frozen=True):
    """How many blobs one part of a project keeps, and their bytes."""

    part: Part
    blobs: int
    size: int


class Holder(msgspec.Struct, frozen=True):
    """A thing that has files.

    `iid` is its number in the project: of a package its id, of a logged model that of the run which made it, if any.
    `above_iid` is that of a version's model, of a logged model that of its experiment.
    """

    kind: OwnerKind
    iid: int | None
    above_iid: int
    name: str
    is_deleted: bool
    files: int
    size: int


_MODEL = "registered_models m ON m.id = t.model_id"
_EXPERIMENT = "experiments e ON e.id = t.experiment_id"
_RUN = "runs r ON r.run_id = t.source_run_id AND r.project_id = t.project_id AND r.deleted_at IS NULL"


class _Source(NamedTuple):
    """A kind of things with files: which part keeps these, where they are, and how each is called."""

    kind: OwnerKind
    part: Part
    tables: str
    gone: str
    names: str
    keys: str
    project: str = "t.project_id"

    def files(self, columns: str) -> str:
        """Return the query of all files; CROSS JOIN says to begin with the project's things, not with all files."""
        return (
            f"SELECT {columns} FROM {self.tables} CROSS JOIN artifacts a CROSS JOIN blobs b WHERE {self.project} = ? "
            f"AND a.owner_kind = {int(self.kind)} AND a.owner_id = t.id AND b.id = a.blob_id"
        )

    def when_gone(self, gone: int, there: int) -> str:
        return f"CASE WHEN {self.gone} THEN {gone} ELSE {there} END"


_SOURCES = (
    _Source(
        OwnerKind.RUN,
        Part.RUNS,
        "runs t",
        "t.deleted_at IS NOT NULL",
        "t.iid AS iid, 0 AS above_iid, t.name AS name",
        "t.id",
    ),
    _Source(
        OwnerKind.MODEL_VERSION,
        Part.VERSIONS,
        f"model_versions t JOIN {_MODEL}",
        "t.deleted_at IS NOT NULL OR m.deleted_at IS NOT NULL",
        "t.iid, m.iid, m.name || ' ' || t.semantic_version",
        "t.id, m.id",
    ),
    _Source(
        OwnerKind.LOGGED_MODEL,
        Part.LOGGED_MODELS,
        f"logged_models t JOIN {_EXPERIMENT} LEFT JOIN {_RUN}",
        "t.deleted_at IS NOT NULL OR e.deleted_at IS NOT NULL",
        "r.iid, e.iid, t.name",
        "t.id, e.id, r.id",
        "e.project_id",
    ),
    _Source(OwnerKind.PACKAGE, Part.PACKAGES, "packages t", "1 = 0", "t.id, 0, t.name || ' ' || t.version", "t.id"),
)


def _union(queries: Iterable[str]) -> str:
    return " UNION ALL ".join(queries)


_USES = _union(each.files(f"a.blob_id, {each.when_gone(int(Part.TRASH), int(each.part))}, b.size") for each in _SOURCES)
_BY_PART = f"""
WITH uses (blob_id, part, size) AS ({_USES})
SELECT part, COUNT(*), SUM(size) FROM (SELECT MIN(part) AS part, MIN(size) AS size FROM uses GROUP BY blob_id) kept
GROUP BY part ORDER BY part
"""
_HELD = _union(
    each.files(
        f"{int(each.kind)} AS kind, {each.names}, {each.when_gone(1, 0)} AS is_deleted, COUNT(*) AS files, "
        "SUM(b.size) AS size"
    )
    + f" GROUP BY {each.keys}"
    for each in _SOURCES
)
_LARGEST = f"SELECT * FROM ({_HELD}) held ORDER BY size DESC, kind, iid LIMIT ?"


def by_part(tx: Transaction, project_id: int) -> list[PartUse]:
    """Return what a project's blobs are kept by; those that nothing points to any more are in no part."""
    rows = tx.all(_BY_PART, (project_id,) * len(_SOURCES))
    return [PartUse(Part(part), blobs, int(size)) for part, blobs, size in rows]


def largest(tx: Transaction, project_id: int, limit: int) -> list[Holder]:
    """Return what has the most bytes; what several things share counts for each of them."""
    return [_holder(row) for row in tx.all(_LARGEST, (*(project_id,) * len(_SOURCES), limit))]


def _holder(row: Row) -> Holder:
    kind, iid, above_iid, name, is_deleted, files, size = row
    return Holder(OwnerKind(kind), iid, above_iid, name, bool(is_deleted), files, int(size))
