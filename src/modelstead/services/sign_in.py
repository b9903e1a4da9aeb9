"""Signing in by password: attempts are counted before the password is looked at, so that none is free.

Whoever gave a wrong name hears and waits as whoever gave a wrong password: the same sentences, counters and costs.
"""

import msgspec

from modelstead import clock, ids, limits
from modelstead.domain.actor import ANONYMOUS, ServerAccess, Standing
from modelstead.domain.audit_event import Action
from modelstead.domain.network_address import network
from modelstead.errors import TooManyRequests, Unauthenticated
from modelstead.services import audit, sessions
from modelstead.services.access import TOPIC
from modelstead.services.passwords import Verified
from modelstead.services.sessions import Browser
from modelstead.store import passwords, sign_in_failures
from modelstead.store import sessions as session_rows
from modelstead.store.transaction import Transaction

WRONG = "The name or the password is wrong, or the account cannot be used. Check both and try again."


class Attempt(msgspec.Struct, frozen=True):
    """One attempt to show that one knows a password: whose, from where, and how often it failed with this one."""

    subjects: tuple[str, ...]  # what failures are counted by
    address: str
    user_id: int | None
    username: str
    password_hash: str | None
    failures: int


def begin(tx: Transaction, key: bytes, login: str, address: str) -> Attempt:
    """Count an attempt to sign in as a username or email address; raise TooManyRequests when there were too many."""
    held = passwords.by_login(tx, login)
    account = f"name {ids.digest(key, login.casefold()).hex()}" if held is None else f"user {held.user_id}"
    return _begin(tx, account, held, address)


def begin_again(tx: Transaction, access: Standing, address: str) -> Attempt:
    """Count an attempt of somebody who has signed in to show that they know their password."""
    assert access.actor.user_id is not None
    held = passwords.by_user(tx, access.actor.user_id)
    return _begin(tx, f"user {access.actor.user_id}", held, address)


def fail(tx: Transaction, attempt: Attempt) -> None:
    """Note that the password was wrong."""
    access = ServerAccess(ANONYMOUS)
    audit.record(tx, access, Action.FAIL_SIGN_IN, attempt.username, address=attempt.address)
    if attempt.failures == limits.SIGN_IN_FAILURES:
        audit.record(tx, access, Action.LOCK_SIGN_IN, attempt.username, address=attempt.address)


def succeed(tx: Transaction, key: bytes, attempt: Attempt, verified: Verified, browser: Browser) -> str:
    """Begin the session of somebody whose password was right, and return the secret of its cookie."""
    _settle(tx, attempt)
    held = None if attempt.user_id is None else passwords.by_user(tx, attempt.user_id)
    if held is None or held.password_hash is None or held.password_hash != attempt.password_hash:
        raise Unauthenticated(WRONG)  # blocked, or changed, at this very moment
    if verified.new_hash is not None:
        passwords.replace(tx, held.user_id, held.password_hash, verified.new_hash)
    return sessions.begin(tx, key, held.user_id, held.username, browser, "password")


def change_password(
    tx: Transaction, key: bytes, access: Standing, attempt: Attempt, password_hash: str, browser: Browser
) -> str:
    """Set the password of somebody who has shown the old one; end their sessions and begin a new one."""
    _settle(tx, attempt)
    if attempt.user_id is None or attempt.password_hash is None:
        raise Unauthenticated(WRONG)
    if not passwords.replace(tx, attempt.user_id, attempt.password_hash, password_hash):
        raise Unauthenticated("The password was changed at this very moment. Sign in again.")
    session_rows.end_all(tx, attempt.user_id, clock.now_ms())
    audit.record(tx, access, Action.CHANGE_PASSWORD, attempt.username, address=browser.address)
    tx.announce(TOPIC)
    return sessions.begin(tx, key, attempt.user_id, attempt.username, browser, "password")


def _begin(tx: Transaction, account: str, held: passwords.Held | None, address: str) -> Attempt:
    now, most = clock.now_ms(), limits.SIGN_IN_FAILURES
    since = now - limits.SIGN_IN_LOCK_SECONDS * 1000
    sign_in_failures.remove_old(tx, since)
    subjects = (account, f"address {network(address)}")
    counted = [sign_in_failures.count(tx, subject, most, now, since) for subject in subjects]
    for count, at in counted:
        if count > most:
            seconds = -(-(at - since) // 1000)
            raise TooManyRequests(
                f"Too many attempts to sign in have failed. Try again in {-(-seconds // 60)} minutes.",
                retry_after=seconds,
            )
    return Attempt(
        subjects,
        address,
        None if held is None else held.user_id,
        "" if held is None else held.username,
        None if held is None else held.password_hash,
        max(count for count, _ in counted),
    )


def _settle(tx: Transaction, attempt: Attempt) -> None:
    """Forget the failures of an account. Those of an address stay, or its own account would let it guess on."""
    account, address = attempt.subjects
    sign_in_failures.clear(tx, account)
    sign_in_failures.take_back(tx, address)
