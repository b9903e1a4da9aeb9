"""Trust in CI: which ID tokens of jobs open a project, and as what role."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeGuard

import msgspec

from modelstead import limits
from modelstead.domain.ci_identity import GITLAB_ISSUER, CiIdentity
from modelstead.domain.key import check_length, quoted
from modelstead.domain.network_address import target
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter

_REFS = "refs/"
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


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says: jobs of `project_path` at `issuer`, on refs that fit, act as `role`. "" asks for nothing.

    `ref` and `environment` are patterns in which `*` stands for anything. So is `project_path`, part by part; its first
    part, which everybody may claim who signs up at the CI system, is a name. A `ref` that begins with refs/ tells
    branches from tags.
    """

    name: str
    issuer: str
    project_path: str
    ref: str = ""
    only_protected: bool = False
    environment: str = ""
    role: Role = Role.DEVELOPER


class TrustRule(Terms, frozen=True, kw_only=True):
    """A project's rule."""

    id: int
    project_id: int
    created_by: int | None = None
    created_at: int = 0
    updated_at: int = 0


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
    ref = identity.full_ref if rule.ref.startswith(_REFS) else identity.ref
    if rule.ref and not (ref and _fits(rule.ref, ref)):
        return f"the ref is {quoted(ref)}"
    if rule.only_protected and not identity.is_protected:
        return "the ref is not protected"
    if rule.environment and not (identity.environment and _fits(rule.environment, identity.environment)):
        return f"the environment is {quoted(identity.environment)}"
    return ""


def _is_time(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
