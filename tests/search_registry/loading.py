"""Load the data of the cases into a database of ours."""

from collections.abc import Iterator
from typing import NamedTuple

from modelstead.domain.actor import Access
from modelstead.domain.model_version import check_stage
from modelstead.domain.semantic_version import SemanticVersion
from modelstead.store import registry_tags
from modelstead.store import runs as run_rows
from modelstead.store.database import Database
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Transaction
from tests import factories
from tests.search_registry import data


class Loaded(NamedTuple):
    """A database with the data, and who searches it."""

    database: Database
    access: Access


def load(tx: Transaction) -> Access:
    """Store everything in a new project, and again in another; return a developer's standing in the first."""
    _fill(tx, access := factories.member(tx))
    _fill(tx, factories.member(tx, "team/other"), run_ids=False)
    return access


def _fill(tx: Transaction, access: Access, *, run_ids: bool = True) -> None:
    runs = dict(_runs(tx, access, run_ids=run_ids))
    for number, model in enumerate(data.MODELS, 1):
        row_id = _row(
            tx,
            "registered_models",
            project_id=access.project.id,
            iid=number,
            name=model.name,
            is_prompt=int(model.tags.get(data.PROMPT) == "true"),
            description="",
            created_at=model.created,
            updated_at=model.updated,
            deleted_at=model.updated if model.deleted else None,
        )
        registry_tags.put(tx, Tagged.MODEL, row_id, model.tags)
        for place, version in enumerate(model.versions, 1):
            _add(tx, access, row_id, number * 100 + place, version, runs)


def _runs(tx: Transaction, access: Access, *, run_ids: bool) -> Iterator[tuple[int, int]]:
    """Create the runs of the versions; yield the number and the row of each."""
    for number in sorted({each.run for model in data.MODELS for each in model.versions if each.run is not None}):
        made = factories.run_id(tx, access)
        row_id = run_rows.keys(tx, [made])[made].id
        if run_ids:
            tx.execute("UPDATE runs SET run_id = ? WHERE id = ?", (data.run_id(number), row_id))
        yield number, row_id


def _add(tx: Transaction, access: Access, model_id: int, iid: int, version: data.Version, runs: dict[int, int]) -> None:
    semantic = SemanticVersion.parse(version.semantic)
    row_id = _row(
        tx,
        "model_versions",
        project_id=access.project.id,
        model_id=model_id,
        iid=iid,
        number=iid % 100,
        semantic_version=semantic.text,
        precedence=semantic.precedence,
        is_prerelease=int(semantic.is_prerelease),
        stage=int(check_stage(version.stage)),
        description="",
        source=version.source,
        run_link="",
        run_id=None if version.run is None else runs[version.run],
        files_sha256=b"",
        created_at=version.created,
        updated_at=version.updated,
        deleted_at=version.updated if version.deleted else None,
    )
    registry_tags.put(tx, Tagged.VERSION, row_id, version.tags)


def _row(tx: Transaction, table: str, **values: object) -> int:
    """Insert a row and return its id."""
    row = tx.one(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) RETURNING id",
        [*values.values()],
    )
    assert row is not None
    return int(row[0])
