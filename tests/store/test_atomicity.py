"""A write is wholly done or not at all, on each engine."""

import asyncio

import pytest

from modelstead.errors import ModelsteadError
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts
from tests.store.facts import Refused


def test_what_a_write_returns_is_answered(database: Database) -> None:
    assert database.write_now(facts.put, "a", value="1") == "a"
    assert asyncio.run(database.write(facts.put, "b", value="1")) == "b"
    assert database.read_now(facts.names) == ["a", "b"]


def test_an_exception_undoes_every_statement(database: Database) -> None:
    def several(tx: Transaction) -> None:
        tx.execute_many("INSERT INTO instance (name, value) VALUES (?, ?)", [("a", "1"), ("b", "1")])
        tx.execute("UPDATE instance SET value = ?", ("2",))
        facts.put_and_fail(tx, "c")

    with pytest.raises(Refused, match=r"^c$"):
        database.write_now(several)
    assert database.read_now(facts.names) == []


def test_a_statement_that_fails_undoes_those_before_it(database: Database) -> None:
    def twice(tx: Transaction) -> None:
        facts.put(tx, "a")
        tx.execute("INSERT INTO instance (name, value) VALUES (?, ?)", ("a", "again"))

    with pytest.raises(Exception, match=r"(?i)unique"):
        database.write_now(twice)
    assert database.read_now(facts.names) == []


def test_a_row_that_fails_undoes_the_rows_before_it(database: Database) -> None:
    def rows(tx: Transaction) -> None:
        tx.execute_many("INSERT INTO instance (name, value) VALUES (?, ?)", [("a", "1"), ("b", "1"), ("a", "2")])

    with pytest.raises(Exception, match=r"(?i)unique"):
        database.write_now(rows)
    assert database.read_now(facts.names) == []


def test_a_foreign_key_is_kept(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        database.write_now(facts.run, "INSERT INTO params (run_id, key_id, value) VALUES (9, 1, 'b')")


def test_a_failed_write_leaves_the_others_of_its_group_alone(database: Database) -> None:
    async def together() -> list[str | BaseException | None]:
        writes = [
            database.write(facts.put_and_fail if number % 3 == 0 else facts.put, f"{number:02}") for number in range(60)
        ]
        return await asyncio.gather(*writes, return_exceptions=True)

    outcomes = asyncio.run(together())
    for number, outcome in enumerate(outcomes):
        if number % 3 == 0:
            assert isinstance(outcome, Refused)
            assert str(outcome) == f"{number:02}"
        else:
            assert outcome == f"{number:02}"
    assert database.read_now(facts.names) == [f"{number:02}" for number in range(60) if number % 3]


def test_an_error_of_ours_comes_through_as_it_is(database: Database) -> None:
    error = ModelsteadError("as it is")

    def fail(tx: Transaction) -> None:
        facts.put(tx, "a")
        raise error

    with pytest.raises(ModelsteadError) as raised:
        asyncio.run(database.write(fail))
    assert raised.value is error


def test_a_failed_write_is_followed_by_good_ones(database: Database) -> None:
    for number in range(10):
        with pytest.raises(Refused):
            database.write_now(facts.put_and_fail, "a")
        database.write_now(facts.put, str(number))
    assert database.read_now(facts.count) == 10


def test_a_caller_who_leaves_does_not_disturb_the_others(database: Database) -> None:
    async def leave() -> list[str]:
        leaving = [asyncio.ensure_future(database.write(facts.put, f"left {number}")) for number in range(5)]
        staying = [asyncio.ensure_future(database.write(facts.put, f"{number}")) for number in range(5)]
        await asyncio.sleep(0)
        for each in leaving:
            each.cancel()
        return await asyncio.gather(*staying)

    assert asyncio.run(leave()) == [str(number) for number in range(5)]
    assert set(database.read_now(facts.names)) >= {str(number) for number in range(5)}
