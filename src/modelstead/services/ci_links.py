"""Links between runs, versions and the CI jobs that made them.

What a job's ID token says counts over all tags: a run that is made with one is linked by it, whatever it is tagged.
"""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from modelstead import clock
from modelstead.domain import ci_job
from modelstead.domain.actor import Access
from modelstead.domain.ci_identity import CiIdentity
from modelstead.domain.ci_job import PREFIXES, TAGS, CiJob, JobFacts
from modelstead.domain.tag import Tag
from modelstead.store import ci_asking, ci_jobs, run_tags
from modelstead.store.transaction import Transaction

TOPIC = "ci"  # announced by every write that makes a job known of which more may be asked


def tells(tags: Iterable[Tag]) -> bool:
    """Tell whether any tag is about a CI job; most are not, and cost no look into the database."""
    return any(tag.key.startswith(PREFIXES) and tag.key in TAGS for tag in tags)


def link_run(tx: Transaction, access: Access, run_row: int, tags: Mapping[str, str]) -> None:
    """Link a new run to the job that makes it: by the job's ID token, else by the run's tags."""
    told = _told(tx, access, tags)
    if told is not None:
        ci_jobs.link_run(tx, run_row, told, is_sure=access.actor.ci is not None)


def link_version(tx: Transaction, access: Access, version_row: int, tags: Mapping[str, str]) -> None:
    """Link a new version to the job that makes it, in the same way; its run's own link stays as it is."""
    told = _told(tx, access, tags)
    if told is not None:
        ci_jobs.link_version(tx, version_row, told, is_sure=access.actor.ci is not None)


def link_tagged(tx: Transaction, project_id: int, run_rows: Iterable[int]) -> None:
    """Link runs by the tags that they have by now; one that an ID token has linked stays linked to that job."""
    rows = sorted(set(run_rows))
    held = ci_jobs.of_runs(tx, rows)
    tags = run_tags.of_runs(tx, rows)
    for row in rows:
        found = ci_job.from_tags({tag.key: tag.value for tag in tags.get(row, ())})
        before = held.get(row)
        if found is None or (before is not None and before.is_verified and not _is(before, found)):
            continue
        job = note(tx, project_id, found, is_verified=False)
        if before is None or before.id != job:
            ci_jobs.link_run(tx, row, job, is_sure=False)


def link_logged(tx: Transaction, logged: Mapping[int, tuple[int, CiIdentity]]) -> None:
    """Link runs, by their rows, that jobs of a project log to by ID tokens.

    One that such a job made, or logged to before, stays with that.
    """
    held = ci_jobs.of_runs(tx, logged)
    for run_row, (project_id, identity) in sorted(logged.items(), key=itemgetter(0)):
        if run_row not in held or not held[run_row].is_verified:
            job = note(tx, project_id, identity.facts, is_verified=True)
            ci_jobs.link_run(tx, run_row, job, is_sure=True)


def note(tx: Transaction, project_id: int, found: JobFacts, *, is_verified: bool) -> int:
    """Store what is new about a job of a project, and return its row."""
    now = clock.now_ms()
    held = ci_jobs.get(tx, project_id, found.system, found.job_id)
    if held is None:
        row = ci_jobs.insert(tx, project_id, found, is_verified=is_verified, now=now)
        if row is not None:
            ci_asking.ask(tx, row, now)
            tx.announce(TOPIC)
            return row
        held = ci_jobs.get(tx, project_id, found.system, found.job_id)
        assert held is not None
    changes = ci_job.merged(held, found, is_verified=is_verified)
    if changes or (is_verified and not held.is_verified):
        ci_jobs.update(tx, held.id, changes, is_verified=is_verified, now=now)
    return held.id


def _told(tx: Transaction, access: Access, tags: Mapping[str, str]) -> int | None:
    """Return the row of the job that an ID token or tags tell of; tags complete what the same job's token says."""
    identity, tagged = access.actor.ci, ci_job.from_tags(tags)
    if identity is None:
        return None if tagged is None else note(tx, access.project.id, tagged, is_verified=False)
    row = note(tx, access.project.id, identity.facts, is_verified=True)
    if tagged is not None and (tagged.system, tagged.job_id) == (identity.facts.system, identity.facts.job_id):
        note(tx, access.project.id, tagged, is_verified=False)
    return row


def _is(job: CiJob, found: JobFacts) -> bool:
    return (job.system, job.job_id) == (found.system, found.job_id)
