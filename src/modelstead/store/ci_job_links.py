"""What is linked to CI jobs, job by job: runs, model versions, and the other jobs of their pipelines."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from modelstead.store.transaction import Transaction


class LinkedVersion(NamedTuple):
    """A version by its model's name, its number and its semantic version."""

    name: str
    number: int
    semantic_version: str


def runs(tx: Transaction, job_rows: Iterable[int], most: int) -> Mapping[int, list[str]]:
    """Return the ids of the newest runs of each job, at most so many of each, by the job's row."""
    rows = tx.all(
        "SELECT job, run_id FROM (SELECT ci_job_id AS job, run_id, id, ROW_NUMBER() OVER "
        "(PARTITION BY ci_job_id ORDER BY id DESC) AS place FROM runs "
        "WHERE ci_job_id = ANY(?) AND deleted_at IS NULL) found WHERE place <= ? ORDER BY id DESC",
        (tx.array(job_rows), most),
    )
    found: dict[int, list[str]] = {}
    for job_row, run_id in rows:
        found.setdefault(job_row, []).append(run_id)
    return found


def statuses(tx: Transaction, project_id: int, pipeline_ids: Iterable[str]) -> Mapping[tuple[str, str], set[str]]:
    """Return the statuses that the jobs of pipelines have, by (system, pipeline)."""
    rows = tx.all(
        "SELECT DISTINCT system, pipeline_id, status FROM ci_jobs WHERE project_id = ? AND pipeline_id = ANY(?)",
        (project_id, tx.array(pipeline_ids)),
    )
    found: dict[tuple[str, str], set[str]] = {}
    for system, pipeline_id, status in rows:
        found.setdefault((system, pipeline_id), set()).add(status)
    return found


def versions(tx: Transaction, job_rows: Iterable[int], most: int) -> Mapping[int, list[LinkedVersion]]:
    """Return the newest versions of each job, its own and those of its runs, at most so many of each."""
    jobs = tx.array(job_rows)
    rows = tx.all(
        "SELECT job, name, number, semantic_version FROM (SELECT job, m.name, made.number, made.semantic_version, "
        "made.id, ROW_NUMBER() OVER (PARTITION BY job ORDER BY made.id DESC) AS place FROM ("
        "SELECT v.ci_job_id AS job, v.id, v.model_id, v.number, v.semantic_version FROM model_versions v "
        "WHERE v.ci_job_id = ANY(?) AND v.deleted_at IS NULL UNION ALL "
        "SELECT r.ci_job_id AS job, v.id, v.model_id, v.number, v.semantic_version FROM runs r "
        "JOIN model_versions v ON v.run_id = r.id WHERE r.ci_job_id = ANY(?) AND v.ci_job_id IS NULL "
        "AND v.deleted_at IS NULL) made JOIN registered_models m ON m.id = made.model_id AND m.deleted_at IS NULL"
        ") found WHERE place <= ? ORDER BY id DESC",
        (jobs, jobs, most),
    )
    found: dict[int, list[LinkedVersion]] = {}
    for job_row, *version in rows:
        found.setdefault(job_row, []).append(LinkedVersion(*version))
    return found
