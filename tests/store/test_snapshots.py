"""A read sees one state of the database, and changes nothing, on each engine."""

import asyncio

import psycopg
import pytest

from modelstead.errors import ModelsteadError, Unavailable
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts


def test_a_read_does_not_see_what_is_committed_while_it_looks(database: Database) -> None:
    def look_twice(tx: Transaction) -> tuple[int, int]:
        before = facts.count(tx)
        database.write_now(facts.put, "between")
        return before, facts.count(tx)

    assert database.read_now(look_twice) == (0, 0)
    assert database.read_now(facts.count) == 1


def test_a_read_sees_every_write_answered_before_it(database: Database) -> None:
    async def write_and_count() -> list[int]:
        counts = []
        for number in range(20):
            await database.write(facts.put, str(number))
            counts.append(await database.read(facts.count))
        return counts

    assert asyncio.run(write_and_count()) == list(range(1, 21))


def test_reads_go_on_while_a_write_is_under_way(database: Database) -> None:
    def write(tx: Transaction) -> int:
        facts.put(tx, "a")
        return database.read_now(facts.count)

    assert database.write_now(write) == 0


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO instance (name, value) VALUES ('a', 'b')", "DELETE FROM instance", "DROP TABLE instance"],
)
def test_a_read_cannot_write(database: Database, statement: str) -> None:
    database.write_now(facts.put, "held")
    with pytest.raises((Unavailable, psycopg.errors.ReadOnlySqlTransaction)):
        database.read_now(facts.run, statement)
    assert database.read_now(facts.names) == ["held"]
    assert database.write_now(facts.put, "next") == "next"


def test_an_error_in_a_read_comes_through_and_harms_nothing(database: Database) -> None:
    def fail(tx: Transaction) -> None:
        facts.count(tx)
        raise ModelsteadError("seen")

    for _ in range(5):
        with pytest.raises(ModelsteadError, match=r"^seen$"):
            database.read_now(fail)
    assert database.read_now(facts.count) == 0


def test_more_reads_than_threads_are_all_answered(database: Database) -> None:
    async def many() -> list[int]:
        return await asyncio.gather(*(database.read(facts.count) for _ in range(100)))

    assert asyncio.run(many()) == [0] * 100
