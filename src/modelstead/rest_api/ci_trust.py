"""Calls about the rules by which a project trusts CI jobs."""

from modelstead.domain.actor import Access
from modelstead.domain.member import role_of
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import NO_CONTENT, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.ci_trust import (
    ChangeTrustRule,
    CreateTrustRule,
    ListTrustRules,
    OneTrustRule,
    TestInfo,
    TestToken,
    TrustRuleInfo,
    rule_info,
    test_info,
    wanted,
)
from modelstead.services import ci_trust
from modelstead.services.ci_tokens import CiTokens
from modelstead.store.transaction import Transaction


def listing(tx: Transaction, access: Access, request: ListTrustRules) -> Listing:
    found = ci_trust.listing(tx, access)
    rows = [rule_info(each) for each in found[request.offset : request.offset + request.limit]]
    return Listing(rows, len(found), request, f"/api/v4/projects/{access.project.id}/ci_trust_rules")


def create(tx: Transaction, access: Access, request: CreateTrustRule) -> Answer:
    return created(rule_info(ci_trust.create(tx, access, wanted(request, role_of(request.access_level)))))


def get(tx: Transaction, access: Access, request: OneTrustRule) -> TrustRuleInfo:
    return rule_info(ci_trust.get(tx, access, request.rule_id))


def update(tx: Transaction, access: Access, request: ChangeTrustRule) -> TrustRuleInfo:
    role = None if request.access_level is None else role_of(request.access_level)
    change = ci_trust.Change(
        name=request.name,
        issuer=request.issuer,
        project_path=request.project_path,
        ref=request.ref,
        only_protected=request.only_protected,
        environment=request.environment,
        role=role,
    )
    return rule_info(ci_trust.change(tx, access, request.rule_id, change))


def delete(tx: Transaction, access: Access, request: OneTrustRule) -> Answer:
    ci_trust.delete(tx, access, request.rule_id)
    return NO_CONTENT


async def test(ci_tokens: CiTokens, access: Access, request: TestToken) -> TestInfo:
    return test_info(await ci_tokens.explain(access, request.token))
