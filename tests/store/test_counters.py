"""store.counters: each number is given out once and none is left out, on each engine."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead.store import counters
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.store.facts import Refused


def project_id(tx: Transaction, path: str = factories.PATH) -> int:
    return factories.member(tx, path).project.id


def take_and_fail(tx: Transaction, project: int) -> None:
    counters.take(tx, project, "run")
    raise Refused


def test_numbers_begin_at_one_for_each_project_and_noun(database: Database) -> None:
    one, two = database.write_now(project_id, "a/one"), database.write_now(project_id, "a/two")
    taken = [(project, noun) for project in (one, two, one) for noun in ("run", "experiment", "run")]
    assert [database.write_now(counters.take, *each) for each in taken] == [1, 1, 2, 1, 1, 2, 3, 2, 4]


def test_a_write_that_fails_gives_its_number_back(database: Database) -> None:
    project = database.write_now(project_id)
    with pytest.raises(Refused):
        database.write_now(take_and_fail, project)
    assert database.write_now(counters.take, project, "run") == 1


def test_sixteen_at_once_leave_no_gap_and_take_none_twice(database: Database) -> None:
    project = database.write_now(project_id)

    async def together() -> list[int | BaseException]:
        failing = [database.write(take_and_fail, project) for _ in range(4)]
        taking = [database.write(counters.take, project, "run") for _ in range(16)]
        outcomes = await asyncio.gather(*failing, *taking, return_exceptions=True)
        return outcomes[4:]  # type: ignore[return-value]  # those that take

    assert sorted(asyncio.run(together())) == list(range(1, 17))  # type: ignore[type-var]  # numbers, when all is well
    with ThreadPoolExecutor(16) as threads:
        taken = list(threads.map(lambda _: database.write_now(counters.take, project, "run"), range(16)))
    assert sorted(taken) == list(range(17, 33))
