"""Deleting, on each back end."""

import asyncio

from modelstead.store.blobs.blobs import Blobs, new_name
from tests.blobs.streams import content, stream


def test_a_deleted_blob_is_gone_and_the_others_stay(blobs: Blobs) -> None:
    async def put_and_delete() -> None:
        names = [new_name() for _ in range(5)]
        for name in names:
            await blobs.put(name, stream(name.encode()))
        await blobs.delete(names[0])
        await blobs.delete(*names[1:3])
        assert [await blobs.size(name) for name in names] == [None, None, None, 32, 32]
        assert await content(blobs, names[4]) == names[4].encode()

    asyncio.run(put_and_delete())


def test_deleting_what_is_not_there_is_fine(blobs: Blobs) -> None:
    async def delete() -> None:
        name = new_name()
        await blobs.put(name, stream(b"x"))
        await blobs.delete(new_name(), name, new_name())
        await blobs.delete(name)
        await blobs.delete()
        assert await blobs.size(name) is None

    asyncio.run(delete())
