"""A database is used from many threads and event loops at once, on each engine."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts


def grow(tx: Transaction) -> int:
    """Add one to a number that every caller adds to."""
    tx.execute(
        "INSERT INTO instance (name, value) VALUES ('n', '1') "
        "ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(instance.value AS INTEGER) + 1 AS TEXT)"
    )
    row = tx.one("SELECT value FROM instance WHERE name = 'n'")
    assert row is not None
    return int(row[0])


def test_writes_of_several_threads_are_each_done_once(database: Database) -> None:
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(lambda _: database.write_now(grow), range(80)))
    assert sorted(seen) == list(range(1, 81))


def test_writes_of_several_event_loops_are_each_answered_in_their_own(database: Database) -> None:
    def loop(number: int) -> list[str]:
        async def writes() -> list[str]:
            return await asyncio.gather(*(database.write(facts.put, f"{number}-{index}") for index in range(10)))

        return asyncio.run(writes())

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(loop, range(4)))
    assert answers == [[f"{number}-{index}" for index in range(10)] for number in range(4)]
    assert database.read_now(facts.count) == 40


def test_reads_and_writes_mix(database: Database) -> None:
    def both(number: int) -> bool:
        database.write_now(facts.put, str(number))
        return str(number) in database.read_now(facts.names)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(both, range(40)))


def test_the_first_writes_may_come_all_at_once(database: Database) -> None:
    async def at_once() -> list[str]:
        return await asyncio.gather(*(database.write(facts.put, str(number)) for number in range(300)))

    assert len(set(asyncio.run(at_once()))) == 300
    assert database.read_now(facts.count) == 300
