"""What a put asks of an S3 service: one PUT for what is small, parts for what is not."""

import asyncio

import httpx
import pytest

from modelstead.store.blobs.blobs import location, new_name
from tests.blobs.conftest import Opened
from tests.blobs.object_store import ObjectStore
from tests.blobs.streams import MIB, content, noise, stream


def verbs(object_store: ObjectStore) -> list[str]:
    return [call.partition(" ")[0] for call in object_store.calls]


@pytest.mark.parametrize("size", [0, 10_000, 4 * MIB])
def test_a_small_blob_is_one_put(s3: Opened, object_store: ObjectStore, size: int) -> None:
    asyncio.run(s3.blobs.put(new_name(), stream(noise(size))))
    assert verbs(object_store) == ["PUT"]


def test_a_large_blob_is_put_in_parts(s3: Opened, object_store: ObjectStore) -> None:
    asyncio.run(s3.blobs.put(new_name(), stream(noise(12 * MIB))))
    assert sorted(verbs(object_store)) == ["POST", "POST", "PUT", "PUT", "PUT"]


def test_a_range_asks_for_no_more(s3: Opened, object_store: ObjectStore) -> None:
    async def read() -> bytes:
        name = new_name()
        await s3.blobs.put(name, stream(noise(2 * MIB)))
        object_store.calls.clear()
        return await content(s3.blobs, name, 5, 10)

    assert asyncio.run(read()) == noise(2 * MIB)[5:15]
    assert verbs(object_store) == ["GET"]


def test_many_blobs_are_deleted_by_one_request(s3: Opened, object_store: ObjectStore) -> None:
    asyncio.run(s3.blobs.delete(*(new_name() for _ in range(100))))
    assert verbs(object_store) == ["POST"]


def test_a_presigned_url_reads_and_puts_without_credentials(s3: Opened) -> None:
    async def sign() -> None:
        name, put = new_name(), new_name()
        await s3.blobs.put(name, stream(b"bytes"))
        reading = await s3.blobs.presign("GET", name, seconds=60)
        putting = await s3.blobs.presign("PUT", put, seconds=60)
        assert reading is not None
        assert putting is not None
        assert location(name) in reading
        assert "X-Amz-Expires=60" in reading
        answer = await asyncio.to_thread(httpx.get, reading)
        assert answer.content == b"bytes"
        assert answer.headers["content-disposition"] == "attachment"
        (await asyncio.to_thread(lambda: httpx.put(putting, content=b"mine"))).raise_for_status()
        assert await content(s3.blobs, put) == b"mine"

    asyncio.run(sign())


def test_nobody_knows_the_free_space_and_nothing_is_swept(s3: Opened) -> None:
    async def ask() -> tuple[int | None, int]:
        return await s3.blobs.free_bytes(), await s3.blobs.sweep()

    assert asyncio.run(ask()) == (None, 0)
