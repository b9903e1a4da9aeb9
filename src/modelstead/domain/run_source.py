"""Where a run came from, as its tags say: a CI job and its commit, a program, somebody."""

import re
from collections.abc import Mapping

import msgspec

PARENT = "mlflow.parentRunId"
NOTE = "mlflow.note.content"

JOB = "gitlab.CI_JOB_ID"
PROJECT_URL = "gitlab.CI_PROJECT_URL"
GIT_COMMIT = "mlflow.source.git.commit"
REPOSITORY = "mlflow.source.git.repoURL"
SHORT_COMMIT = 12  # characters of a commit that people read

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]{1,2000}")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A thing that tags say of where a run came from; `url` leads to it, "" where nothing does."""

    label: str
    text: str
    url: str = ""
    is_code: bool = False

    @property
    def is_of_job(self) -> bool:
        """Whether it is a thing that is known of CI jobs."""
        return self.label in _OF_JOBS


class _Row(msgspec.Struct, frozen=True):
    """A fact: the first tag there is gives its text; `url` is a tag with its address, `below` a path of the project."""

    label: str
    tags: tuple[str, ...]
    url: str = ""
    below: str = ""
    is_code: bool = False


_ROWS = (
    _Row("Job", (JOB,), "gitlab.CI_JOB_URL", "/-/jobs/", is_code=True),
    _Row("Job name", ("gitlab.CI_JOB_NAME",)),
    _Row("Pipeline", ("gitlab.CI_PIPELINE_ID",), "gitlab.CI_PIPELINE_URL", "/-/pipelines/", is_code=True),
    _Row("Merge request", ("gitlab.CI_MERGE_REQUEST_IID",), "", "/-/merge_requests/", is_code=True),
    _Row("Ref", ("gitlab.CI_COMMIT_REF_NAME", "gitlab.CI_COMMIT_BRANCH", "mlflow.source.git.branch"), is_code=True),
    _Row("Commit", ("gitlab.CI_COMMIT_SHA", GIT_COMMIT), "", "/-/commit/", is_code=True),
    _Row("Triggered by", ("gitlab.GITLAB_USER_NAME", "gitlab.GITLAB_USER_LOGIN")),
    _Row("CI project", ("gitlab.CI_PROJECT_PATH",), PROJECT_URL),
    _Row("Repository", (REPOSITORY,), REPOSITORY),
    _Row("Source", ("mlflow.source.name",), is_code=True),
    _Row("Source type", ("mlflow.source.type",)),
    _Row("Entry point", ("mlflow.project.entryPoint",), is_code=True),
    _Row("User", ("mlflow.user",)),
)
_OF_JOBS = frozenset({"Job", "Job name", "Pipeline", "Merge request", "Ref", "Commit", "Triggered by", "CI project"})
_MORE = ("gitlab.CI_COMMIT_SHA", PROJECT_URL)

TAGS = tuple(sorted({tag for row in _ROWS for tag in (*row.tags, row.url) if tag} | set(_MORE)))
"""Every tag that a fact is made of."""


def facts(tags: Mapping[str, str]) -> list[Fact]:
    """Return what tags say of a run's origin, in the order people look for it."""
    found = []
    project = address(tags.get(PROJECT_URL, ""))
    for row in _ROWS:
        text = next((tags[tag] for tag in row.tags if tags.get(tag)), "")
        if not text:
            continue
        url = address(tags.get(row.url, "")) if row.url else ""
        if not url and row.below and project and text.isalnum():
            url = f"{project}{row.below}{text}"
        if row.label == "Commit" and _COMMIT.fullmatch(text):
            url, text = url or _commit_address(tags, text), text[:SHORT_COMMIT]
        found.append(Fact(row.label, text, url, row.is_code))
    return found


def address(text: str) -> str:
    """Return an address that a page may lead to, "" for anything else."""
    return text.rstrip("/") if _ADDRESS.fullmatch(text) else ""


def _commit_address(tags: Mapping[str, str], commit: str) -> str:
    repository = address(tags.get(REPOSITORY, "")).removesuffix(".git")
    return f"{repository}/commit/{commit}" if repository.startswith("https://github.com/") else ""
