"""The rules by which a project trusts CI: create, change, delete, try."""

import msgspec

from modelstead import clock, limits
from modelstead.domain import ci_trust
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.ci_trust import Terms, TrustRule
from modelstead.domain.role import Role
from modelstead.domain.user import UserKind
from modelstead.errors import AlreadyExists, LimitExceeded, NotFound, PermissionDenied
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.store import ci_trust as rows
from modelstead.store import users
from modelstead.store.transaction import Transaction


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule is to say instead; None leaves it as it is."""

    name: str | None = None
    issuer: str | None = None
    project_path: str | None = None
    ref: str | None = None
    only_protected: bool | None = None
    environment: str | None = None
    role: Role | None = None


def listing(tx: Transaction, access: Access) -> list[TrustRule]:
    """Return a project's rules, in the order in which they are tried."""
    return rows.of_project(tx, access.project.id)


def get(tx: Transaction, access: Access, rule_id: int) -> TrustRule:
    found = rows.get(tx, access.project.id, rule_id)
    if found is None:
        raise NotFound(f"There is no trust rule {rule_id} in this project.")
    return found


def create(tx: Transaction, access: Access, wanted: Terms) -> TrustRule:
    """Add a rule behind the others, and the bot that jobs act as where it is the first."""
    _check_ceiling(access, wanted.role)
    if len(rows.of_project(tx, access.project.id)) >= limits.CI_RULES:
        raise LimitExceeded(f"The project has {limits.CI_RULES} trust rules, the most that one may. Delete some.")
    now = clock.now_ms()
    made = ci_trust.check_rule(
        TrustRule(
            id=0,
            project_id=access.project.id,
            created_by=access.actor.user_id,
            created_at=now,
            updated_at=now,
            **msgspec.structs.asdict(wanted),
        )
    )
    made = msgspec.structs.replace(made, id=rows.insert(tx, made))
    _ensure_bot(tx, access, now)
    _note(tx, access, Action.CREATE_TRUST_RULE, made)
    return made


def update(tx: Transaction, access: Access, rule_id: int, wanted: Terms) -> TrustRule:
    """Let a rule say something else."""
    held = get(tx, access, rule_id)
    _check_ceiling(access, max(held.role, wanted.role))
    changed = msgspec.structs.replace(held, updated_at=clock.now_ms(), **msgspec.structs.asdict(wanted))
    rows.update(tx, ci_trust.check_rule(changed))
    _note(tx, access, Action.CHANGE_TRUST_RULE, changed)
    return changed


def change(tx: Transaction, access: Access, rule_id: int, wanted: Change) -> TrustRule:
    """Let a rule say something else in some things."""
    held = get(tx, access, rule_id)
    given = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not None}
    kept = {name: getattr(held, name) for name in Terms.__struct_fields__}
    return update(tx, access, rule_id, Terms(**(kept | given)))


def delete(tx: Transaction, access: Access, rule_id: int) -> None:
    """Remove a rule: whom it let in is refused from now on."""
    held = get(tx, access, rule_id)
    _check_ceiling(access, held.role)
    rows.delete(tx, access.project.id, rule_id)
    _note(tx, access, Action.DELETE_TRUST_RULE, held)


def _check_ceiling(access: Access, role: Role) -> None:
    held = Role.OWNER if access.actor.is_admin else access.role
    if access.actor.is_bot or held is None or role > held:
        raise PermissionDenied(f"Only a person with the role {role.label} or higher may let jobs act with it.")


def _ensure_bot(tx: Transaction, access: Access, now: int) -> None:
    username = ci_trust.bot_name(access.project.id)
    held = users.by_username(tx, username)
    if held is not None and held.project_id != access.project.id:
        raise AlreadyExists(f"Somebody is called {username}, as the bot of the project's CI jobs has to be.")
    if held is None:
        users.insert(
            tx,
            username=username,
            name=f"CI of {access.project.path}"[: limits.NAME_LENGTH],
            email=None,
            kind=UserKind.PROJECT_BOT,
            is_admin=False,
            now=now,
            project_id=access.project.id,
        )


def _note(tx: Transaction, access: Access, action: Action, rule: TrustRule) -> None:
    audit.record(
        tx,
        access,
        action,
        rule.name,
        id=str(rule.id),
        issuer=rule.issuer,
        project_path=rule.project_path,
        ref=rule.ref,
        role=rule.role.label,
    )
    tx.announce(TOPIC)
