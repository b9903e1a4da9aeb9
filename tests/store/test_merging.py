"""store.merging: writes that wait go together, and each caller hears of their own, on each engine."""

import asyncio
from collections.abc import Sequence

import pytest

from modelstead import limits
from modelstead.errors import InvalidParameter, Unavailable
from modelstead.store.database import Database
from modelstead.store.merging import MergedWrites, Outcome
from modelstead.store.transaction import Transaction
from tests.store import facts


class Log:
    """Stores names as facts and keeps what it was called with.

    A name with 'refused' in it gets an error of its own, one with 'broken' takes the whole group down, and 'full' says
    that nothing can be stored now.
    """

    def __init__(self) -> None:
        self.groups: list[list[str]] = []

    def store(self, tx: Transaction, names: Sequence[str]) -> list[Outcome]:
        self.groups.append(list(names))
        good = [name for name in names if "refused" not in name]
        for name in good:
            facts.put(tx, name)
        if any("broken" in name for name in names):
            raise ZeroDivisionError(" ".join(names))
        if any("full" in name for name in names):
            raise Unavailable("full", retry_after=9)
        return [None if name in good else InvalidParameter(name) for name in names]


def merged(database: Database, names: Sequence[str]) -> tuple[Log, list[BaseException | None]]:
    """Write names at once; return what was called and what each caller heard."""
    log = Log()

    async def together() -> list[BaseException | None]:
        writes = MergedWrites(database, log.store)
        return await asyncio.gather(*(writes.write(name) for name in names), return_exceptions=True)

    return log, asyncio.run(together())


def test_those_who_come_while_one_is_under_way_go_together(database: Database) -> None:
    names = [f"{number:02}" for number in range(20)]
    log, outcomes = merged(database, names)
    assert log.groups == [names[:1], names[1:]]
    assert outcomes == [None] * 20
    assert database.read_now(facts.names) == names


def test_a_group_has_a_largest_size(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITE_GROUP", 8)
    log, outcomes = merged(database, [f"{number:02}" for number in range(20)])
    assert [len(group) for group in log.groups] == [1, 8, 8, 3]
    assert outcomes == [None] * 20


def test_one_after_another_each_goes_alone(database: Database) -> None:
    log = Log()

    async def in_turn() -> None:
        writes = MergedWrites(database, log.store)
        for name in ("a", "b", "c"):
            await writes.write(name)
            assert name in await database.read(facts.names)

    asyncio.run(in_turn())
    assert log.groups == [["a"], ["b"], ["c"]]


def test_an_error_reaches_its_caller_alone(database: Database) -> None:
    _, outcomes = merged(database, ["a", "b", "refused 1", "c", "refused 2"])
    assert [str(outcome) for outcome in outcomes] == ["None", "None", "refused 1", "None", "refused 2"]
    assert isinstance(outcomes[2], InvalidParameter)
    assert database.read_now(facts.names) == ["a", "b", "c"]


def test_when_the_shared_work_fails_each_is_tried_alone(database: Database) -> None:
    log, outcomes = merged(database, ["a", "b", "broken", "refused", "c"])
    assert log.groups == [["a"], ["b", "broken", "refused", "c"], ["b"], ["broken"], ["refused"], ["c"]]
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        type(None),
        ZeroDivisionError,
        InvalidParameter,
        type(None),
    ]
    assert str(outcomes[2]) == "broken"
    assert database.read_now(facts.names) == ["a", "b", "c"]


def test_when_nothing_can_be_stored_now_all_hear_it_and_none_is_tried_again(database: Database) -> None:
    log, outcomes = merged(database, ["a", "b", "full", "c"])
    assert log.groups == [["a"], ["b", "full", "c"]]
    assert outcomes[0] is None
    assert [(type(each), getattr(each, "retry_after", None)) for each in outcomes[1:]] == [(Unavailable, 9)] * 3
    assert database.read_now(facts.names) == ["a"]


@pytest.mark.parametrize(("first", "kind"), [("refused", InvalidParameter), ("broken", ZeroDivisionError)])
def test_an_error_of_the_first_is_its_own_and_the_next_go_on(
    database: Database, first: str, kind: type[Exception]
) -> None:
    log, outcomes = merged(database, [first, "a", "b"])
    assert log.groups == [[first], ["a", "b"]]
    assert [type(outcome) for outcome in outcomes] == [kind, type(None), type(None)]
    assert database.read_now(facts.names) == ["a", "b"]


def test_after_an_error_writes_go_on(database: Database) -> None:
    log = Log()

    async def in_turn() -> None:
        writes = MergedWrites(database, log.store)
        for name in ("broken", "full", "refused"):
            with pytest.raises((ZeroDivisionError, Unavailable, InvalidParameter)):
                await writes.write(name)
        await writes.write("a")

    asyncio.run(in_turn())
    assert database.read_now(facts.names) == ["a"]


def test_beyond_the_queue_a_caller_hears_it_before_anything_is_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRITE_QUEUE", 3)
    log, outcomes = merged(database, ["a", "b", "c", "d", "e", "f"])
    assert log.groups == [["a"], ["b", "c", "d"]]
    assert [type(outcome) for outcome in outcomes] == [type(None)] * 4 + [Unavailable] * 2
    assert database.read_now(facts.names) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("leaver", [0, 1, 2])
def test_a_caller_who_leaves_does_not_stop_the_others(database: Database, leaver: int) -> None:
    async def leave() -> list[BaseException | None]:
        writes = MergedWrites(database, Log().store)
        callers = [asyncio.ensure_future(writes.write(name)) for name in ("a", "b", "c", "d")]
        await asyncio.sleep(0)
        callers[leaver].cancel()
        outcomes = await asyncio.gather(*callers, return_exceptions=True)
        await writes.write("e")
        return outcomes

    outcomes = asyncio.run(leave())
    assert [type(each) for place, each in enumerate(outcomes) if place != leaver] == [type(None)] * 3
    assert isinstance(outcomes[leaver], asyncio.CancelledError)
    assert set(database.read_now(facts.names)) >= {"a", "b", "c", "d", "e"} - {"abcd"[leaver]}


def test_many_writers_in_waves_are_each_stored_once(database: Database) -> None:
    log = Log()

    async def writer(writes: MergedWrites[str], number: int) -> None:
        for index in range(10):
            await writes.write(f"{number:02}-{index}")

    async def together() -> None:
        writes = MergedWrites(database, log.store)
        await asyncio.gather(*(writer(writes, number) for number in range(20)))

    asyncio.run(together())
    assert database.read_now(facts.count) == 200
    assert len(log.groups) < 100
