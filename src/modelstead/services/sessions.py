"""Sessions: signing in makes one, and whoever holds its cookie acts for the person until it ends."""

import msgspec

from modelstead import clock, ids, limits
from modelstead.domain.actor import ANONYMOUS, Actor, ServerAccess, Standing
from modelstead.domain.audit_event import Action
from modelstead.domain.permission import Scope
from modelstead.domain.session import Session, ends_at
from modelstead.errors import NotFound
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.store import passwords, sessions
from modelstead.store.transaction import Transaction

SCOPES = frozenset({Scope.API})


class Browser(msgspec.Struct, frozen=True):
    """Where somebody signs in from; `old` is the digest of the session that the browser had before, if any."""

    address: str
    user_agent: str
    old: bytes | None = None


def identify(tx: Transaction, digest: bytes | None, now: int) -> tuple[Actor, int | None]:
    """Return the actor of a session and when it was last seen; one that has ended is nobody's."""
    found = None if digest is None else sessions.by_digest(tx, digest)
    if found is None or not found.session.is_good(now):
        return ANONYMOUS, None
    session = found.session
    actor = Actor(
        session.user_id,
        found.username,
        found.is_admin,
        SCOPES,
        expires_at=session.expires_at,
        session_id=session.id,
    )
    return actor, session.seen_at


def note_use(tx: Transaction, session_id: int, now: int) -> None:
    """Note that a session was used just now."""
    sessions.touch(tx, session_id, now)


def begin(tx: Transaction, key: bytes, user_id: int, username: str, browser: Browser, way: str) -> str:
    """Begin a session, end the one that the browser had, and return the secret of its cookie.

    `way` is how the person signed in, for the audit log.
    """
    now, secret = clock.now_ms(), ids.one_time_secret()
    if browser.old is not None:
        leave(tx, browser.old)
    sessions.remove_ended(tx, user_id, now)
    number = sessions.insert(
        tx,
        user_id=user_id,
        digest=ids.session_digest(key, secret),
        address=browser.address,
        user_agent=browser.user_agent[: limits.USER_AGENT_LENGTH],
        ends=ends_at(now),
        now=now,
    )
    passwords.note_sign_in(tx, user_id, now)
    actor = Actor(user_id, username, is_admin=False, scopes=SCOPES, session_id=number)
    audit.record(tx, ServerAccess(actor), Action.SIGN_IN, username, address=browser.address, way=way)
    return secret


def of(tx: Transaction, access: Standing) -> list[Session]:
    """Return the good sessions of whoever asks, the one used last first."""
    now = clock.now_ms()
    assert access.actor.user_id is not None
    return [session for session in sessions.of_user(tx, access.actor.user_id, now) if session.is_good(now)]


def end(tx: Transaction, access: Standing, session_id: int, address: str) -> None:
    """End one of the sessions of whoever asks."""
    assert access.actor.user_id is not None
    if not sessions.end(tx, access.actor.user_id, session_id, clock.now_ms()):
        raise NotFound("You have no such session; it may have ended already.")
    audit.record(tx, access, Action.SIGN_OUT, access.actor.username, address=address, id=str(session_id))
    tx.announce(TOPIC)


def end_others(tx: Transaction, access: Standing, address: str) -> int:
    """End every session of whoever asks but the one they ask by; return how many."""
    actor = access.actor
    assert actor.user_id is not None
    count = sessions.end_others(tx, actor.user_id, actor.session_id or 0, clock.now_ms())
    if count:
        audit.record(tx, access, Action.SIGN_OUT, actor.username, address=address, others=str(count))
        tx.announce(TOPIC)
    return count


def leave(tx: Transaction, digest: bytes) -> None:
    """End the session of a cookie, if it is one."""
    found = sessions.by_digest(tx, digest)
    if found is not None:
        sessions.end(tx, found.session.user_id, found.session.id, clock.now_ms())
        tx.announce(TOPIC)
