"""Any range of a blob can be read, in chunks of a bounded size, on each back end."""

import asyncio
from contextlib import aclosing, suppress

import pytest

from modelstead.errors import NotFound
from modelstead.store.blobs.blobs import CHUNK_BYTES, Blobs, new_name
from tests.blobs.streams import MIB, content, noise, stream

SIZE = 3 * MIB + 5
RANGES = (
    (0, None),
    (0, 1),
    (0, SIZE),
    (1, 2),
    (SIZE - 1, 1),
    (SIZE - 1, None),
    (MIB - 1, 2),
    (MIB, MIB),
    (17, 2 * MIB),
    (5, 0),
    (SIZE - 3, 10),
    (SIZE, None),
    (SIZE, 1),
    (SIZE + 100, 100),
)


def test_a_range_is_what_a_slice_would_be(blobs: Blobs) -> None:
    async def read() -> None:
        name, data = new_name(), noise(SIZE)
        await blobs.put(name, stream(data))
        for start, size in RANGES:
            end = SIZE if size is None else start + size
            assert await content(blobs, name, start, size) == data[start:end], (start, size)

    asyncio.run(read())


def test_an_empty_blob_has_empty_ranges(blobs: Blobs) -> None:
    async def read() -> None:
        name = new_name()
        await blobs.put(name, stream(b""))
        for start, size in ((0, None), (0, 0), (0, 5), (3, None)):
            assert await content(blobs, name, start, size) == b""

    asyncio.run(read())


def test_chunks_are_neither_tiny_nor_huge(blobs: Blobs) -> None:
    async def read() -> list[int]:
        name = new_name()
        await blobs.put(name, stream(noise(SIZE)))
        return [len(chunk) async for chunk in blobs.read(name)]

    sizes = asyncio.run(read())
    assert max(sizes) <= 2 * CHUNK_BYTES
    assert min(sizes[:-1]) >= CHUNK_BYTES // 4


@pytest.mark.parametrize(("start", "size"), [(0, None), (0, 0), (10, None), (10, 5)])
def test_a_missing_blob_is_not_found_at_the_first_step(blobs: Blobs, start: int, size: int | None) -> None:
    async def read() -> None:
        with pytest.raises(NotFound, match="stored bytes 0123"):
            await anext(blobs.read("0123" * 8, start, size))

    asyncio.run(read())


def test_a_reader_may_leave_early(blobs: Blobs) -> None:
    async def read() -> bytes:
        name, data = new_name(), noise(SIZE)
        await blobs.put(name, stream(data))
        async with aclosing(blobs.read(name)) as chunks:
            first = await anext(chunks)
        assert first == data[: len(first)]
        return await content(blobs, name, SIZE - 5)

    assert asyncio.run(read()) == noise(SIZE)[-5:]


def test_a_cancelled_reader_lets_go(blobs: Blobs) -> None:
    async def read() -> None:
        name = new_name()
        await blobs.put(name, stream(noise(SIZE)))
        for moment in range(20):
            task = asyncio.create_task(content(blobs, name))
            for _ in range(moment):
                await asyncio.sleep(0)
            task.cancel()
            with suppress(asyncio.CancelledError):  # unless it was done before
                assert len(await task) == SIZE
        assert len(await content(blobs, name)) == SIZE

    asyncio.run(read())
