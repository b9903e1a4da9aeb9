"""Rows of CI jobs, and which runs and versions they made."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from modelstead.domain.ci_job import FACTS, CiJob, CiSystem, JobFacts
from modelstead.store.run_table import LAST_CODE_POINT
from modelstead.store.search_sql import JOB_COLUMNS
from modelstead.store.transaction import Row, Transaction

_COLUMNS = "id, project_id, system, job_id, is_verified, created_at, updated_at, resolved_at, " + ", ".join(FACTS)
_SELECT = f"SELECT {_COLUMNS} FROM ci_jobs"


def insert(tx: Transaction, project_id: int, facts: JobFacts, *, is_verified: bool, now: int) -> int | None:
    """Store a job and return its row id; None when somebody else has stored it meanwhile."""
    known = [getattr(facts, name) for name in FACTS]
    places = ", ".join("?" * (6 + len(FACTS)))
    row = tx.one(
        f"INSERT INTO ci_jobs (project_id, system, job_id, is_verified, created_at, updated_at, {', '.join(FACTS)}) "
        f"VALUES ({places}) ON CONFLICT DO NOTHING RETURNING id",
        (project_id, facts.system.value, facts.job_id, int(is_verified), now, now, *known),
    )
    return None if row is None else int(row[0])


def update(tx: Transaction, row_id: int, changes: Mapping[str, str], *, is_verified: bool, now: int) -> None:
    """Store facts that have changed, by their names in FACTS."""
    names = [name for name in FACTS if name in changes]
    sets = "".join(f"{name} = ?, " for name in names)
    tx.execute(
        f"UPDATE ci_jobs SET {sets}is_verified = CASE WHEN ? = 1 THEN 1 ELSE is_verified END, updated_at = ? "
        "WHERE id = ?",
        (*(changes[name] for name in names), int(is_verified), now, row_id),
    )


def get(tx: Transaction, project_id: int, system: CiSystem, job_id: str) -> CiJob | None:
    row = tx.one(f"{_SELECT} WHERE project_id = ? AND system = ? AND job_id = ?", (project_id, system.value, job_id))
    return None if row is None else _job(row)


def by_rows(tx: Transaction, row_ids: Iterable[int]) -> dict[int, CiJob]:
    """Return jobs by their row ids."""
    return {row[0]: _job(row) for row in tx.all(f"{_SELECT} WHERE id = ANY(?)", (tx.array(row_ids),))}


def page(
    tx: Transaction, project_id: int, *, pipeline_id: str = "", limit: int, offset: int = 0
) -> tuple[list[CiJob], int]:
    """Return a page of a project's jobs, of one pipeline's where it is named, the newest first, and how many."""
    where, values = "project_id = ?", [project_id, *([pipeline_id] if pipeline_id else [])]
    if pipeline_id:
        where += " AND pipeline_id = ?"
    count = tx.one(f"SELECT COUNT(*) FROM ci_jobs WHERE {where}", values)
    assert count is not None
    rows = tx.all(f"{_SELECT} WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?", (*values, limit, offset))
    return [_job(row) for row in rows], int(count[0])


def of_pipeline(tx: Transaction, project_id: int, pipeline_id: str, most: int) -> list[CiJob]:
    """Return the newest jobs of a pipeline of a project."""
    rows = tx.all(
        f"{_SELECT} WHERE project_id = ? AND pipeline_id = ? ORDER BY id DESC LIMIT ?", (project_id, pipeline_id, most)
    )
    return [_job(row) for row in rows]


def of_run(tx: Transaction, run_row: int) -> int | None:
    """Return the row of the job that a run is linked to."""
    row = tx.one("SELECT ci_job_id FROM runs WHERE id = ?", (run_row,))
    return None if row is None else row[0]


def has_any(tx: Transaction, run_rows: Iterable[int]) -> bool:
    """Tell whether any of these runs is linked to a job."""
    found = tx.one("SELECT 1 FROM runs WHERE id = ANY(?) AND ci_job_id IS NOT NULL LIMIT 1", (tx.array(run_rows),))
    return found is not None


def is_known(tx: Transaction, project_id: int) -> bool:
    """Tell whether a project has any job."""
    return tx.one("SELECT 1 FROM ci_jobs WHERE project_id = ? LIMIT 1", (project_id,)) is not None


def values(tx: Transaction, project_id: int, key: str, prefix: str, most: int, looked_at: int) -> list[str]:
    """Return different values of a field of the search language that begin with a text, among the newest jobs."""
    column = JOB_COLUMNS[key]
    found = tx.all(
        f"SELECT DISTINCT value FROM (SELECT {column} AS value FROM ci_jobs j WHERE j.project_id = ? "
        "ORDER BY j.id DESC LIMIT ?) v WHERE value <> '' AND value >= ? AND value < ? ORDER BY value LIMIT ?",
        (project_id, looked_at, prefix, prefix + LAST_CODE_POINT, most),
    )
    return [row[0] for row in found]


def link_run(tx: Transaction, run_row: int, job_row: int, *, is_sure: bool) -> None:
    """Link a run to a job; `is_sure` when the job's ID token says so, and no tag, which anybody may set."""
    tx.execute("UPDATE runs SET ci_job_id = ?, ci_job_is_sure = ? WHERE id = ?", (job_row, int(is_sure), run_row))


def link_version(tx: Transaction, version_row: int, job_row: int, *, is_sure: bool) -> None:
    tx.execute(
        "UPDATE model_versions SET ci_job_id = ?, ci_job_is_sure = ? WHERE id = ?", (job_row, int(is_sure), version_row)
    )


def of_runs(tx: Transaction, run_rows: Iterable[int]) -> dict[int, CiJob]:
    """Return the job of each run that has one, by the run's row; it is verified where the link is sure too."""
    return _linked(
        tx,
        tx.all(
            "SELECT id, ci_job_id, ci_job_is_sure FROM runs WHERE id = ANY(?) AND ci_job_id IS NOT NULL",
            (tx.array(run_rows),),
        ),
    )


def of_versions(tx: Transaction, version_rows: Iterable[int]) -> dict[int, CiJob]:
    """Return the job of each version that has one, its own or its run's, by the version's row; see of_runs."""
    return _linked(
        tx,
        tx.all(
            "SELECT v.id, COALESCE(v.ci_job_id, r.ci_job_id), "
            "CASE WHEN v.ci_job_id IS NULL THEN r.ci_job_is_sure ELSE v.ci_job_is_sure END "
            "FROM model_versions v LEFT JOIN runs r ON r.id = v.run_id "
            "WHERE v.id = ANY(?) AND COALESCE(v.ci_job_id, r.ci_job_id) IS NOT NULL",
            (tx.array(version_rows),),
        ),
    )


def _linked(tx: Transaction, links: Sequence[Row]) -> dict[int, CiJob]:
    jobs = by_rows(tx, {job for _, job, _ in links}) if links else {}
    return {
        of: msgspec.structs.replace(jobs[job], is_verified=jobs[job].is_verified and bool(is_sure))
        for of, job, is_sure in links
    }


def _job(row: Row) -> CiJob:
    row_id, project_id, system, job_id, is_verified, created_at, updated_at, resolved_at, *known = row
    return CiJob(
        id=row_id,
        project_id=project_id,
        system=CiSystem(system),
        job_id=job_id,
        is_verified=bool(is_verified),
        created_at=created_at,
        updated_at=updated_at,
        resolved_at=resolved_at,
        **dict(zip(FACTS, known, strict=True)),
    )
