"""What is put is there, whole, with its size and digest, on each back end."""

import asyncio
import hashlib

import pytest

from modelstead.store.blobs.blobs import Blobs, Stored, new_name
from tests.blobs.conftest import Opened
from tests.blobs.streams import MIB, content, noise, stream

SIZES = (0, 1, 10 * 1024, MIB - 1, MIB, MIB + 1, 5 * MIB, 13 * MIB + 7)


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_comes_back_as_it_was_with_its_size_and_digest(opened: Opened, size: int) -> None:
    async def put_and_read() -> None:
        name, data = new_name(), noise(size)
        stored = await opened.blobs.put(name, stream(data))
        assert stored == Stored(size, hashlib.sha256(data).digest())
        assert await opened.blobs.size(name) == size
        assert await content(opened.blobs, name) == data

    asyncio.run(put_and_read())
    assert opened.leftovers() == 0


@pytest.mark.parametrize("chunk", [1, 7_000, 3 * MIB])
def test_the_size_of_a_streams_chunks_does_not_matter(blobs: Blobs, chunk: int) -> None:
    async def put_and_read() -> None:
        name, data = new_name(), noise(min(chunk * 2_000, 6 * MIB) + 1)
        stored = await blobs.put(name, stream(data, chunk))
        assert stored == Stored(len(data), hashlib.sha256(data).digest())
        assert await content(blobs, name) == data

    asyncio.run(put_and_read())


def test_many_puts_at_once_do_not_mix(blobs: Blobs) -> None:
    async def together() -> None:
        names = [new_name() for _ in range(40)]
        sizes = [2 * MIB if number % 10 == 0 else 100 + number for number in range(40)]
        stored = await asyncio.gather(
            *(blobs.put(name, stream(noise(size, seed=size))) for name, size in zip(names, sizes, strict=True))
        )
        assert [one.size for one in stored] == sizes
        for name, size in zip(names, sizes, strict=True):
            assert await content(blobs, name) == noise(size, seed=size)

    asyncio.run(together())
