"""Rows of model versions."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.logged_model import Registration
from modelstead.domain.model_version import ModelVersion, Stage
from modelstead.domain.semantic_version import Range, SemanticVersion
from modelstead.domain.tag import Tag
from modelstead.store import registry_tags
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT v.id, v.iid, v.model_id, m.name, m.is_prompt, v.number, v.semantic_version, v.stage, v.description, "
    "v.source, v.run_link, r.run_id, v.logged_model_id, v.files_sha256, u.username, v.created_at, v.updated_at, "
    "v.deleted_at FROM model_versions v JOIN registered_models m ON m.id = v.model_id "
    "LEFT JOIN runs r ON r.id = v.run_id LEFT JOIN users u ON u.id = v.created_by"
)
_LIVING = "v.deleted_at IS NULL AND m.deleted_at IS NULL"

# Releases before prereleases, so that nobody who asks for the latest gets one that is not released while any is.
HIGHEST_FIRST = "v.is_prerelease, v.precedence DESC, v.number DESC"


class NewVersion(NamedTuple):
    """What a version's row is made of."""

    iid: int
    model_id: int
    number: int
    semantic: SemanticVersion
    description: str
    source: str
    run_link: str
    run_row: int | None
    logged_model_id: str | None
    files_sha256: bytes
    created_by: int | None
    now: int


def insert(tx: Transaction, project_id: int, new: NewVersion) -> int | None:
    """Store a version and return its row id; None when its semantic version is taken."""
    row = tx.one(
        "INSERT INTO model_versions (project_id, model_id, iid, number, semantic_version, precedence, is_prerelease, "
        "stage, description, source, run_link, run_id, logged_model_id, files_sha256, created_by, created_at, "
        "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (
            project_id,
            new.model_id,
            new.iid,
            new.number,
            new.semantic.text,
            new.semantic.precedence,
            int(new.semantic.is_prerelease),
            int(Stage.NONE),
            new.description,
            new.source,
            new.run_link,
            new.run_row,
            new.logged_model_id,
            new.files_sha256,
            new.created_by,
            new.now,
            new.now,
        ),
    )
    return None if row is None else int(row[0])


def by_number(tx: Transaction, model_id: int, number: int) -> ModelVersion | None:
    return _one(tx, "v.model_id = ? AND v.number = ?", (model_id, number))


def by_semantic(tx: Transaction, model_id: int, text: str) -> ModelVersion | None:
    return _one(tx, "v.model_id = ? AND v.semantic_version = ?", (model_id, text))


def by_alias(tx: Transaction, model_id: int, alias: str) -> ModelVersion | None:
    return _one(
        tx, "v.id = (SELECT a.version_id FROM model_aliases a WHERE a.model_id = ? AND a.alias = ?)", (model_id, alias)
    )


def by_iid(tx: Transaction, project_id: int, iid: int) -> ModelVersion | None:
    """Return the version with a number of the project's; None for one in the trash."""
    return _one(tx, "v.project_id = ? AND v.iid = ?", (project_id, iid))


def by_row(tx: Transaction, row_id: int) -> ModelVersion | None:
    return _one(tx, "v.id = ?", (row_id,))


def highest(
    tx: Transaction, model_id: int, within: Range | None = None, stage: Stage | None = None
) -> ModelVersion | None:
    """Return the highest version of a model, of a range, or of a stage: a release if there is any."""
    where = "v.model_id = ?"
    bound: list[object] = [model_id]
    if within is not None:
        where += " AND v.precedence >= ? AND v.precedence < ?"
        bound += [within.prefix, within.end]
    if stage is not None:
        where += " AND v.stage = ?"
        bound.append(int(stage))
    return _one(tx, where, bound, order=HIGHEST_FIRST)


def highest_semantic(tx: Transaction, model_id: int) -> str | None:
    """Return the highest semantic version of a model by its precedence alone, None for a model without versions."""
    row = tx.one(
        "SELECT v.semantic_version FROM model_versions v WHERE v.model_id = ? AND v.deleted_at IS NULL "
        "ORDER BY v.precedence DESC LIMIT 1",
        (model_id,),
    )
    return None if row is None else str(row[0])


def deleted_by_number(tx: Transaction, model_id: int, number: int) -> ModelVersion | None:
    """Return a version that is in the trash by itself, not with its model."""
    rows = tx.all(
        f"{_SELECT} WHERE v.model_id = ? AND v.number = ? AND v.deleted_at IS NOT NULL AND m.deleted_at IS NULL",
        (model_id, number),
    )
    return next(iter(_with_tags(tx, rows)), None)


def of_run(tx: Transaction, run_row: int) -> ModelVersion | None:
    """Return a version whose run this is."""
    return _one(tx, "v.run_id = ?", (run_row,), order="v.id")


def promoted_in(tx: Transaction, experiment_id: int) -> ModelVersion | None:
    """Return a version in use whose run is in an experiment."""
    return _one(tx, "v.run_id IN (SELECT id FROM runs WHERE experiment_id = ?)", (experiment_id,), order="v.id")


