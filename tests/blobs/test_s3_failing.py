"""A service that fails, refuses or is silent: a sentence for the caller, and nothing half done."""

import asyncio
import socket
import time
from collections.abc import Coroutine
from typing import Any

import pytest

from modelstead.errors import StorageFull, Unavailable
from modelstead.store.blobs.blobs import Blobs, new_name
from modelstead.store.blobs.open import open_blobs
from modelstead.store.blobs.s3 import Patience, S3Blobs
from tests.blobs.conftest import Opened
from tests.blobs.object_store import BUCKET, ObjectStore
from tests.blobs.streams import MIB, content, noise, stream

NAME = "abcd" * 8


async def listed(blobs: Blobs) -> list[str]:
    return [one.name async for one in blobs.every()]


def calls(blobs: Blobs) -> list[Coroutine[Any, Any, object]]:
    return [
        blobs.put(NAME, stream(b"x")),
        content(blobs, NAME),
        content(blobs, NAME, 5, 5),
        blobs.size(NAME),
        blobs.delete(NAME),
        listed(blobs),
    ]


async def assert_unavailable(blobs: Blobs, text: str) -> None:
    """Hold every call to one sentence of ours, without what obstore or the service said."""
    outcomes = await asyncio.gather(*calls(blobs), return_exceptions=True)
    for outcome in outcomes:
        assert isinstance(outcome, Unavailable), outcome
        assert text in str(outcome)
        assert len(str(outcome)) < 150
        assert outcome.retry_after > 0


@pytest.mark.parametrize(
    ("size", "step"),
    [(100, "PUT "), (12 * MIB, "?uploads"), (12 * MIB, "partNumber=1"), (12 * MIB, "partNumber=3"), (12 * MIB, "POST")],
)
def test_a_put_that_the_service_fails_leaves_nothing(
    s3: Opened, object_store: ObjectStore, size: int, step: str
) -> None:
    async def put() -> None:
        name = new_name()
        object_store.fails = lambda call: 500 if step in call else 0
        with pytest.raises(Unavailable, match="nothing was stored"):
            await s3.blobs.put(name, stream(noise(size)))
        object_store.reset()
        assert await s3.blobs.size(name) is None
        await s3.blobs.put(name, stream(b"again"))
        assert await content(s3.blobs, name) == b"again"

    asyncio.run(put())
    assert s3.leftovers() == 0


def test_a_failure_of_the_service_that_passes_is_not_seen(object_store: ObjectStore) -> None:
    async def put() -> bytes:
        blobs = open_blobs(f"s3://{BUCKET}/retried")
        failures = iter([500, 503])
        object_store.fails = lambda _: next(failures, 0)
        await blobs.put(NAME, stream(b"bytes"))
        stored = await content(blobs, NAME)
        blobs.close()
        return stored

    assert asyncio.run(put()) == b"bytes"


@pytest.mark.parametrize(("size", "last"), [(100, "PUT"), (12 * MIB, "?uploadId")])
def test_a_put_whose_answer_is_lost_is_not_there(s3: Opened, object_store: ObjectStore, size: int, last: str) -> None:
    async def put() -> None:
        object_store.loses = lambda call: last in call
        with pytest.raises(Unavailable, match="nothing was stored"):
            await s3.blobs.put(NAME, stream(noise(size)))
        object_store.reset()
        assert await s3.blobs.size(NAME) is None

    asyncio.run(put())
    assert s3.leftovers() == 0


def test_a_bucket_that_is_missing_is_said_so(object_store: ObjectStore) -> None:  # noqa: ARG001 - sets the variables
    async def use() -> None:
        blobs = open_blobs("s3://no-such-bucket")
        for call in (blobs.put(NAME, stream(b"x")), content(blobs, NAME), blobs.delete(NAME), listed(blobs)):
            with pytest.raises(Unavailable, match="no such bucket"):
                await call
        blobs.close()

    asyncio.run(use())


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_refused_are_said_so(s3: Opened, object_store: ObjectStore, status: int) -> None:
    object_store.fails = lambda _: status
    asyncio.run(assert_unavailable(s3.blobs, "refuses the server's credentials"))


def test_a_service_without_room_is_a_full_store(s3: Opened, object_store: ObjectStore) -> None:
    object_store.fails = lambda call: 507 if call.startswith("PUT") else 0
    with pytest.raises(StorageFull, match="nothing was stored"):
        asyncio.run(s3.blobs.put(NAME, stream(b"x")))


def test_a_service_that_is_down_is_unavailable(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - sets the variables
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # nobody listens
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{closed.getsockname()[1]}")
        blobs = S3Blobs(BUCKET, patience=Patience(retries=1))
        started = time.monotonic()
        asyncio.run(assert_unavailable(blobs, "Try again."))
        assert time.monotonic() - started < 15
        blobs.close()


def test_a_service_that_is_silent_is_unavailable_in_time(
    object_store: ObjectStore,  # noqa: ARG001 - sets the variables
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        blobs = S3Blobs(BUCKET, patience=Patience(answer=0.2, call=0.2, retries=0))
        started = time.monotonic()
        asyncio.run(assert_unavailable(blobs, "Try again."))
        assert time.monotonic() - started < 10
        blobs.close()
