"""CI jobs: the job, pipeline, commit, merge request and person behind a run or a version.

What is known of a job comes from the tags that it sends, from the claims of its ID token, or from its CI system.
"""

import re
from collections.abc import Mapping
from enum import Enum

import msgspec

from modelstead import limits

PREFIXES = ("gitlab.", "github.")  # of the tags that tell of jobs


class CiSystem(Enum):
    """Whose jobs they are; the values are stored."""

    GITLAB = "gitlab"
    GITHUB = "github"
    OTHER = "other"


class JobFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a job; "" is what is not. `system` and `job_id` tell it from a project's others.

    A job of GitHub Actions is one attempt of a workflow's run, "<run>-<attempt>": its tokens name no smaller thing.
    """

    system: CiSystem
    job_id: str
    name: str = ""
    stage: str = ""
    status: str = ""
    url: str = ""
    pipeline_id: str = ""
    pipeline_url: str = ""
    pipeline_source: str = ""
    ref: str = ""
    commit_sha: str = ""
    commit_title: str = ""
    merge_request_iid: str = ""
    merge_request_title: str = ""
    merge_request_url: str = ""
    project_path: str = ""
    project_url: str = ""
    user_login: str = ""
    user_name: str = ""
    environment: str = ""


class CiJob(JobFacts, frozen=True, kw_only=True):
    """A job's row. One that `is_verified` was told of by its ID token, or by its CI system: tags do not change it.

    `resolved_at` is when its CI system was asked, or when there was nothing left to ask for. Times are milliseconds.
    """

    id: int
    project_id: int
    is_verified: bool
    created_at: int
    updated_at: int
    resolved_at: int | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether more than its number is known."""
        return bool(self.name or self.ref or self.pipeline_id or self.commit_sha)


FACTS = tuple(name for name in JobFacts.__struct_fields__ if name not in ("system", "job_id"))

# The tag of each fact; GitLab's are the predefined variables of its jobs, GitHub's those of Actions.
GITLAB_TAGS: Mapping[str, str] = {
    "gitlab.CI_JOB_NAME": "name",
    "gitlab.CI_JOB_STAGE": "stage",
    "gitlab.CI_JOB_STATUS": "status",
    "gitlab.CI_JOB_URL": "url",
    "gitlab.CI_PIPELINE_ID": "pipeline_id",
    "gitlab.CI_PIPELINE_URL": "pipeline_url",
    "gitlab.CI_PIPELINE_SOURCE": "pipeline_source",
    "gitlab.CI_COMMIT_REF_NAME": "ref",
    "gitlab.CI_COMMIT_SHA": "commit_sha",
    "gitlab.CI_COMMIT_TITLE": "commit_title",
    "gitlab.CI_MERGE_REQUEST_IID": "merge_request_iid",
    "gitlab.CI_MERGE_REQUEST_TITLE": "merge_request_title",
    "gitlab.CI_PROJECT_PATH": "project_path",
    "gitlab.CI_PROJECT_URL": "project_url",
    "gitlab.GITLAB_USER_LOGIN": "user_login",
    "gitlab.GITLAB_USER_NAME": "user_name",
    "gitlab.CI_ENVIRONMENT_NAME": "environment",
}
GITHUB_TAGS: Mapping[str, str] = {
    "github.JOB": "name",
    "github.WORKFLOW": "stage",
    "github.RUN_ID": "pipeline_id",
    "github.EVENT_NAME": "pipeline_source",
    "github.REF_NAME": "ref",
    "github.SHA": "commit_sha",
    "github.REPOSITORY": "project_path",
    "github.ACTOR": "user_login",
}
GITLAB_JOB, GITHUB_RUN, GITHUB_ATTEMPT, GITHUB_SERVER, GITHUB_HEAD = (
    "gitlab.CI_JOB_ID",
    "github.RUN_ID",
    "github.RUN_ATTEMPT",
    "github.SERVER_URL",
    "github.HEAD_REF",
)
TAGS = frozenset({*GITLAB_TAGS, *GITHUB_TAGS, GITLAB_JOB, GITHUB_ATTEMPT, GITHUB_SERVER, GITHUB_HEAD})

_JOB_ID = re.compile(r"[0-9]{1,20}", re.ASCII)
_ATTEMPT = re.compile(r"[0-9]{1,6}", re.ASCII)
_URL = re.compile(r"https?://[^\s\"'<>\\]+")
_PULL = re.compile(r"([0-9]{1,20})/merge", re.ASCII)  # what GitHub calls the ref of a pull request


def from_tags(tags: Mapping[str, str]) -> JobFacts | None:
    """Return what tags tell of a job; None where they name none, or name one in a way that no CI system does."""
    if _JOB_ID.fullmatch(tags.get(GITLAB_JOB, "")):
        known = {field: tags[tag] for tag, field in GITLAB_TAGS.items() if tag in tags}
        request = known.get("merge_request_iid", "")
        if request and known.get("project_url"):
            known["merge_request_url"] = f"{known['project_url']}/-/merge_requests/{request}"
        return facts(CiSystem.GITLAB, tags[GITLAB_JOB], known)
    if _JOB_ID.fullmatch(tags.get(GITHUB_RUN, "")):
        known = {field: tags[tag] for tag, field in GITHUB_TAGS.items() if tag in tags}
        head, pull = tags.get(GITHUB_HEAD, ""), _PULL.fullmatch(known.get("ref", ""))
        if head and pull:
            known |= {"merge_request_iid": pull[1], "ref": head}
        attempt = tags.get(GITHUB_ATTEMPT, "")
        attempt = attempt if _ATTEMPT.fullmatch(attempt) else "1"
        server = tags.get(GITHUB_SERVER, "")
        return facts(CiSystem.GITHUB, f"{tags[GITHUB_RUN]}-{attempt}", known | _github_urls(server, known, attempt))
    return None


def facts(system: CiSystem, job_id: str, known: Mapping[str, str]) -> JobFacts:
    """Return facts that may be stored and shown: not too long, addresses only of the web."""
    kept = {name: " ".join(value.split())[: limits.CI_FACT_LENGTH] for name, value in known.items()}
    for name in ("url", "pipeline_url", "project_url", "merge_request_url"):
        if name in kept and not _URL.fullmatch(kept[name]):
            del kept[name]
    return JobFacts(system=system, job_id=job_id, **kept)


def is_job_id(text: str) -> bool:
    """Tell whether a text is a number of a job as CI systems count them."""
    return _JOB_ID.fullmatch(text) is not None


def merged(held: CiJob, new: JobFacts, *, is_verified: bool) -> dict[str, str]:
    """Return the facts that change: tags complete a job, and only tags may be overwritten by other tags.

    A status, which no ID token tells, may be until the CI system has told it.
    """
    changes = {}
    for name in FACTS:
        value, before = getattr(new, name), getattr(held, name)
        is_open = is_verified or not held.is_verified or (name == "status" and held.resolved_at is None)
        if value and value != before and (is_open or not before):
            changes[name] = value
    return changes


def _github_urls(server: str, known: Mapping[str, str], attempt: str) -> dict[str, str]:
    path, run = known.get("project_path", ""), known.get("pipeline_id", "")
    if not server or not path:
        return {}
    project = f"{server.rstrip('/')}/{path}"
    pipeline = f"{project}/actions/runs/{run}"
    urls = {"project_url": project, "pipeline_url": pipeline, "url": f"{pipeline}/attempts/{attempt}"}
    request = known.get("merge_request_iid", "")
    return urls | ({"merge_request_url": f"{project}/pull/{request}"} if request else {})
