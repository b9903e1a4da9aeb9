"""ID tokens of CI jobs: who they are from, by keys that only a trusted issuer has.

Nothing is asked of an issuer that no project trusts. One that does not answer is left alone for a while, and whoever
waits for it waits alone.

What is written to the log of a token that nobody has vouched for is cut short and escaped.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain import ci_identity, ci_trust
from modelstead.domain.actor import Access
from modelstead.domain.ci_identity import CiIdentity
from modelstead.domain.ci_trust import Check, TrustRule
from modelstead.domain.id_token import ALGORITHMS
from modelstead.domain.key import quoted, shortened
from modelstead.domain.network_address import target
from modelstead.errors import InvalidParameter, Unauthenticated, Unavailable
from modelstead.services.open_id_discovery import Discovery
from modelstead.services.signed_tokens import BadToken, UnknownKey, unverified, verified_claims
from modelstead.store import ci_trust as rows
from modelstead.store.database import Database
from modelstead.store.outgoing import Outgoing

log = logging.getLogger(__name__)


class Refused(Unauthenticated):
    """A token is no good; `check` and `why` are for the log and for who tests a rule, never for the caller."""

    def __init__(self, check: Check, why: str, issuer: str = "") -> None:
        super().__init__(
            "The job's ID token is not accepted here. The server's log says why; a maintainer can try the token on the "
            "project's CI/CD settings."
        )
        self.check = check
        self.why = why
        self.issuer = issuer


class Verdict(msgspec.Struct, frozen=True):
    """What one check, or one rule, says of a token; `why` is "" where it is good."""

    check: Check
    rule: str = ""
    why: str = ""


class CiTokens:
    """Reads tokens; `audiences` are the names of this server that they may be for."""

    def __init__(self, database: Database, outgoing: Outgoing, audiences: Sequence[str]) -> None:
        self._database = database
        self._outgoing = outgoing
        self._audiences = tuple(audiences)
        self._issuers: OrderedDict[str, Discovery] = OrderedDict()

    async def identify(self, token: str) -> CiIdentity:
        """Return who a token is from; raise Refused, and log which check failed, for one that is no good."""
        try:
            return await self._identify(token)
        except Refused as error:
            log_refusal(error)
            raise

    async def explain(self, access: Access, token: str) -> list[Verdict]:
        """Return what each check says of a token, up to the first that fails, and then what each rule of the project.

        Whom other projects trust is not told.
        """
        rules = await self._database.read(rows.of_project, access.project.id)
        try:
            identity = await self._identify(token, rules)
        except Refused as error:
            passed = [Verdict(check) for check in Check if _is_before(check, error.check)]
            near = _near(error.issuer, rules)
            return [*passed, Verdict(error.check, why=f"{error.why}; {near}" if near else error.why)]
        passed = [Verdict(check) for check in Check if check is not Check.RULE]
        return [*passed, *(Verdict(Check.RULE, rule.name, ci_trust.refusal(rule, identity)) for rule in rules)]

    async def _identify(self, token: str, rules: Sequence[TrustRule] | None = None) -> CiIdentity:
        if len(token) > limits.CI_TOKEN_BYTES:
            raise Refused(Check.SHAPE, f"it has {len(token)} characters; {limits.CI_TOKEN_BYTES} are the most")
        try:
            header, claimed = unverified(token)
        except BadToken as error:
            raise Refused(Check.SHAPE, str(error)) from error
        if header.get("alg") not in ALGORITHMS:
            raise Refused(Check.ALGORITHM, f"it is signed by {_said(header.get('alg'))}, which proves nothing")
        issuer = await self._trusted(claimed.get("iss"), rules)
        claims = await self._verified(token, issuer)
        why = ci_trust.audience_refusal(claims, self._audiences)
        if why:
            raise Refused(Check.AUDIENCE, why)
        why = ci_trust.time_refusal(claims, int(time.time()))
        if why:
            raise Refused(Check.TIME, why)
        identity = ci_identity.read(claims)
        if identity is None or identity.issuer != issuer:
            raise Refused(Check.CLAIMS, "it does not tell its project and job as GitLab's or GitHub's do")
        return identity

    async def _trusted(self, issuer: object, rules: Sequence[TrustRule] | None) -> str:
        """Return the issuer that a token names, once one of the rules trusts it; None are those of all projects."""
        if not isinstance(issuer, str) or not issuer.isprintable() or len(issuer) > limits.CI_FACT_LENGTH:
            raise Refused(Check.ISSUER, f"its issuer is {_said(issuer)}")
        if rules is not None and all(rule.issuer != issuer for rule in rules):
            raise Refused(Check.ISSUER, f"the project trusts no issuer {_said(issuer)}", issuer)
        if rules is None and not await self._database.read(rows.trusts, issuer):
            raise Refused(Check.ISSUER, f"no project trusts the issuer {_said(issuer)}", issuer)
        try:
            to = target(issuer, "issuer", limits.CI_FACT_LENGTH)
        except InvalidParameter as error:
            raise Refused(Check.ISSUER, str(error), issuer) from error
        if not to.is_encrypted and not self._outgoing.allowed.has(to.host):
            why = f"the issuer {quoted(issuer)} is asked without encryption; ci_allowed_addresses has to name its host"
            raise Refused(Check.ISSUER, why, issuer)
        return issuer

    async def _verified(self, token: str, issuer: str) -> dict[str, object]:
        try:
            return dict(await verified_claims(token, self._discovery(issuer)))
        except Unavailable as error:
            raise Refused(Check.KEY, f"the issuer {quoted(issuer)} does not tell its keys") from error
        except UnknownKey as error:
            raise Refused(Check.KEY, str(error)) from error
        except BadToken as error:
            raise Refused(Check.SIGNATURE, str(error)) from error

    def _discovery(self, issuer: str) -> Discovery:
        found = self._issuers.pop(issuer, None)
        if found is None:
            found = Discovery(issuer, self._outgoing, rest_seconds=limits.CI_ISSUER_RETRY_SECONDS)
        self._issuers[issuer] = found
        if len(self._issuers) > limits.CI_ISSUERS:
            self._issuers.popitem(last=False)
        return found


def log_refusal(refused: Refused) -> None:
    log.warning("A CI job's ID token is refused by the check of its %s: %s.", refused.check.value, refused.why)


def _is_before(check: Check, failed: Check) -> bool:
    order = list(Check)
    return order.index(check) < order.index(failed)


def _near(issuer: str, rules: Sequence[TrustRule]) -> str:
    """Return what tells a rule's issuer from a token's that is meant to be the same."""
    if not issuer:
        return ""
    plain = issuer.lower().rstrip("/")
    found = next((rule for rule in rules if rule.issuer != issuer and rule.issuer.lower().rstrip("/") == plain), None)
    if found is None:
        return ""
    return f"the rule {quoted(found.name)} has {quoted(found.issuer)}, and both have to be the same to the letter"


def _said(value: object) -> str:
    """Return something of a token that may be anybody's, in one short line."""
    return repr(shortened(value)) if isinstance(value, str) else f"no text but a {type(value).__name__}"