def of_logged_models(tx: Transaction, model_ids: Iterable[str]) -> dict[str, list[Registration]]:
    """Return which versions each logged model is, by name and number."""
    found: dict[str, list[Registration]] = {}
    for model_id, name, number in tx.all(
        "SELECT v.logged_model_id, m.name, v.number FROM model_versions v "
        f"JOIN registered_models m ON m.id = v.model_id WHERE v.logged_model_id = ANY(?) AND {_LIVING} "
        "ORDER BY v.logged_model_id, m.name, v.number",
        (tx.array(model_ids),),
    ):
        found.setdefault(model_id, []).append(Registration(name, number))
    return found


def by_rows(tx: Transaction, row_ids: Sequence[int]) -> list[ModelVersion]:
    """Return versions with their tags and aliases, in the order of their row ids."""
    rows = tx.all(f"{_SELECT} WHERE v.id = ANY(?)", (tx.array(row_ids),))
    found = {version.id: version for version in _with_tags(tx, rows)}
    return [found[row_id] for row_id in row_ids if row_id in found]


def describe(tx: Transaction, row_id: int, description: str, now: int) -> None:
    tx.execute("UPDATE model_versions SET description = ?, updated_at = ? WHERE id = ?", (description, now, row_id))


def set_stage(tx: Transaction, row_id: int, stage: Stage, now: int) -> None:
    tx.execute("UPDATE model_versions SET stage = ?, updated_at = ? WHERE id = ?", (int(stage), now, row_id))


def archive(tx: Transaction, model_id: int, stage: Stage, now: int, but: int) -> None:
    """Move every version of a stage to the archive, but one."""
    tx.execute(
        "UPDATE model_versions SET stage = ?, updated_at = ? "
        "WHERE model_id = ? AND stage = ? AND id <> ? AND deleted_at IS NULL",
        (int(Stage.ARCHIVED), now, model_id, int(stage), but),
    )


def touch(tx: Transaction, row_id: int, now: int) -> None:
    """Note that something about a version has changed; whoever else changes it waits for this transaction."""
    tx.execute("UPDATE model_versions SET updated_at = ? WHERE id = ?", (now, row_id))


def set_files(tx: Transaction, row_id: int, files_sha256: bytes) -> None:
    """Note the digest of a version's list of files."""
    tx.execute("UPDATE model_versions SET files_sha256 = ? WHERE id = ?", (files_sha256, row_id))


def set_deleted(tx: Transaction, row_id: int, deleted_at: int | None, now: int) -> None:
    """Put a version in the trash, where no alias leads to it, or take it out with None."""
    if deleted_at is not None:
        tx.execute("DELETE FROM model_aliases WHERE version_id = ?", (row_id,))
    tx.execute("UPDATE model_versions SET deleted_at = ?, updated_at = ? WHERE id = ?", (deleted_at, now, row_id))


def _one(tx: Transaction, where: str, values: Sequence[object], order: str = "") -> ModelVersion | None:
    ordered = f" ORDER BY {order} LIMIT 1" if order else ""
    rows = tx.all(f"{_SELECT} WHERE {where} AND {_LIVING}{ordered}", values)
    return next(iter(_with_tags(tx, rows)), None)


def _with_tags(tx: Transaction, rows: Sequence[Row]) -> list[ModelVersion]:
    row_ids = [row[0] for row in rows]
    tags = registry_tags.of_owners(tx, Tagged.VERSION, row_ids) if rows else {}
    aliases = _aliases(tx, row_ids) if rows else {}
    return [_version(row, tags.get(row[0], ()), aliases.get(row[0], ())) for row in rows]


def _aliases(tx: Transaction, row_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row_id, alias in tx.all(
        "SELECT version_id, alias FROM model_aliases WHERE version_id = ANY(?) ORDER BY version_id, alias",
        (tx.array(row_ids),),
    ):
        found.setdefault(row_id, []).append(alias)
    return found


def _version(row: Row, tags: Sequence[Tag], aliases: Sequence[str]) -> ModelVersion:
    (row_id, iid, model_id, name, is_prompt, number, semantic, stage, description, source, run_link, run_id) = row[:12]
    logged_model_id, files_sha256, user, created_at, updated_at, deleted_at = row[12:]
    return ModelVersion(
        id=row_id,
        iid=iid,
        model_id=model_id,
        name=name,
        is_prompt=bool(is_prompt),
        number=number,
        semantic_version=semantic,
        stage=Stage(stage),
        description=description,
        source=source,
        run_link=run_link,
        run_id=run_id or "",
        logged_model_id=logged_model_id,
        files_sha256=bytes(files_sha256),
        user=user or "",
        created_at=created_at,
        updated_at=updated_at,
        deleted_at=deleted_at,
        tags=tuple(tags),
        aliases=tuple(aliases),
    )
