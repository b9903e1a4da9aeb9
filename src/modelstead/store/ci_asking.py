"""The queue of CI jobs about which their CI system is to be asked: those with an `ask_at`."""

from collections.abc import Iterable
from typing import NamedTuple

from modelstead.domain.ci_job import CiSystem
from modelstead.store.transaction import Transaction

# Whose jobs are asked about: of a GitLab, in a project that has a source.
_MAY_BE_ASKED = "system = ? AND EXISTS (SELECT 1 FROM ci_sources s WHERE s.project_id = ci_jobs.project_id)"


class Claim(NamedTuple):
    """A job that one process asks about until `lease_until`, and how often it was asked about in vain, or is now."""

    row_id: int
    project_id: int
    job_id: str
    project_path: str
    attempts: int
    created_at: int
    lease_until: int


class Settled(NamedTuple):
    """What asking leaves in a row; an `ask_at` of None ends it."""

    attempts: int
    ask_at: int | None
    error: str
    resolved_at: int | None


def ask(tx: Transaction, row_id: int, now: int) -> bool:
    """Let a job be asked about that never was, where there is somebody to ask; tell whether it is."""
    sql = f"UPDATE ci_jobs SET ask_at = ? WHERE id = ? AND ask_at IS NULL AND resolved_at IS NULL AND {_MAY_BE_ASKED}"
    return tx.execute(sql, (now, row_id, CiSystem.GITLAB.value)) > 0


def ask_all(tx: Transaction, project_id: int, now: int, most: int) -> int:
    """Let the newest jobs of a project of which nothing was heard be asked about, from the first attempt on."""
    return tx.execute(
        "UPDATE ci_jobs SET ask_at = ?, attempts = 0 WHERE id IN (SELECT id FROM ci_jobs WHERE project_id = ? "
        "AND system = ? AND (resolved_at IS NULL OR last_error <> '') ORDER BY id DESC LIMIT ?)",
        (now, project_id, CiSystem.GITLAB.value, most),
    )


def forget(tx: Transaction, project_id: int) -> None:
    """Let none of a project's jobs be asked about."""
    tx.execute("UPDATE ci_jobs SET ask_at = NULL WHERE project_id = ? AND ask_at IS NOT NULL", (project_id,))


def waiting(tx: Transaction, project_id: int, most: int) -> int:
    """Count a project's jobs that are to be asked about, up to so many."""
    row = tx.one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM ci_jobs WHERE project_id = ? AND ask_at IS NOT NULL LIMIT ?) found",
        (project_id, most),
    )
    assert row is not None
    return int(row[0])


def due(tx: Transaction, now: int, *, but_projects: Iterable[int], limit: int) -> list[tuple[int, int]]:
    """Return (row, project) of jobs that are due and whose source does not rest, the longest due first."""
    rows = tx.all(
        "SELECT j.id, j.project_id FROM ci_jobs j JOIN ci_sources s ON s.project_id = j.project_id "
        "JOIN projects p ON p.id = j.project_id WHERE j.ask_at IS NOT NULL AND j.ask_at <= ? AND s.rests_until <= ? "
        "AND p.deleted_at IS NULL AND p.archived_at IS NULL AND NOT j.project_id = ANY(?) "
        "ORDER BY j.ask_at, j.id LIMIT ?",
        (now, now, tx.array(but_projects), limit),
    )
    return [(row_id, project_id) for row_id, project_id in rows]


def claim(tx: Transaction, row_ids: Iterable[int], now: int, lease_until: int) -> list[Claim]:
    """Take those of these jobs that are due still, as one of all processes can; see store.webhook_deliveries.claim."""
    rows = tx.all(
        "UPDATE ci_jobs SET ask_at = ?, attempts = attempts + 1 WHERE id = ANY(?) AND ask_at IS NOT NULL "
        "AND ask_at <= ? RETURNING id, project_id, job_id, project_path, attempts, created_at, ask_at",
        (lease_until, tx.array(row_ids), now),
    )
    return sorted(Claim(*row) for row in rows)


def settle(tx: Transaction, claimed: Claim, settled: Settled) -> bool:
    """Note what came of asking; False when another process has taken the job since."""
    sql = (
        "UPDATE ci_jobs SET attempts = ?, ask_at = ?, last_error = ?, resolved_at = COALESCE(?, resolved_at) "
        "WHERE id = ? AND ask_at = ?"
    )
    return tx.execute(sql, (*settled, claimed.row_id, claimed.lease_until)) > 0


def give_back(tx: Transaction, claims: Iterable[Claim], now: int) -> None:
    """Undo claims that were not settled, so that the jobs are due at once."""
    tx.execute_many(
        "UPDATE ci_jobs SET attempts = attempts - 1, ask_at = ? WHERE id = ? AND ask_at = ?",
        [(now, claimed.row_id, claimed.lease_until) for claimed in claims],
    )
