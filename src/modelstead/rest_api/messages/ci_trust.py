"""Requests and answers about the rules by which a project trusts CI. GitLab has no such call; the style is its own."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.ci_trust import Check, Terms, TrustRule
from modelstead.domain.role import Role
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.times import time_text
from modelstead.services.ci_tokens import Verdict

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class ListTrustRules(Paged, frozen=True, kw_only=True):
    """GET ci_trust_rules: in the order in which they are tried."""


class OneTrustRule(msgspec.Struct, frozen=True):
    """A rule by its id."""

    rule_id: Id


class CreateTrustRule(msgspec.Struct, frozen=True, kw_only=True):
    """POST ci_trust_rules."""

    name: str
    issuer: str
    project_path: str
    ref: str = ""
    only_protected: bool = False
    environment: str = ""
    access_level: int = Role.DEVELOPER


class ChangeTrustRule(msgspec.Struct, frozen=True, kw_only=True):
    """PUT ci_trust_rules/:rule_id: what is left out stays."""

    rule_id: Id
    name: str | None = None
    issuer: str | None = None
    project_path: str | None = None
    ref: str | None = None
    only_protected: bool | None = None
    environment: str | None = None
    access_level: int | None = None


class TestToken(msgspec.Struct, frozen=True):
    """POST ci_trust_rules/test. The token is not kept, and in no log."""

    token: str


class TrustRuleInfo(msgspec.Struct, frozen=True):
    """A rule; "" asks for nothing."""

    id: int
    name: str
    issuer: str
    project_path: str
    ref: str
    only_protected: bool
    environment: str
    access_level: int
    created_at: str
    updated_at: str


class CheckInfo(msgspec.Struct, frozen=True):
    """What one check says of a token; `reason` is why it does not pass."""

    check: str
    passed: bool
    reason: str


class RuleCheckInfo(msgspec.Struct, frozen=True):
    """What one rule says of a token."""

    rule: str
    passed: bool
    reason: str


class TestInfo(msgspec.Struct, frozen=True):
    """Whether a token opens the project, and what every check up to the first that fails, and every rule, says."""

    accepted: bool
    checks: tuple[CheckInfo, ...]
    rules: tuple[RuleCheckInfo, ...]


def wanted(request: CreateTrustRule, role: Role) -> Terms:
    return Terms(
        name=request.name,
        issuer=request.issuer,
        project_path=request.project_path,
        ref=request.ref,
        only_protected=request.only_protected,
        environment=request.environment,
        role=role,
    )


def rule_info(rule: TrustRule) -> TrustRuleInfo:
    return TrustRuleInfo(
        id=rule.id,
        name=rule.name,
        issuer=rule.issuer,
        project_path=rule.project_path,
        ref=rule.ref,
        only_protected=rule.only_protected,
        environment=rule.environment,
        access_level=int(rule.role),
        created_at=time_text(rule.created_at),
        updated_at=time_text(rule.updated_at),
    )


def test_info(verdicts: Sequence[Verdict]) -> TestInfo:
    of_rules = [each for each in verdicts if each.check is Check.RULE]
    return TestInfo(
        accepted=any(not each.why for each in of_rules),
        checks=tuple(
            CheckInfo(each.check.value, not each.why, each.why) for each in verdicts if each.check is not Check.RULE
        ),
        rules=tuple(RuleCheckInfo(each.rule, not each.why, each.why) for each in of_rules),
    )
