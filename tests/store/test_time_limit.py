"""Transaction.time_limit: a query that goes on for longer is stopped, and the connection is as good as before."""

import time
from contextlib import suppress

import pytest

from modelstead.errors import Unavailable
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def count_for(tx: Transaction, seconds: float) -> None:
    with tx.time_limit(seconds, "Ask for less."):
        tx.one(ENDLESS)


def count_a_little(tx: Transaction, seconds: float) -> int:
    with tx.time_limit(seconds, "Ask for less."):
        row = tx.one("SELECT 1 + 1")
    assert row is not None
    time.sleep(seconds)
    again = tx.one("SELECT 2 + 2")  # no longer in the block
    assert again is not None
    return int(row[0] + again[0])


def test_a_query_beyond_its_time_is_stopped(database: Database) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"Ask for less\.") as stopped:
        database.read_now(count_for, 0.05)
    assert 0.05 <= time.monotonic() - began < 5
    assert stopped.value.retry_after == 30


def test_what_was_stopped_leaves_nothing_behind(database: Database) -> None:
    for _ in range(3):
        with suppress(Unavailable):
            database.read_now(count_for, 0.01)
        assert database.read_now(count_a_little, 0.05) == 6
    with suppress(Unavailable):
        database.write_now(count_for, 0.01)
    assert database.write_now(count_a_little, 0.05) == 6


def test_other_errors_stay_what_they_are(database: Database) -> None:
    def ask(tx: Transaction) -> None:
        with tx.time_limit(5, "Ask for less."):
            tx.one("SELECT * FROM no_such_table")

    with pytest.raises(Exception, match="no_such_table"):
        database.read_now(ask)
