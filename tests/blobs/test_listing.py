"""Every blob is listed, with its size and time, and nothing else, on each back end."""

import asyncio

from modelstead.clock import now_ms
from modelstead.store.blobs.blobs import Blobs, Listed, new_name
from tests.blobs.streams import Broken, broken, stream

TOLERANCE_MS = 2_000  # S3 has whole seconds


def test_an_empty_store_lists_nothing(blobs: Blobs) -> None:
    async def listed() -> list[Listed]:
        return [one async for one in blobs.every()]

    assert asyncio.run(listed()) == []


def test_every_blob_is_listed_once_with_its_size_and_time(blobs: Blobs) -> None:
    async def put_and_list() -> list[Listed]:
        await asyncio.gather(*(blobs.put(name, stream(b"x" * size)) for name, size in wanted.items()))
        return [one async for one in blobs.every()]

    wanted = {new_name(): size for size in range(60)} | {"abcd" * 8: 100, "abcd" * 7 + "0000": 101}
    started = now_ms()
    listed = asyncio.run(put_and_list())
    assert len(listed) == len(wanted)
    assert {one.name: one.size for one in listed} == wanted
    for one in listed:
        assert started - TOLERANCE_MS <= one.modified_at <= now_ms() + TOLERANCE_MS


def test_what_is_on_its_way_is_not_listed(blobs: Blobs) -> None:
    async def put_badly() -> list[Listed]:
        try:
            await blobs.put(new_name(), broken(b"x"))
        except Broken:
            return [one async for one in blobs.every()]
        raise AssertionError

    assert asyncio.run(put_badly()) == []
