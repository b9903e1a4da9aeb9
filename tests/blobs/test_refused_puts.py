"""A put that does not end well leaves nothing, on each back end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from modelstead.errors import LimitExceeded
from modelstead.store.blobs.blobs import Stored, new_name
from tests.blobs.conftest import Opened
from tests.blobs.streams import MIB, Broken, broken, noise, stalled, stream

SIZES = (0, 100, 2 * MIB, 12 * MIB)  # nothing yet, one step, several steps, several parts


async def assert_nothing(opened: Opened, name: str) -> None:
    assert await opened.blobs.size(name) is None
    assert [listed async for listed in opened.blobs.every()] == []
    assert opened.leftovers() == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_that_fails_leaves_nothing(opened: Opened, size: int) -> None:
    async def put() -> None:
        name = new_name()
        with pytest.raises(Broken):
            await opened.blobs.put(name, broken(noise(size)))
        await assert_nothing(opened, name)

    asyncio.run(put())


@pytest.mark.parametrize("size", SIZES)
def test_a_cancelled_put_leaves_nothing(opened: Opened, size: int) -> None:
    async def put_and_cancel() -> None:
        name, sent = new_name(), asyncio.Event()
        task = asyncio.create_task(opened.blobs.put(name, stalled(noise(size), sent)))
        await sent.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await assert_nothing(opened, name)

    asyncio.run(put_and_cancel())


@pytest.mark.parametrize("size", [100, 8 * MIB])
def test_a_put_cancelled_at_any_moment_is_whole_or_nothing(opened: Opened, size: int) -> None:
    async def put(moment: int) -> bool:
        name = new_name()
        task = asyncio.create_task(opened.blobs.put(name, stream(noise(size))))
        for _ in range(moment):
            await asyncio.sleep(0)
        await asyncio.sleep(moment / 5_000)
        task.cancel()
        try:
            stored = await task
        except asyncio.CancelledError:
            await assert_nothing(opened, name)
            return False
        assert stored.size == size
        assert await opened.blobs.size(name) == size
        await opened.blobs.delete(name)
        return True

    async def at_many_moments() -> None:
        for moment in range(0, 24, 3):
            await put(moment)

    asyncio.run(at_many_moments())


@pytest.mark.parametrize(("size", "limit"), [(1, 0), (101, 100), (2 * MIB + 1, 2 * MIB), (12 * MIB, 11 * MIB)])
def test_a_stream_beyond_its_limit_is_refused(opened: Opened, size: int, limit: int) -> None:
    async def put() -> None:
        name = new_name()
        with pytest.raises(LimitExceeded, match=f"larger than {limit} bytes"):
            await opened.blobs.put(name, stream(noise(size)), limit=limit)
        await assert_nothing(opened, name)

    asyncio.run(put())


def test_a_stream_is_read_no_further_than_its_limit(opened: Opened) -> None:
    taken: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            taken.append(1)
            yield bytes(1_000)

    async def put() -> None:
        with pytest.raises(LimitExceeded):
            await opened.blobs.put(new_name(), endless(), limit=10_000)

    asyncio.run(put())
    assert len(taken) == 11


def test_a_stream_of_just_its_limit_is_stored(opened: Opened) -> None:
    async def put() -> Stored:
        return await opened.blobs.put(new_name(), stream(noise(2 * MIB)), limit=2 * MIB)

    assert asyncio.run(put()).size == 2 * MIB
