"""A closed store has finished what was under way and takes nothing more."""

import asyncio
import os
import threading
from pathlib import Path

import pytest

from modelstead.errors import Unavailable
from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, content, noise, stalled, stream


def test_a_put_that_waits_for_the_disk_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, began, go_on = os.fsync, threading.Event(), threading.Event()

    def slow_sync(descriptor: int) -> None:
        began.set()
        go_on.wait(10)
        sync(descriptor)

    async def put_and_close() -> None:
        blobs = LocalBlobs(tmp_path)
        monkeypatch.setattr(os, "fsync", slow_sync)
        name = new_name()
        task = asyncio.create_task(blobs.put(name, stream(b"bytes")))
        await asyncio.to_thread(began.wait, 10)
        closing = asyncio.create_task(asyncio.to_thread(blobs.close))
        go_on.set()
        await closing
        assert (await task).size == 5
        reopened = LocalBlobs(tmp_path)
        assert await content(reopened, name) == b"bytes"
        reopened.close()

    asyncio.run(put_and_close())


def test_a_put_that_is_not_done_leaves_nothing(tmp_path: Path) -> None:
    async def put_and_close() -> None:
        blobs, sent = LocalBlobs(tmp_path), asyncio.Event()
        task = asyncio.create_task(blobs.put(new_name(), stalled(noise(2 * MIB), sent)))
        await sent.wait()
        blobs.close()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(Unavailable, match="stopping"):
            await blobs.put(new_name(), stream(b"x"))

    asyncio.run(put_and_close())
    assert list((tmp_path / "tmp").iterdir()) == []
