"""What a CI job may do in a project: what the first rule that lets it in says."""

from modelstead.domain import ci_trust
from modelstead.domain.actor import Access, Actor
from modelstead.domain.ci_identity import CiIdentity
from modelstead.domain.ci_trust import Check
from modelstead.domain.key import shortened
from modelstead.domain.permission import Scope
from modelstead.services.access import find_project
from modelstead.services.ci_tokens import Refused
from modelstead.store import ci_trust as rules
from modelstead.store import users
from modelstead.store.transaction import Transaction

TOLD = 5  # rules of which a line of the log says why they do not fit; a CI system that is trusted has many strangers


def enter(tx: Transaction, identity: CiIdentity, reference: str) -> Access:
    """Return a job's standing in the project of that id or path.

    Raise Refused in the same words for a project that is not there and for one that does not let the job in.
    """
    project = find_project(tx, reference)
    if project is None:
        raise Refused(Check.RULE, "there is no such project")
    whys: list[str] = []
    for rule in rules.of_project(tx, project.id):
        why = ci_trust.refusal(rule, identity)
        if not why:
            bot = users.by_username(tx, ci_trust.bot_name(project.id))
            if bot is None or bot.project_id != project.id or not bot.is_active:
                raise Refused(Check.RULE, "the bot of the project's CI jobs is blocked or deleted")
            actor = Actor(
                bot.id,
                bot.username,
                is_admin=False,
                scopes=frozenset({Scope.API}),
                expires_at=identity.expires_at,
                is_bot=True,
                ci=identity,
            )
            return Access(actor, project, rule.role)
        whys.append(f"{shortened(rule.name)}: {why}")
    said = "; ".join(whys[:TOLD]) + (f"; and {len(whys) - TOLD} more" if len(whys) > TOLD else "") or "it has none"
    raise Refused(Check.RULE, f"project {project.id} lets it in by none of its rules ({said})")
