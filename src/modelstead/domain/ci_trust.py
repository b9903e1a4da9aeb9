"""Trust in CI: which ID tokens of jobs open a project, and as what role."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, TypeGuard

import msgspec

from modelstead import limits
from modelstead.domain.ci_job import CiSystem, JobFacts, facts, is_job_id
from modelstead.domain.key import check_length, quoted
from modelstead.domain.network_address import target
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter

GITHUB_ISSUER = "https://token.actions.githubusercontent.com"
GITLAB_ISSUER = "https://gitlab.com"
ROLES = (Role.REPORTER, Role.DEVELOPER, Role.MAINTAINER)  # that a job may get


class Check(Enum):
    """What is asked of a token, in this order; the values are what logs and the test button call it."""

    SHAPE = "shape"
    ALGORITHM = "algorithm"
    ISSUER = "issuer"
    KEY = "key"
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    TIME = "time"
    CLAIMS = "claims"
    RULE = "rule"


class TrustRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule: jobs of `project_path` at `issuer`, on refs that fit, act as `role`. What is "" asks for nothing.

    `ref` and `environment` are patterns in which `*` stands for anything. So is `project_path`, part by part; its first
    part, which everybody may claim who signs up at the CI system, is a name.
    """

    id: int
    project_id: int
    name: str
    issuer: str
    project_path: str
    ref: str = ""
    only_protected: bool = False
    environment: str = ""
    role: Role = Role.DEVELOPER
    created_by: int | None = None
    created_at: int = 0
    updated_at: int = 0


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


def bot_name(project_id: int) -> str:
    """Return the username of the bot that acts for a project's CI jobs."""
    return f"project_{project_id}_ci"


def looks_like_token(credential: str) -> bool:
    """Tell whether a credential is an ID token by its shape: a JSON object in base64url, and two parts more."""
    return credential.startswith("eyJ") and credential.count(".") == 2  # noqa: PLR2004 - dots of a JWT


def time_refusal(claims: Mapping[str, object], now: int) -> str:
    """Return what is wrong with the times of a token, "" for nothing. `now` is in seconds."""
    expires, issued, not_before = claims.get("exp"), claims.get("iat", now), claims.get("nbf", now)
    leeway = limits.OPEN_ID_LEEWAY_SECONDS
    if not _is_time(expires) or expires <= now - leeway:
        return "it has expired"
    if not _is_time(issued) or issued > now + leeway:
        return "it is from the future; look at the clocks of both servers"
    if not _is_time(not_before) or not_before > now + leeway:
        return "it is not good yet"
    if expires > now + limits.CI_TOKEN_SECONDS:
        return "it is good for longer than any job runs"
    return ""


def audience_refusal(claims: Mapping[str, object], audiences: Sequence[str]) -> str:
    """Return why a token is not for this server, "" when it is. The first of its names is the one to recommend."""
    given = claims.get("aud")
    named = [given] if isinstance(given, str) else given
    wanted = {each.rstrip("/") for each in audiences}
    if isinstance(named, list) and any(isinstance(each, str) and each.rstrip("/") in wanted for each in named):
        return ""
    return f"it is not for this server: let its audience be {audiences[0]}"


def check_rule(rule: TrustRule) -> TrustRule:
    """Return a rule; raise InvalidParameter for the first value that breaks one of the rules of rules."""
    if not rule.name.strip() or not rule.name.isprintable() or len(rule.name) > limits.NAME_LENGTH:
        raise InvalidParameter(f"'name' is one line of 1 to {limits.NAME_LENGTH} characters.")
    target(rule.issuer, "issuer", limits.CI_FACT_LENGTH)
    if "?" in rule.issuer:
        raise InvalidParameter(f"'issuer' is the address of a CI system, such as {GITLAB_ISSUER}, without a query.")
    for name in ("project_path", "ref", "environment"):
        value = check_length(getattr(rule, name), name, limits.CI_FACT_LENGTH)
        if not value.isprintable() or value != value.strip():
            raise InvalidParameter(f"'{name}' is one line, without spaces around it.")
    first, *others = rule.project_path.split("/")
    if not first or "*" in first or not others or not all(others):
        raise InvalidParameter(
            "'project_path' names a project of the CI system, such as group/project or group/*; its first part is a "
            "name without *, since names like it are there for everybody to take."
        )
    if rule.role not in ROLES:
        raise InvalidParameter(f"'role' is {', '.join(role.label for role in ROLES[:-1])} or {ROLES[-1].label}.")
    return rule


def refusal(rule: TrustRule, identity: CiIdentity) -> str:
    """Return why a rule does not let a job in, "" when it does."""
    if identity.issuer != rule.issuer:
        return f"the issuer is {quoted(identity.issuer)}"
    if not _fits_path(rule.project_path, identity.project_path):
        return f"the project is {quoted(identity.project_path)}"
    if rule.ref and not (identity.ref and _fits(rule.ref, identity.ref)):
        return f"the ref is {quoted(identity.ref)}"
    if rule.only_protected and not identity.is_protected:
        return "the ref is not protected"
    if rule.environment and not (identity.environment and _fits(rule.environment, identity.environment)):
        return f"the environment is {quoted(identity.environment)}"
    return ""


def identity(claims: Mapping[str, Any]) -> CiIdentity | None:
    """Return who a token of a job is from, by the claims that GitLab and GitHub document; None where they are not so.

    Other issuers are read as GitLab, whose names of claims are the plainer ones.
    """
    issuer, subject, expires = (claims.get(name) for name in ("iss", "sub", "exp"))
    if not isinstance(issuer, str) or not isinstance(subject, str) or not _is_time(expires):
        return None
    read = _github if "repository" in claims and "run_id" in claims else _gitlab
    return read(claims, issuer, subject, int(expires * 1000))


def _gitlab(claims: Mapping[str, Any], issuer: str, subject: str, expires_at: int) -> CiIdentity | None:
    text = _Texts(claims)
    job, path = text("job_id"), text("project_path")
    if not path or not is_job_id(job):
        return None
    site = issuer.rstrip("/")
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
    )


def _github(claims: Mapping[str, Any], issuer: str, subject: str, expires_at: int) -> CiIdentity | None:
    text = _Texts(claims)
    path, run, attempt = text("repository"), text("run_id"), text("run_attempt") or "1"
    if not path or not is_job_id(run) or not is_job_id(attempt):
        return None
    site = "https://github.com" if issuer == GITHUB_ISSUER else issuer.rstrip("/").removesuffix("/_services/token")
    ref = text("ref").removeprefix("refs/heads/").removeprefix("refs/tags/")
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
    )


def _is_time(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


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


def _fits_path(pattern: str, path: str) -> bool:
    """Tell whether the path of a project fits part by part; paths are the same in any case."""
    wanted, given = pattern.lower().split("/"), path.lower().split("/")
    return len(wanted) == len(given) and all(
        each and _fits(part, each) for part, each in zip(wanted, given, strict=True)
    )


def _fits(pattern: str, text: str) -> bool:
    """Tell whether a text fits a pattern in which `*` stands for anything, in a time that no pattern makes long."""
    first, *others = pattern.split("*")
    if not others:
        return text == pattern
    *middle, last = others
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or len(first) > end:
        return False
    at = len(first)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
