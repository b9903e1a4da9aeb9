"""What GitLab's API says of a job, as far as it is kept."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from modelstead.domain.ci_job import CiSystem, JobFacts, facts

_OF_REQUEST = re.compile(r"refs/merge-requests/([0-9]{1,20})/(?:head|merge|train)", re.ASCII)
_OPENED = "opened"


class Person(msgspec.Struct, frozen=True):
    """Who started a job."""

    username: str = ""
    name: str | None = ""


class Commit(msgspec.Struct, frozen=True):
    """The commit that a job is of."""

    id: str = ""
    title: str | None = ""


class Pipeline(msgspec.Struct, frozen=True):
    """A job's pipeline; old GitLabs leave `source` out of a job's answer."""

    id: int
    ref: str | None = ""
    sha: str | None = ""
    source: str | None = ""
    web_url: str | None = ""


class MergeRequest(msgspec.Struct, frozen=True):
    """A merge request that has the commit."""

    iid: int
    title: str | None = ""
    state: str = ""
    source_branch: str = ""
    web_url: str = ""


class Job(msgspec.Struct, frozen=True):
    """GET /projects/:id/jobs/:job_id."""

    id: int
    name: str
    status: str
    stage: str | None = ""
    ref: str | None = ""
    web_url: str | None = ""
    commit: Commit | None = None
    pipeline: Pipeline | None = None
    user: Person | None = None


def facts_of(job: Job, path: str, requests: Sequence[MergeRequest]) -> JobFacts:
    """Return what is known of a job of the project at `path`."""
    pipeline, commit, user = job.pipeline or Pipeline(0), job.commit or Commit(), job.user or Person()
    project_url = (job.web_url or "").partition("/-/jobs/")[0]
    known: Mapping[str, Any] = {
        "name": job.name,
        "stage": job.stage,
        "status": job.status,
        "url": job.web_url,
        "pipeline_id": str(pipeline.id or ""),
        "pipeline_url": pipeline.web_url,
        "pipeline_source": pipeline.source,
        "ref": job.ref or pipeline.ref,
        "commit_sha": commit.id or pipeline.sha,
        "commit_title": commit.title,
        "project_path": path,
        "project_url": project_url,
        "user_login": user.username,
        "user_name": user.name,
        **_request(job.ref or "", requests, project_url),
    }
    return facts(CiSystem.GITLAB, str(job.id), {name: value for name, value in known.items() if value})


def _request(ref: str, requests: Sequence[MergeRequest], project_url: str) -> Mapping[str, str]:
    """Return the merge request that a job is of: that of its ref, or of its branch, an open one first."""
    named = _OF_REQUEST.fullmatch(ref)
    fitting = [each for each in requests if (str(each.iid) == named[1] if named else each.source_branch == ref)]
    found = max(fitting, key=lambda each: (each.state == _OPENED, each.iid), default=None)
    if found is not None:
        return {
            "merge_request_iid": str(found.iid),
            "merge_request_title": found.title or "",
            "merge_request_url": found.web_url,
        }
    if named is None:
        return {}
    url = f"{project_url}/-/merge_requests/{named[1]}" if project_url else ""
    return {"merge_request_iid": named[1], "merge_request_url": url}
