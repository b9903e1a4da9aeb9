"""People: created by an administrator, with a password or without one. `by` is on whose account it is done."""

import argon2
import msgspec

from modelstead import clock, ids, limits
from modelstead.domain.actor import OPERATOR, Standing
from modelstead.domain.audit_event import Action
from modelstead.domain.user import (
    User,
    UserKind,
    UserState,
    check_email,
    check_name,
    check_password,
    check_username,
)
from modelstead.errors import AlreadyExists, InvalidState, NotFound, PermissionDenied
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.store import access_tokens, instance, members, one_time_links, paths, sessions, users
from modelstead.store.transaction import Transaction
from modelstead.store.users import Wanted

SETUP = "setup"
HOUR_MS = 3_600_000
ADMINISTRATORS = "administrators"  # the fact that those who change administrators wait for each other by


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different about a user; None is as it is."""

    username: str | None = None
    name: str | None = None
    email: str | None = None
    is_admin: bool | None = None
    password_hash: str | None = None


def create(
    tx: Transaction,
    username: str,
    *,
    name: str | None = None,
    email: str | None = None,
    is_admin: bool = False,
    password: str | None = None,
    password_hash: str | None = None,
    by: Standing = OPERATOR,
) -> User:
    """Create a person; without a password they act by token only.

    Users and groups at the top share their names: a person's own group has the username as its path.
    """
    check_username(username)
    if email is not None:
        check_email(email)
    if password is not None:
        password_hash = hash_password(password)
    name = username if name is None else check_name(name)
    paths.hold(tx)
    user = None
    if not users.is_like_another(tx, username) and paths.taken_by(tx, username) is None:
        user = users.insert(
            tx, username=username, name=name, email=email, kind=UserKind.HUMAN, is_admin=is_admin, now=clock.now_ms()
        )
    if user is None:
        raise AlreadyExists(f"The username '{username}' or the email address is taken.")
    if password_hash is not None:
        users.set_password_hash(tx, user.id, password_hash)
    audit.record(tx, by, Action.CREATE_USER, username, id=str(user.id), admin=_word(is_admin))
    return user


def get(tx: Transaction, username: str) -> User:
    user = users.by_username(tx, username)
    if user is None:
        raise NotFound(f"There is no user '{username}'.")
    return user


def find(tx: Transaction, user_id: int) -> User:
    user = users.by_id(tx, user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id}.")
    return user


def every(tx: Transaction) -> list[User]:
    return users.every(tx)


def page(tx: Transaction, wanted: Wanted) -> tuple[list[User], int]:
    """Return a page of users and how many there are on all pages."""
    return users.page(tx, wanted)


def update(tx: Transaction, user: User, change: Change, *, by: Standing = OPERATOR) -> User:
    """Change a person; a new password ends their sessions."""
    if user.is_bot:
        raise InvalidState("That is the bot of an access token, which cannot be changed. Revoke the token instead.")
    wanted = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    password_hash = wanted.pop("password_hash", None)
    changed = msgspec.structs.replace(user, **wanted)
    _check(tx, user, changed)
    users.update(tx, changed)
    if changed.is_admin != user.is_admin:
        _keep_an_administrator(tx, user)
        audit.record(tx, by, Action.SET_ADMINISTRATOR, changed.username, id=str(user.id), admin=_word(changed.is_admin))
    if password_hash is not None:
        users.set_password_hash(tx, user.id, password_hash)
        sessions.end_all(tx, user.id, clock.now_ms())
        audit.record(tx, by, Action.SET_PASSWORD, changed.username, id=str(user.id))
    if changed.username != user.username:
        audit.record(tx, by, Action.UPDATE_USER, changed.username, id=str(user.id), old_username=user.username)
    tx.announce(TOPIC)
    return changed


def set_state(
    tx: Transaction, user: User, state: UserState, *, undoes: UserState | None = None, by: Standing = OPERATOR
) -> User:
    """Block or deactivate a user, or undo one of these. Who cannot act has no sessions; their tokens wait."""
    if user.state is state:
        return user
    if undoes is not None and user.state is not undoes:
        raise PermissionDenied(f"The user is {user.state.value}, not {undoes.value}.")
    if user.id == by.actor.user_id:
        raise PermissionDenied("You cannot shut yourself out. Another administrator can.")
    if user.state is UserState.BLOCKED and state is UserState.DEACTIVATED:
        raise PermissionDenied("The user is blocked. Unblock them first.")
    now = clock.now_ms()
    changed = msgspec.structs.replace(
        user,
        is_active=state is UserState.ACTIVE,
        deactivated_at=now if state is UserState.DEACTIVATED else None,
    )
    users.update(tx, changed)
    if not changed.is_active:
        _keep_an_administrator(tx, user)
        sessions.end_all(tx, user.id, now)
    audit.record(tx, by, _actions(user.state, state), user.username, id=str(user.id))
    tx.announce(TOPIC)
    return changed


def delete(tx: Transaction, user: User, *, by: Standing = OPERATOR) -> None:
    """Remove a user from everywhere. What they made stays, and says no more who made it.

    Raise InvalidState for the last administrator, and for the only owner of a group.
    """
    now = clock.now_ms()
    owned = users.groups_owned_alone(tx, user.id)
    if owned:
        raise InvalidState(f"The user is the only owner of {', '.join(owned)}. Give each another owner first.")
    users.delete(tx, user, now)
    _keep_an_administrator(tx, user)
    access_tokens.revoke_all(tx, user.id, now)
    sessions.end_all(tx, user.id, now)
    members.remove_everywhere(tx, user.id)
    audit.record(tx, by, Action.DELETE_USER, user.username, id=str(user.id))
    tx.announce(TOPIC)


def hash_password(password: str) -> str:
    """Return a password's argon2id hash (OWASP: 19 MiB, 2 passes, 1 lane)."""
    return hasher().hash(check_password(password))


