"""CI jobs as pages show them: texts that are short enough, and links that lead nowhere but to the web."""

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from modelstead.domain.ci_job import CiJob, CiSystem
from modelstead.domain.run_source import address
from modelstead.store import ci_jobs
from modelstead.store.transaction import Transaction

StatusKind = Literal["finished", "failed", "killed", "running", "scheduled"]

SYSTEMS = {CiSystem.GITLAB: "GitLab CI", CiSystem.GITHUB: "GitHub Actions", CiSystem.OTHER: "CI"}
SHORT_COMMIT = 8  # characters of a commit that people read
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_KINDS: dict[str, StatusKind] = {
    "success": "finished",
    "failed": "failed",
    "failure": "failed",
    "canceled": "killed",
    "cancelled": "killed",
    "canceling": "killed",
    "skipped": "killed",
    "running": "running",
    "in_progress": "running",
}


class JobLink(msgspec.Struct, frozen=True):
    """As much of a job as a cell of a table shows; `about` says where it ran, `url` is "" where nothing leads to it."""

    job_id: str
    name: str
    url: str
    about: str

    @property
    def label(self) -> str:
        return self.name or f"#{self.job_id}"


class JobView(msgspec.Struct, frozen=True):
    """A job as its card shows it; "" is what is not known. `status_kind` is the status of a run that looks like it."""

    system: str
    system_name: str
    job_id: str
    name: str
    status: str
    status_kind: StatusKind
    stage: str
    url: str
    pipeline_id: str
    pipeline_url: str
    pipeline_source: str
    ref: str
    commit_sha: str
    commit_short: str
    commit_title: str
    commit_url: str
    merge_request_iid: str
    merge_request_title: str
    merge_request_url: str
    environment: str
    user_login: str
    user_name: str
    project_path: str
    project_url: str
    is_verified: bool
    is_resolved: bool
    created_at: int

    @property
    def label(self) -> str:
        return self.name or f"#{self.job_id}"


def link(job: CiJob) -> JobLink:
    return JobLink(job.job_id, job.name, address(job.url), about(job))


def links(tx: Transaction, run_rows: Iterable[int]) -> dict[int, JobLink]:
    """Return the job of each run that has one, by the run's row."""
    return {row: link(job) for row, job in ci_jobs.of_runs(tx, run_rows).items()}


def version_links(tx: Transaction, version_rows: Iterable[int]) -> dict[int, JobLink]:
    """Return the job of each version that has one, its own or its run's, by the version's row."""
    return {row: link(job) for row, job in ci_jobs.of_versions(tx, version_rows).items()}


def of_run(tx: Transaction, run_row: int) -> JobView | None:
    job = ci_jobs.of_runs(tx, [run_row]).get(run_row)
    return None if job is None else view(job)


def of_version(tx: Transaction, version_row: int) -> JobView | None:
    """Return the job of a version: its own, or that of its run."""
    job = ci_jobs.of_versions(tx, [version_row]).get(version_row)
    return None if job is None else view(job)


def view(job: CiJob) -> JobView:
    return JobView(
        system=job.system.value,
        system_name=SYSTEMS[job.system],
        job_id=job.job_id,
        name=job.name,
        status=job.status,
        status_kind=_KINDS.get(job.status.lower(), "scheduled"),
        stage=job.stage,
        url=address(job.url),
        pipeline_id=job.pipeline_id,
        pipeline_url=address(job.pipeline_url),
        pipeline_source=job.pipeline_source,
        ref=job.ref,
        commit_sha=job.commit_sha,
        commit_short=short(job.commit_sha),
        commit_title=job.commit_title,
        commit_url=_commit_address(job),
        merge_request_iid=job.merge_request_iid,
        merge_request_title=job.merge_request_title,
        merge_request_url=address(job.merge_request_url),
        environment=job.environment,
        user_login=job.user_login,
        user_name=job.user_name,
        project_path=job.project_path,
        project_url=address(job.project_url),
        is_verified=job.is_verified,
        is_resolved=job.is_resolved,
        created_at=job.created_at,
    )


def about(job: CiJob) -> str:
    """Return in one line where a job ran."""
    parts = [f"{SYSTEMS[job.system]} job {job.job_id}"]
    if job.pipeline_id:
        parts.append(f"pipeline {job.pipeline_id}")
    if job.ref:
        parts.append(job.ref)
    if job.commit_sha:
        parts.append(short(job.commit_sha))
    return ", ".join(parts)


def short(commit: str) -> str:
    """Return the beginning of a commit; what is none stays as it is."""
    return commit[:SHORT_COMMIT] if _COMMIT.fullmatch(commit) else commit


def _commit_address(job: CiJob) -> str:
    project = address(job.project_url)
    if not project or not _COMMIT.fullmatch(job.commit_sha):
        return ""
    return f"{project}{'/commit/' if job.system is CiSystem.GITHUB else '/-/commit/'}{job.commit_sha}"
