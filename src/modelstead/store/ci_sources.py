"""Rows of the places where projects ask about their CI jobs."""

from collections.abc import Iterable

from modelstead.domain.ci_source import CiSource
from modelstead.store.transaction import Row, Transaction

_SELECT = "SELECT project_id, url, path, token, updated_at, last_error, rests_until FROM ci_sources"


def put(tx: Transaction, source: CiSource, *, created_by: int | None) -> None:
    """Store a project's source, in place of the one that it has."""
    tx.execute(
        "INSERT INTO ci_sources (project_id, url, path, token, updated_at, last_error, rests_until, created_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project_id) DO UPDATE SET url = excluded.url, "
        "path = excluded.path, token = excluded.token, updated_at = excluded.updated_at, "
        "last_error = excluded.last_error, rests_until = excluded.rests_until, created_by = excluded.created_by",
        (
            source.project_id,
            source.url,
            source.path,
            source.token,
            source.updated_at,
            source.last_error,
            source.rests_until,
            created_by,
        ),
    )


def delete(tx: Transaction, project_id: int) -> bool:
    """Remove a project's source; False when it has none."""
    return tx.execute("DELETE FROM ci_sources WHERE project_id = ?", (project_id,)) > 0


def get(tx: Transaction, project_id: int) -> CiSource | None:
    row = tx.one(f"{_SELECT} WHERE project_id = ?", (project_id,))
    return None if row is None else _source(row)


def of_projects(tx: Transaction, project_ids: Iterable[int]) -> dict[int, CiSource]:
    """Return the sources of projects that have one."""
    found = map(_source, tx.all(f"{_SELECT} WHERE project_id = ANY(?)", (tx.array(project_ids),)))
    return {source.project_id: source for source in found}


def rest(tx: Transaction, source: CiSource, until: int, error: str) -> None:
    """Leave a source alone until a time, unless it was changed since it was read."""
    tx.execute(
        "UPDATE ci_sources SET rests_until = CASE WHEN rests_until > ? THEN rests_until ELSE ? END, last_error = ? "
        "WHERE project_id = ? AND updated_at = ?",
        (until, until, error, source.project_id, source.updated_at),
    )


def _source(row: Row) -> CiSource:
    project_id, url, path, token, updated_at, last_error, rests_until = row
    return CiSource(
        project_id=project_id,
        url=url,
        path=path,
        token=None if token is None else bytes(token),
        updated_at=updated_at,
        last_error=last_error,
        rests_until=rests_until,
    )
