"""Who a CI job says it is: what the claims of its ID token tell, once somebody has vouched for them."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from modelstead import limits
from modelstead.domain.ci_job import CiSystem, JobFacts, facts, is_job_id

GITHUB_ISSUER = "https://token.actions.githubusercontent.com"
GITLAB_ISSUER = "https://gitlab.com"
_BRANCH_OR_TAG = re.compile(r"\Arefs/(heads|tags)/")


class CiIdentity(msgspec.Struct, frozen=True):
    """Who a good token says it is: the claims that rules look at, and what is known of the job."""

    issuer: str
    subject: str
    project_path: str
    ref: str
    is_protected: bool
    environment: str
    facts: JobFacts
    expires_at: int  # milliseconds
    full_ref: str = ""  # with refs/heads/ or refs/tags/


def read(claims: Mapping[str, Any]) -> CiIdentity | None:
    """Return who a token of a job is from, by the claims that GitLab and GitHub document; None where they are not so.

    Other issuers are read as GitLab, whose names of claims are the plainer ones.
    """
    issuer, subject, expires = (claims.get(name) for name in ("iss", "sub", "exp"))
    if not isinstance(issuer, str) or not isinstance(subject, str) or not isinstance(expires, int | float):
        return None
    of_system = _github if "repository" in claims and "run_id" in claims else _gitlab
    return of_system(claims, issuer, subject, int(expires * 1000))


def _gitlab(claims: Mapping[str, Any], issuer: str, subject: str, expires_at: int) -> CiIdentity | None:
    text = _Texts(claims)
    job, path = text("job_id"), text("project_path")
    if not path or not is_job_id(job):
        return None
    site = issuer.rstrip("/")
    kind = {"branch": "refs/heads/", "tag": "refs/tags/"}.get(text("ref_type"))
    full_ref = text("ref_path") or (f"{kind}{text('ref')}" if kind else "")
    known = {
        "pipeline_id": text("pipeline_id"),
        "pipeline_source": text("pipeline_source"),
        "ref": text("ref"),
        "commit_sha": text("sha"),
        "project_path": path,
        "project_url": f"{site}/{path}",
        "url": f"{site}/{path}/-/jobs/{job}",
        "pipeline_url": f"{site}/{path}/-/pipelines/{text('pipeline_id')}",
        "user_login": text("user_login"),
        "environment": text("environment"),
    }
    return CiIdentity(
        issuer,
        subject,
        path,
        text("ref"),
        text("ref_protected") == "true",
        text("environment"),
        facts(CiSystem.GITLAB, job, known),
        expires_at,
        full_ref,
    )


def _github(claims: Mapping[str, Any], issuer: str, subject: str, expires_at: int) -> CiIdentity | None:
    text = _Texts(claims)
    path, run, attempt = text("repository"), text("run_id"), text("run_attempt") or "1"
    if not path or not is_job_id(run) or not is_job_id(attempt):
        return None
    site = "https://github.com" if issuer == GITHUB_ISSUER else issuer.rstrip("/").removesuffix("/_services/token")
    ref = _BRANCH_OR_TAG.sub("", text("ref"))  # once: there may be a branch of the name refs/tags/main
    known = {
        "stage": text("workflow"),
        "pipeline_id": run,
        "pipeline_source": text("event_name"),
        "ref": text("head_ref") or ref,
        "commit_sha": text("sha"),
        "project_path": path,
        "project_url": f"{site}/{path}",
        "pipeline_url": f"{site}/{path}/actions/runs/{run}",
        "url": f"{site}/{path}/actions/runs/{run}/attempts/{attempt}",
        "user_login": text("actor"),
        "environment": text("environment"),
    }
    return CiIdentity(
        issuer,
        subject,
        path,
        ref,
        text("ref_protected") == "true",
        text("environment"),
        facts(CiSystem.GITHUB, f"{run}-{attempt}", known),
        expires_at,
        text("ref"),
    )


class _Texts:
    """Claims as texts: systems write numbers and truths either way. What is no single short line counts as missing."""

    def __init__(self, claims: Mapping[str, Any]) -> None:
        self._claims = claims

    def __call__(self, name: str) -> str:
        value = self._claims.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return str(value) if abs(value) <= limits.INT64_MAX else ""
        if not isinstance(value, str) or len(value) > limits.CI_FACT_LENGTH or not value.isprintable():
            return ""
        return value
