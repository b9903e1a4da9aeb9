"""People: created by an administrator, with a password or without one."""

import argon2

from modelstead import clock
from modelstead.domain.user import User, UserKind, check_email, check_password, check_username
from modelstead.errors import AlreadyExists, NotFound
from modelstead.services.access import TOPIC
from modelstead.store import one_time_links, users
from modelstead.store.transaction import Transaction

SETUP = "setup"


def create(
    tx: Transaction, username: str, *, email: str | None = None, is_admin: bool = False, password: str | None = None
) -> User:
    """Create a person; without a password they act by token only."""
    check_username(username)
    if email is not None:
        check_email(email)
    password_hash = None if password is None else hash_password(password)
    user = users.insert(
        tx, username=username, name=username, email=email, kind=UserKind.HUMAN, is_admin=is_admin, now=clock.now_ms()
    )
    if user is None:
        raise AlreadyExists(f"The username '{username}' or the email address is taken.")
    if password_hash is not None:
        users.set_password_hash(tx, user.id, password_hash)
    return user


def get(tx: Transaction, username: str) -> User:
    user = users.by_username(tx, username)
    if user is None:
        raise NotFound(f"There is no user '{username}'.")
    return user


def every(tx: Transaction) -> list[User]:
    return users.every(tx)


def hash_password(password: str) -> str:
    """Return a password's argon2id hash (OWASP: 19 MiB, 2 passes, 1 lane)."""
    return argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(check_password(password))


def of_setup_link(tx: Transaction, digest: bytes) -> User | None:
    """Return whose password an unused set-up link sets."""
    user_id = one_time_links.find(tx, digest, SETUP, clock.now_ms())
    return None if user_id is None else users.by_id(tx, user_id)


def set_up(tx: Transaction, digest: bytes, password_hash: str) -> User:
    """Set the password of a set-up link's user and use the link up."""
    user = of_setup_link(tx, digest)
    if user is None or not one_time_links.use(tx, digest, clock.now_ms()):
        raise NotFound("This set-up link was used already, or is more than a day old.")
    users.set_password_hash(tx, user.id, password_hash)
    tx.announce(TOPIC)
    return user
