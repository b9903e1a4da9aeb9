"""Who subscribed to a topic hears of it after the commit, and only then, on each engine."""

import asyncio

import pytest

from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts
from tests.store.facts import Refused


def announce(tx: Transaction, name: str, *topics: str) -> None:
    facts.put(tx, name)
    for topic in topics:
        tx.announce(topic)


def announce_and_fail(tx: Transaction, name: str, topic: str) -> None:
    announce(tx, name, topic)
    raise Refused(name)


def test_a_subscriber_hears_when_the_commit_can_be_seen(database: Database) -> None:
    seen: list[list[str]] = []
    database.subscribe("access", lambda: seen.append(database.read_now(facts.names)))
    database.write_now(announce, "a", "access")
    assert seen == [["a"]]


def test_every_subscriber_of_a_topic_hears_and_nobody_else(database: Database) -> None:
    heard: list[str] = []
    for who, topic in (("first", "access"), ("second", "access"), ("other", "models")):
        database.subscribe(topic, lambda who=who: heard.append(who))  # type: ignore[misc]  # a default binds the name
    database.write_now(announce, "a", "access", "nobody's")
    assert heard == ["first", "second"]


def test_a_topic_announced_twice_in_a_transaction_is_heard_once(database: Database) -> None:
    heard: list[None] = []
    database.subscribe("access", lambda: heard.append(None))
    database.write_now(announce, "a", "access", "access")
    assert len(heard) == 1


def test_a_write_that_announces_nothing_is_not_heard(database: Database) -> None:
    heard: list[None] = []
    database.subscribe("access", lambda: heard.append(None))
    database.write_now(announce, "a", "access")
    database.write_now(facts.put, "b")
    assert len(heard) == 1


def test_a_write_that_fails_is_not_heard(database: Database) -> None:
    heard: list[None] = []
    database.subscribe("access", lambda: heard.append(None))
    with pytest.raises(Refused):
        database.write_now(announce_and_fail, "a", "access")
    assert heard == []


def test_a_failed_write_is_not_heard_through_another_of_its_group(database: Database) -> None:
    heard: list[None] = []
    database.subscribe("access", lambda: heard.append(None))

    async def together() -> None:
        writes = [database.write(facts.put, str(number)) for number in range(10)]
        await asyncio.gather(database.write(announce_and_fail, "a", "access"), *writes, return_exceptions=True)

    asyncio.run(together())
    assert heard == []
    assert database.read_now(facts.count) == 10
