"""In a local store only its own user reads, whatever the umask."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, noise, stalled, stream


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_folders_are_0700_and_files_0600_from_their_first_moment(tmp_path: Path) -> None:
    async def put() -> None:
        blobs, sent = LocalBlobs(tmp_path / "a" / "b"), asyncio.Event()
        await blobs.put(new_name(), stream(b"small"))
        await blobs.put(new_name(), stream(noise(3 * MIB)))
        task = asyncio.create_task(blobs.put(new_name(), stalled(noise(3 * MIB), sent)))
        await sent.wait()
        found = list((tmp_path / "a" / "b").rglob("*"))
        files = [path for path in found if path.is_file()]
        assert len(files) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        folders = [tmp_path / "a" / "b", *(path for path in found if path.is_dir())]
        assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
        task.cancel()
        await asyncio.wait([task])
        blobs.close()

    asyncio.run(put())
