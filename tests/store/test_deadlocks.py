"""Writers that meet on PostgreSQL are sent again, so that callers never hear of it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from modelstead.errors import Unavailable
from modelstead.store.database import Database
from modelstead.store.engines import postgresql as engine
from modelstead.store.open import open_database
from modelstead.store.transaction import Transaction
from tests.postgresql import Postgresql
from tests.store import facts

LOCK = "UPDATE instance SET value = value || ? WHERE name = ?"


@pytest.fixture
def database(postgresql: Postgresql) -> Iterator[Database]:
    opened = open_database(postgresql.database(), pool=2, readers=1)
    for name in ("a", "b"):
        opened.write_now(facts.put, name)
    yield opened
    opened.close()


def test_a_real_deadlock_ends_with_both_writes_done(database: Database) -> None:
    both_hold_one = threading.Barrier(2)
    attempts = {"1": 0, "2": 0}

    def cross(tx: Transaction, mark: str, first: str, second: str) -> None:
        attempts[mark] += 1
        tx.execute("SET LOCAL deadlock_timeout = '20ms'")
        tx.execute(LOCK, (mark, first))
        if attempts[mark] == 1:  # each waits until the other holds its row
            both_hold_one.wait(10)
        tx.execute(LOCK, (mark, second))

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(database.write_now, cross, "1", "a", "b")
        two = threads.submit(database.write_now, cross, "2", "b", "a")
        one.result(30)
        two.result(30)
    assert sorted(attempts.values()) == [1, 2]
    values = database.read_now(facts.rows, "SELECT value FROM instance ORDER BY name")
    assert values in ([("12",), ("12",)], [("21",), ("21",)])


def test_a_write_that_cannot_be_put_in_order_is_done_again(database: Database) -> None:
    attempts: list[int] = []

    def twice(tx: Transaction) -> int:
        attempts.append(len(attempts))
        facts.put(tx, f"attempt {len(attempts)}")
        if len(attempts) < 3:
            raise psycopg.errors.SerializationFailure
        return len(attempts)

    assert database.write_now(twice) == 3
    assert database.read_now(facts.names) == ["a", "attempt 3", "b"]


def test_who_meets_others_every_time_is_told_that_nothing_was_stored(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "ATTEMPTS", 2)

    def never(tx: Transaction) -> None:
        facts.put(tx, "c")
        raise psycopg.errors.DeadlockDetected

    with pytest.raises(Unavailable, match="nothing was stored"):
        database.write_now(never)
    assert database.read_now(facts.names) == ["a", "b"]


def test_what_a_repeated_write_announces_is_heard_once(database: Database) -> None:
    heard: list[None] = []
    attempts: list[None] = []
    database.subscribe("access", lambda: heard.append(None))

    def announce(tx: Transaction) -> None:
        attempts.append(None)
        tx.announce("access")
        if len(attempts) == 1:
            raise psycopg.errors.SerializationFailure

    database.write_now(announce)
    assert (len(attempts), len(heard)) == (2, 1)
