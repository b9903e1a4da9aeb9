"""Closing a database finishes what was accepted, on each engine."""

import asyncio
import threading
from pathlib import Path

import pytest

from modelstead.errors import Unavailable
from modelstead.store.database import Database
from modelstead.store.open import open_database
from modelstead.store.transaction import Transaction
from tests.postgresql import Postgresql
from tests.store import facts


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgresql = request.getfixturevalue("postgresql")
    return server.database()


def opened(url: str) -> Database:
    database = open_database(url, pool=2, readers=1)
    database.migrate()
    return database


def test_accepted_writes_are_finished_and_answered(url: str) -> None:
    database, begun = opened(url), threading.Event()

    def slow(tx: Transaction, name: str) -> str:
        begun.set()
        return facts.put(tx, name)

    async def write_and_close() -> list[str]:
        writes = [asyncio.ensure_future(database.write(slow, f"{number:02}")) for number in range(50)]
        await asyncio.to_thread(begun.wait)
        await asyncio.to_thread(database.close)
        return await asyncio.gather(*writes)

    names = [f"{number:02}" for number in range(50)]
    assert asyncio.run(write_and_close()) == names
    again = opened(url)
    assert again.read_now(facts.names) == names
    again.close()


def test_a_database_that_was_never_used_can_be_closed(url: str) -> None:
    open_database(url, pool=1, readers=1).close()


def test_what_comes_after_closing_is_refused(url: str) -> None:
    database = opened(url)
    database.write_now(facts.put, "before")
    database.close()
    with pytest.raises(Unavailable):
        database.write_now(facts.put, "after")
    with pytest.raises(Unavailable):
        asyncio.run(database.write(facts.put, "after"))
    again = opened(url)
    assert again.read_now(facts.names) == ["before"]
    again.close()


def test_sqlite_leaves_one_file_behind(tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path / 'test.db'}")
    database.write_now(facts.put, "a")
    database.read_now(facts.names)
    database.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["test.db", "test.lock"]
