"""What the checks and the rules say of a token, in the words of a page."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from modelstead.domain.ci_trust import Check, TrustRule
from modelstead.services.ci_tokens import Verdict

LABELS = {
    Check.SHAPE: "It is a token",
    Check.ALGORITHM: "It is signed by a kind of key that proves something",
    Check.ISSUER: "The project trusts its issuer",
    Check.KEY: "The issuer has the key that it names",
    Check.SIGNATURE: "The issuer signed it",
    Check.AUDIENCE: "It is for this server",
    Check.TIME: "It is good now",
    Check.CLAIMS: "It tells its project and job",
    Check.RULE: "A rule lets it in",
}


class Line(msgspec.Struct, frozen=True):
    """A check or a rule; `why` says why not, and "open" is what is not looked at any more."""

    label: str
    state: Literal["good", "bad", "open"]
    why: str = ""


class Trial(msgspec.Struct, frozen=True):
    """The verdict: which rule lets the token in as what, "" for none; then each check and each rule."""

    rule: str
    role: str
    checks: list[Line]
    rules: list[Line]


def trial(verdicts: Sequence[Verdict], rules: Sequence[TrustRule]) -> Trial:
    """Return verdicts as a page shows them; the first rule that lets the token in is the one that counts."""
    told = {each.check: each for each in verdicts if each.check is not Check.RULE}
    asked = [each for each in verdicts if each.check is Check.RULE]
    place = next((place for place, each in enumerate(asked) if not each.why), None)
    checks = [_line(check, told.get(check)) for check in Check if check is not Check.RULE]
    lines = [Line(each.rule, "bad" if each.why else "good", each.why) for each in asked]
    if place is None:
        return Trial("", "", checks, lines)
    name = asked[place].rule
    role = next((rule.role.label for rule in rules[place:] if rule.name == name), "")
    return Trial(name, role, checks, lines)


def _line(check: Check, verdict: Verdict | None) -> Line:
    if verdict is None:
        return Line(LABELS[check], "open")
    return Line(LABELS[check], "bad" if verdict.why else "good", verdict.why)
