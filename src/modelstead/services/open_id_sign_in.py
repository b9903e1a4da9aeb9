"""Signing in by an identity provider: which account goes with an identity, and which memberships with its groups."""

import logging

from modelstead import clock
from modelstead.domain.actor import Actor, ServerAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.identity import Identity, ManagedRole, given
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import AlreadyExists, PermissionDenied
from modelstead.services import audit, sessions, users
from modelstead.services.access import TOPIC
from modelstead.services.open_id import Client
from modelstead.services.sessions import SCOPES, Browser
from modelstead.store import groups, identities, managed_members, projects
from modelstead.store import users as user_rows
from modelstead.store.transaction import Transaction

NAMES_TRIED = 100

log = logging.getLogger(__name__)


def sign_in(tx: Transaction, key: bytes, client: Client, identity: Identity, browser: Browser) -> str:
    """Begin the session of somebody who came back from the provider, and return the secret of its cookie."""
    if not identity.is_of(client.email_domains):
        raise PermissionDenied(
            "Only people with a verified address of certain domains sign in here. Ask an administrator."
        )
    user_id = identities.user_of(tx, identity.issuer, identity.subject)
    if user_id is None:
        user_id = _linked(tx, identity, browser) or _made(tx, client, identity, browser)
    user = user_rows.by_id(tx, user_id)
    if user is None or not user.is_active:
        raise PermissionDenied("The account that goes with this identity cannot be used. Ask an administrator.")
    if client.roles:
        _manage(tx, user, identity, client.roles, browser)
    return sessions.begin(tx, key, user.id, user.username, browser, "OpenID Connect")


def _linked(tx: Transaction, identity: Identity, browser: Browser) -> int | None:
    """Return the account of the verified address, which goes with the identity from now on; None for none.

    Addresses of accounts come from administrators and providers alone, so that nobody lies in wait under another's.
    """
    found = [] if identity.email is None else identities.people_with(tx, identity.email)
    if len(found) != 1:
        return None
    user = user_rows.by_id(tx, found[0])
    if user is None or not user.is_active:
        raise PermissionDenied("The account of this address cannot be used. Ask an administrator.")
    if identities.is_linked(tx, identity.issuer, user.id):
        raise PermissionDenied("The account of this address belongs to another identity. Ask an administrator.")
    _link(tx, identity, user, browser, made=False)
    return user.id


def _made(tx: Transaction, client: Client, identity: Identity, browser: Browser) -> int:
    if not client.creates_users:
        raise PermissionDenied("There is no account for you yet. Ask an administrator for one.")
    user = _created(tx, identity)
    _link(tx, identity, user, browser, made=True)
    return user.id


def _created(tx: Transaction, identity: Identity) -> User:
    email = identity.email if identity.email and not identities.people_with(tx, identity.email) else None
    for number in range(1, NAMES_TRIED):
        username = identity.username if number == 1 else f"{identity.username}-{number}"
        try:
            return users.create(tx, username, name=identity.name or None, email=email)
        except AlreadyExists:
            continue
    raise PermissionDenied("Every username like yours is taken. Ask an administrator for an account.")


def _link(tx: Transaction, identity: Identity, user: User, browser: Browser, *, made: bool) -> None:
    identities.insert(tx, identity.issuer, identity.subject, user.id, clock.now_ms())
    audit.record(
        tx,
        _access(user),
        Action.LINK_IDENTITY,
        user.username,
        address=browser.address,
        issuer=identity.issuer,
        identity=identity.subject,
        made_account="yes" if made else "no",
    )


def _manage(tx: Transaction, user: User, identity: Identity, roles: tuple[ManagedRole, ...], browser: Browser) -> None:
    """Give the roles of the identity's groups, and take those back that other groups had given."""
    in_projects: dict[int, Role] = {}
    in_groups: dict[int, Role] = {}
    for path, role in given(roles, identity.groups).items():
        if (project := projects.by_path(tx, path)) is not None:
            in_projects[project.id] = role
        elif (group := groups.by_path(tx, path)) is not None:
            in_groups[group.id] = role
        else:
            log.warning("The setting oidc_roles names %s, which is neither a project nor a group.", path)
    before = managed_members.of_projects(tx, user.id), managed_members.of_groups(tx, user.id)
    now = clock.now_ms()
    managed_members.set_in_projects(tx, user.id, in_projects, now)
    managed_members.set_in_groups(tx, user.id, in_groups, now)
    after = managed_members.of_projects(tx, user.id), managed_members.of_groups(tx, user.id)
    if before != after:
        audit.record(
            tx,
            _access(user),
            Action.SYNC_MEMBERS,
            user.username,
            address=browser.address,
            projects=_told(after[0]),
            groups=_told(after[1]),
        )
        tx.announce(TOPIC)


def _told(roles: dict[int, Role]) -> str:
    return " ".join(f"{number}:{role.label}" for number, role in sorted(roles.items()))


def _access(user: User) -> ServerAccess:
    return ServerAccess(Actor(user.id, user.username, is_admin=False, scopes=SCOPES))
