"""Counting attempts to sign in, on both engines."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead import clock, ids, limits
from modelstead.errors import TooManyRequests, Unauthenticated
from modelstead.services import passwords, sessions, sign_in, users
from modelstead.services.sessions import Browser
from modelstead.services.sign_in import Attempt
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.factories import MADE_WITH

KEY = MADE_WITH.key
PASSWORD = "correct horse battery staple"
HERE = Browser("192.0.2.1", "a browser")


def someone(database: Database) -> int:
    return database.write_now(users.create, "someone", password=PASSWORD).id


def begin(database: Database, login: str = "someone", address: str = "192.0.2.1") -> Attempt:
    return database.write_now(sign_in.begin, KEY, login, address)


def succeed(database: Database, attempt: Attempt, password: str = PASSWORD) -> str:
    verified = passwords.verify(password, attempt.password_hash)
    assert verified.is_right
    return database.write_now(sign_in.succeed, KEY, attempt, verified, HERE)


def test_the_session_of_a_right_password_is_found_by_its_secret(database: Database) -> None:
    user_id = someone(database)
    secret = succeed(database, begin(database))
    digest = ids.session_digest(KEY, secret)
    actor, seen_at = database.read_now(sessions.identify, digest, clock.now_ms())
    assert (actor.user_id, actor.username, actor.is_admin) == (user_id, "someone", False)
    assert seen_at is not None
    nobody, _ = database.read_now(sessions.identify, ids.digest(KEY, secret), clock.now_ms())
    assert nobody.is_anonymous


def test_attempts_are_counted_before_the_password_is_looked_at(database: Database) -> None:
    someone(database)
    for number in range(limits.SIGN_IN_FAILURES):
        begin(database, address=f"192.0.2.{number}")
    with pytest.raises(TooManyRequests) as caught:
        begin(database, address="192.0.2.100")
    assert 0 < caught.value.retry_after <= limits.SIGN_IN_LOCK_SECONDS


def test_attempts_at_the_same_moment_are_counted_each(database: Database) -> None:
    someone(database)

    def attempt(number: int) -> int:
        try:
            return begin(database, address=f"198.51.100.{number}").failures
        except TooManyRequests:
            return 0

    with ThreadPoolExecutor(4) as pool:
        counted = list(pool.map(attempt, range(limits.SIGN_IN_FAILURES + 5)))
    assert sorted(counted) == [0] * 5 + list(range(1, limits.SIGN_IN_FAILURES + 1))


def test_a_refused_attempt_does_not_make_the_wait_longer(database: Database) -> None:
    someone(database)
    for _ in range(limits.SIGN_IN_FAILURES):
        begin(database)
    before = database.read_now(lambda tx: tx.all("SELECT * FROM sign_in_failures ORDER BY subject"))
    for _ in range(3):
        with pytest.raises(TooManyRequests):
            begin(database)
    assert database.read_now(lambda tx: tx.all("SELECT * FROM sign_in_failures ORDER BY subject")) == before


def test_old_failures_are_forgotten_and_removed(database: Database) -> None:
    for number in range(5):
        begin(database, f"guess-{number}")

    def age(tx: Transaction) -> None:
        tx.execute("UPDATE sign_in_failures SET at = at - ?", (limits.SIGN_IN_LOCK_SECONDS * 1000 + 1,))

    database.write_now(age)
    assert begin(database, "another").failures == 1
    assert database.read_now(lambda tx: tx.one("SELECT COUNT(*) FROM sign_in_failures")) == (2,)


def test_a_password_that_was_changed_meanwhile_opens_nothing(database: Database) -> None:
    user_id = someone(database)
    attempt = begin(database)
    new = users.hash_password("another sentence to remember")
    database.write_now(lambda tx: tx.execute("UPDATE users SET password_hash = ? WHERE id = ?", (new, user_id)))
    with pytest.raises(Unauthenticated):
        succeed(database, attempt)


def test_somebody_who_was_blocked_meanwhile_is_not_let_in(database: Database) -> None:
    user_id = someone(database)
    attempt = begin(database)
    database.write_now(lambda tx: tx.execute("UPDATE users SET is_active = 0 WHERE id = ?", (user_id,)))
    with pytest.raises(Unauthenticated):
        succeed(database, attempt)


def test_what_nobody_has_is_as_wrong_as_what_somebody_else_has() -> None:
    assert not passwords.verify("nobody has this password", None).is_right
    assert not passwords.verify("", None).is_right
    held = users.hash_password(PASSWORD)
    assert passwords.verify(PASSWORD, held).is_right
    assert passwords.verify(PASSWORD, held).new_hash is None
    assert not passwords.verify(PASSWORD + "\0", held).is_right
