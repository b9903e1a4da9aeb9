"""CI jobs of a project, and their pipelines: list, look at, and let those tell of themselves that like to."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from modelstead import limits
from modelstead.domain import ci_job
from modelstead.domain.actor import Access
from modelstead.domain.ci_job import CiJob, CiSystem, JobFacts
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import ci_links
from modelstead.store import ci_job_links
from modelstead.store import ci_jobs as rows
from modelstead.store.ci_job_links import LinkedVersion
from modelstead.store.transaction import Transaction

# The first status that one of the jobs has is the pipeline's; a pipeline is over when all of them are.
_UNDER_WAY = ("running", "pending", "waiting_for_resource", "preparing", "created", "scheduled", "manual", "canceling")
_OVER = ("failed", "failure", "canceled", "cancelled", "success", "skipped")


class Made(NamedTuple):
    """A job, the status of its pipeline, and the newest runs and versions that are linked to it."""

    job: CiJob
    pipeline_status: str
    runs: list[str]
    versions: list[LinkedVersion]


class Pipeline(NamedTuple):
    """A pipeline as its jobs tell of it, the newest first."""

    pipeline_id: str
    jobs: list[CiJob]

    @property
    def status(self) -> str:
        return _status({job.status for job in self.jobs})

    def fact(self, name: str) -> str:
        """Return what the newest job that knows it says."""
        return next((value for job in self.jobs if (value := str(getattr(job, name)))), "")


def page(tx: Transaction, access: Access, *, pipeline_id: str = "", limit: int, offset: int) -> tuple[list[Made], int]:
    """Return a page of a project's jobs, of one pipeline's where it is named, the newest first, and how many."""
    found, total = rows.page(tx, access.project.id, pipeline_id=pipeline_id, limit=limit, offset=offset)
    return _made(tx, found), total


def get(tx: Transaction, access: Access, job_id: str) -> Made:
    """Return a job by GitLab's number of it, or as `<run>-<attempt>` of GitHub's."""
    system = _system(job_id)
    found = None if system is None else rows.get(tx, access.project.id, system, job_id)
    if found is None:
        raise NotFound(f"The project knows no CI job {job_id}.")
    return _made(tx, [found])[0]


def pipeline(tx: Transaction, access: Access, pipeline_id: str) -> Pipeline:
    """Return a pipeline of which a job is known; of two CI systems that count alike, the one with the newest job."""
    found = rows.of_pipeline(tx, access.project.id, pipeline_id, limits.CI_PIPELINE_READ) if pipeline_id else []
    if not found:
        raise NotFound(f"The project knows no job of a pipeline {pipeline_id}.")
    return Pipeline(pipeline_id, [job for job in found if job.system is found[0].system])


def tell(tx: Transaction, access: Access, job_id: str, known: Mapping[str, str]) -> Made:
    """Store what a job says of itself, as tags would; what an ID token or the CI system said of it stays."""
    system = _system(job_id)
    if system is None:
        raise InvalidParameter("'job_id' is the number of a job, or of GitHub Actions <run>-<attempt>.")
    ci_links.note(tx, access.project.id, told(system, job_id, known), is_verified=False)
    return get(tx, access, job_id)


def tell_pipeline(tx: Transaction, access: Access, pipeline_id: str, known: Mapping[str, str]) -> Pipeline:
    """Store what is the same for all jobs of a pipeline that are known."""
    for job in pipeline(tx, access, pipeline_id).jobs:
        ci_links.note(tx, access.project.id, told(job.system, job.job_id, known), is_verified=False)
    return pipeline(tx, access, pipeline_id)


def told(system: CiSystem, job_id: str, known: Mapping[str, str]) -> JobFacts:
    """Return facts that may be stored; raise InvalidParameter for one that would be cut or left out."""
    found = ci_job.facts(system, job_id, known)
    for name, value in known.items():
        if getattr(found, name) != " ".join(value.split()):
            raise InvalidParameter(
                f"'{name}' has at most {limits.CI_FACT_LENGTH} characters; addresses begin with http:// or https://."
            )
    return found


def _system(job_id: str) -> CiSystem | None:
    """Return whose jobs have such ids."""
    run, dash, attempt = job_id.partition("-")
    if not ci_job.is_job_id(run) or (dash and not ci_job.is_job_id(attempt)):
        return None
    return CiSystem.GITHUB if dash else CiSystem.GITLAB


def _made(tx: Transaction, jobs: list[CiJob]) -> list[Made]:
    numbers = [job.id for job in jobs]
    runs = ci_job_links.runs(tx, numbers, limits.CI_JOB_MADE)
    versions = ci_job_links.versions(tx, numbers, limits.CI_JOB_MADE)
    pipelines = {job.pipeline_id for job in jobs} - {""}
    statuses = ci_job_links.statuses(tx, jobs[0].project_id, pipelines) if pipelines else {}
    return [
        Made(
            job,
            _status(statuses.get((job.system.value, job.pipeline_id), set())),
            runs.get(job.id, []),
            versions.get(job.id, []),
        )
        for job in jobs
    ]


def _status(of_jobs: Iterable[str]) -> str:
    """Return the status of a pipeline whose jobs have these."""
    held = {status.lower() for status in of_jobs}
    return next((status for status in _UNDER_WAY + _OVER if status in held), "")
