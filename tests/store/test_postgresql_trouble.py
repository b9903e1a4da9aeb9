"""What PostgreSQL says of its surroundings becomes ours, and one caller's trouble is not everybody's."""

from collections.abc import Iterator

import psycopg
import pytest

from modelstead.errors import StorageFull, Unavailable
from modelstead.store.database import Database
from modelstead.store.engines import postgresql as engine
from modelstead.store.open import open_database
from modelstead.store.transaction import Transaction
from tests.postgresql import Postgresql
from tests.store import facts


@pytest.fixture
def database(postgresql: Postgresql) -> Iterator[Database]:
    opened = open_database(postgresql.database(), pool=2, readers=1)
    opened.write_now(facts.put, "held")
    yield opened
    opened.close()


def test_on_a_full_disk_nothing_is_stored_and_reading_goes_on(database: Database) -> None:
    def fill(tx: Transaction) -> None:
        facts.put(tx, "more")
        raise psycopg.errors.DiskFull

    with pytest.raises(StorageFull, match="nothing was stored") as refusal:
        database.write_now(fill)
    assert refusal.value.retry_after == 15
    assert database.read_now(facts.names) == ["held"]


def test_one_write_that_says_try_again_does_not_stop_the_others(database: Database) -> None:
    def refuse(tx: Transaction) -> None:
        facts.put(tx, "more")
        raise Unavailable("try again")

    with pytest.raises(Unavailable, match="try again"):
        database.write_now(refuse)
    assert database.read_now(facts.names) == ["held"]


def test_a_database_that_cannot_be_reached_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 1.0)
    away = open_database("postgresql://user@127.0.0.1:1/name?connect_timeout=1", pool=1, readers=1)
    for _ in range(3):
        with pytest.raises(Unavailable, match="cannot be reached") as refusal:
            away.read_now(facts.names)
        assert refusal.value.retry_after == 2
    with pytest.raises(Unavailable, match="cannot be reached"):
        away.migrate()
    away.close()