def hasher() -> argon2.PasswordHasher:
    return argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def setup_link(tx: Transaction, key: bytes, user: User, *, by: Standing = OPERATOR) -> str:
    """Return the secret of a link by which a person sets their password, once; those made before stop working."""
    if user.is_bot:
        raise InvalidState("That is the bot of an access token; it has no password.")
    secret, now = ids.one_time_secret(), clock.now_ms()
    one_time_links.use_all(tx, user.id, SETUP, now)
    one_time_links.insert(
        tx,
        digest=ids.digest(key, secret),
        purpose=SETUP,
        user_id=user.id,
        expires_at=now + limits.SETUP_LINK_HOURS * HOUR_MS,
        now=now,
    )
    audit.record(tx, by, Action.CREATE_SETUP_LINK, user.username, id=str(user.id))
    return secret


def of_setup_link(tx: Transaction, digest: bytes) -> User | None:
    """Return whose password an unused set-up link sets."""
    user_id = one_time_links.find(tx, digest, SETUP, clock.now_ms())
    return None if user_id is None else users.by_id(tx, user_id)


def set_up(tx: Transaction, digest: bytes, password_hash: str) -> User:
    """Set the password of a set-up link's user, use the link up and end their sessions."""
    user, now = of_setup_link(tx, digest), clock.now_ms()
    if user is None or not one_time_links.use(tx, digest, now):
        raise NotFound("This set-up link was used already, or is more than a day old.")
    users.set_password_hash(tx, user.id, password_hash)
    sessions.end_all(tx, user.id, now)
    tx.announce(TOPIC)
    return user


def _check(tx: Transaction, user: User, changed: User) -> None:
    if changed.username != user.username:
        check_username(changed.username)
        paths.hold(tx)
        is_new = changed.username.lower() != user.username.lower()
        if users.is_like_another(tx, changed.username, user.id) or (is_new and paths.taken_by(tx, changed.username)):
            raise AlreadyExists(f"The username '{changed.username}' is taken.")
    if changed.name != user.name:
        check_name(changed.name)
    if changed.email is not None and changed.email != user.email:
        check_email(changed.email)
        if users.is_taken(tx, changed.email, user.id):
            raise AlreadyExists(f"The email address '{changed.email}' is taken.")


def _keep_an_administrator(tx: Transaction, was: User) -> None:
    """Raise InvalidState when the last who may do everything is gone; two who try at once wait for each other."""
    if not was.is_admin:
        return
    instance.put(tx, ADMINISTRATORS, str(clock.now_ms()))
    if not users.administrators(tx):
        raise InvalidState("That is the last administrator. Make another user one first.")


def _actions(old: UserState, new: UserState) -> Action:
    if new is UserState.ACTIVE:
        return Action.UNBLOCK_USER if old is UserState.BLOCKED else Action.ACTIVATE_USER
    return Action.BLOCK_USER if new is UserState.BLOCKED else Action.DEACTIVATE_USER


def _word(value: bool) -> str:  # noqa: FBT001 - a value to be told
    return "yes" if value else "no"
