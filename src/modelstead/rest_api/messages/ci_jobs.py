"""Requests and answers about CI jobs and pipelines; field names are GitLab's, but for the last ones of a job."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from modelstead.domain.ci_job import CiJob
from modelstead.domain.project import Project
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.times import time_text
from modelstead.services.ci_jobs import Made, Pipeline

SHORT = 8  # characters of a commit


class ListJobs(Paged, frozen=True, kw_only=True):
    """GET jobs: the newest first."""

    pipeline_id: str = ""


class ListPipelineJobs(Paged, frozen=True, kw_only=True):
    """GET pipelines/:pipeline_id/jobs."""

    path_parts: ClassVar[tuple[str, ...]] = ("pipeline_id",)

    pipeline_id: str


class OneJob(msgspec.Struct, frozen=True):
    """A job by GitLab's number, or GitHub's `<run>-<attempt>`."""

    job_id: str


class OnePipeline(msgspec.Struct, frozen=True):
    """A pipeline by the number that its CI system gave it."""

    pipeline_id: str


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """What all jobs of a pipeline have in common; what is left out stays."""

    ref: str = ""
    sha: str = ""
    commit_title: str = ""
    source: str = ""
    pipeline_url: str = ""
    merge_request_iid: str = ""
    merge_request_title: str = ""
    merge_request_url: str = ""
    project_path: str = ""
    project_url: str = ""
    user_login: str = ""
    user_name: str = ""

    @property
    def shared(self) -> dict[str, str]:
        """Return what is said, by the names of facts."""
        names = {name: _FACTS.get(name, name) for name in Shared.__struct_fields__}
        return {fact: value for name, fact in names.items() if (value := getattr(self, name))}


class TellJob(Shared, frozen=True, kw_only=True):
    """PUT jobs/:job_id."""

    job_id: str
    name: str = ""
    stage: str = ""
    status: str = ""
    web_url: str = ""
    pipeline_id: str | int = ""
    environment: str = ""

    @property
    def known(self) -> dict[str, str]:
        own = {
            "name": self.name,
            "stage": self.stage,
            "status": self.status,
            "url": self.web_url,
            "pipeline_id": str(self.pipeline_id),
            "environment": self.environment,
        }
        return {name: value for name, value in own.items() if value} | self.shared


class TellPipeline(Shared, frozen=True, kw_only=True):
    """PUT pipelines/:pipeline_id. Its status is that of its jobs."""

    pipeline_id: str
    web_url: str = ""

    @property
    def known(self) -> dict[str, str]:
        return self.shared | ({"pipeline_url": self.web_url} if self.web_url else {})


_FACTS = {"sha": "commit_sha", "source": "pipeline_source"}


class CommitInfo(msgspec.Struct, frozen=True):
    """The commit that a job is of."""

    id: str
    short_id: str
    title: str


class UserInfo(msgspec.Struct, frozen=True):
    """Who started a job, as the CI system calls them."""

    username: str
    name: str


class JobPipelineInfo(msgspec.Struct, frozen=True):
    """The pipeline of a job; its status is that of its jobs."""

    id: int | str
    project_id: int
    ref: str
    sha: str
    status: str
    source: str
    web_url: str


class RequestInfo(msgspec.Struct, frozen=True):
    """The merge request, or pull request, of a job."""

    iid: int | str
    title: str
    web_url: str


class MadeVersionInfo(msgspec.Struct, frozen=True):
    """A model version that a job made."""

    name: str
    version: str
    semantic_version: str


class JobInfo(msgspec.Struct, frozen=True):
    """A job; "" is what is not known, None what there is nothing of. The fields from `system` on are ours.

    `runs` and `model_versions` are the newest ones.
    """

    id: int | str
    name: str
    stage: str
    status: str
    ref: str
    created_at: str
    web_url: str
    commit: CommitInfo | None
    pipeline: JobPipelineInfo | None
    user: UserInfo | None
    system: str
    verified: bool
    resolved: bool
    environment: str
    merge_request: RequestInfo | None
    runs: Sequence[str]
    model_versions: Sequence[MadeVersionInfo]


class PipelineInfo(msgspec.Struct, frozen=True):
    """A pipeline, as its jobs tell of it."""

    id: int | str
    project_id: int
    ref: str
    sha: str
    status: str
    source: str
    web_url: str
    created_at: str
    updated_at: str
    user: UserInfo | None
    system: str


def job_info(made: Made, project: Project) -> JobInfo:
    job = made.job
    request = RequestInfo(_number(job.merge_request_iid), job.merge_request_title, job.merge_request_url)
    return JobInfo(
        id=_number(job.job_id),
        name=job.name,
        stage=job.stage,
        status=job.status,
        ref=job.ref,
        created_at=time_text(job.created_at),
        web_url=job.url,
        commit=CommitInfo(job.commit_sha, job.commit_sha[:SHORT], job.commit_title) if job.commit_sha else None,
        pipeline=_pipeline(job, made.pipeline_status, project) if job.pipeline_id else None,
        user=_user(job.user_login, job.user_name),
        system=job.system.value,
        verified=job.is_verified,
        resolved=job.is_resolved,
        environment=job.environment,
        merge_request=request if job.merge_request_iid else None,
        runs=made.runs,
        model_versions=[MadeVersionInfo(each.name, str(each.number), each.semantic_version) for each in made.versions],
    )


def pipeline_info(found: Pipeline, project: Project) -> PipelineInfo:
    return PipelineInfo(
        id=_number(found.pipeline_id),
        project_id=project.id,
        ref=found.fact("ref"),
        sha=found.fact("commit_sha"),
        status=found.status,
        source=found.fact("pipeline_source"),
        web_url=found.fact("pipeline_url"),
        created_at=time_text(min(job.created_at for job in found.jobs)),
        updated_at=time_text(max(job.updated_at for job in found.jobs)),
        user=_user(found.fact("user_login"), found.fact("user_name")),
        system=found.jobs[0].system.value,
    )


def _pipeline(job: CiJob, status: str, project: Project) -> JobPipelineInfo:
    number = _number(job.pipeline_id)
    return JobPipelineInfo(number, project.id, job.ref, job.commit_sha, status, job.pipeline_source, job.pipeline_url)


def _user(login: str, name: str) -> UserInfo | None:
    return UserInfo(login, name) if login or name else None


def _number(text: str) -> int | str:
    """Return a number as GitLab's answers have it; other systems' ids stay texts."""
    return int(text) if text.isascii() and text.isdigit() else text
