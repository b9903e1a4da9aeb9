"""What the jobs of a pipeline made: runs, by experiment, and versions."""

from collections.abc import Iterable
from typing import NamedTuple

from modelstead.store.transaction import Transaction
from modelstead.store.version_head import LinkRow


class ExperimentRuns(NamedTuple):
    """An experiment, and how many of its runs a pipeline made."""

    iid: int
    name: str
    runs: int


def experiments(tx: Transaction, job_rows: Iterable[int], limit: int) -> list[ExperimentRuns]:
    """Return the experiments in which jobs made runs that are in use, those with the most first."""
    found = tx.all(
        "SELECT e.iid, e.name, COUNT(*) FROM runs r JOIN experiments e ON e.id = r.experiment_id "
        "WHERE r.ci_job_id = ANY(?) AND r.deleted_at IS NULL AND e.deleted_at IS NULL "
        "GROUP BY e.id, e.iid, e.name ORDER BY COUNT(*) DESC, e.iid LIMIT ?",
        (tx.array(job_rows), limit),
    )
    return [ExperimentRuns(*row) for row in found]


def run_counts(tx: Transaction, job_rows: Iterable[int]) -> dict[int, int]:
    """Return how many runs in use each job made, by the job's row."""
    return dict(
        tx.all(
            "SELECT ci_job_id, COUNT(*) FROM runs WHERE ci_job_id = ANY(?) AND deleted_at IS NULL GROUP BY ci_job_id",
            (tx.array(job_rows),),
        )
    )


def versions(tx: Transaction, job_rows: Iterable[int], limit: int) -> list[LinkRow]:
    """Return the versions in use that jobs made, or whose runs they made, the newest first."""
    jobs = tx.array(sorted(job_rows))
    found = tx.all(
        "SELECT m.iid, v.iid, m.name, v.semantic_version, v.number, v.created_at FROM model_versions v "
        "JOIN registered_models m ON m.id = v.model_id WHERE v.id IN (SELECT o.id FROM model_versions o "
        "WHERE o.ci_job_id = ANY(?) UNION SELECT o.id FROM runs r JOIN model_versions o ON o.run_id = r.id "
        "WHERE r.ci_job_id = ANY(?) AND o.ci_job_id IS NULL) AND v.deleted_at IS NULL AND m.deleted_at IS NULL "
        "ORDER BY v.id DESC LIMIT ?",
        (jobs, jobs, limit),
    )
    return [LinkRow(*row) for row in found]
