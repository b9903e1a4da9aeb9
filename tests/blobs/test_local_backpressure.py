"""While the disk is busy a stream waits, and the event loop does not."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from modelstead.store.blobs.blobs import CHUNK_BYTES, new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, NETWORK_BYTES, content, noise, stream


@pytest.mark.parametrize("size", [20 * MIB])
def test_a_stream_is_read_only_a_few_chunks_ahead_of_the_disk(
    local: LocalBlobs, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    taken = 0
    began, go_on = threading.Event(), threading.Event()
    write = os.writev

    def slow_write(descriptor: int, batch: Sequence[bytes]) -> int:
        began.set()
        go_on.wait(10)
        return write(descriptor, batch)

    async def counted() -> AsyncIterator[bytes]:
        nonlocal taken
        async for chunk in stream(noise(size)):
            taken += len(chunk)
            yield chunk

    async def put() -> None:
        task = asyncio.create_task(local.put(new_name(), counted()))
        ahead = -1
        while not began.is_set() or ahead != taken:  # the loop turns, and the stream comes to rest
            ahead = taken
            for _ in range(100):
                await asyncio.sleep(0)
        assert taken <= 2 * (CHUNK_BYTES + NETWORK_BYTES)
        assert not task.done()
        go_on.set()
        assert (await task).size == taken == size

    monkeypatch.setattr(os, "writev", slow_write)
    asyncio.run(put())


def test_writing_does_not_keep_readers_waiting(local: LocalBlobs, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow_sync(_: int) -> None:
        go_on.wait(10)

    async def put_and_read() -> None:
        name = new_name()
        await local.put(name, stream(b"bytes"))
        monkeypatch.setattr(os, "fsync", slow_sync)
        puts = [asyncio.create_task(local.put(new_name(), stream(b"x"))) for _ in range(50)]
        async with asyncio.timeout(5):
            assert await content(local, name) == b"bytes"
        assert not any(put.done() for put in puts)
        go_on.set()
        await asyncio.gather(*puts)

    asyncio.run(put_and_read())
