"""What a killed process left is swept when it is an hour old, and nothing else ever."""

import asyncio
import os
import time
from pathlib import Path

from modelstead.limits import LEFTOVER_SECONDS
from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import content, stream


def leave(folder: Path, name: str, age: float) -> Path:
    """Make a file as a killed put leaves it, of some seconds of age."""
    file = folder / "tmp" / name
    file.write_bytes(b"half of it")
    os.utime(file, (time.time() - age,) * 2)
    return file


def test_only_old_leftovers_are_swept(local: LocalBlobs, tmp_path: Path) -> None:
    folder = tmp_path / "artifacts"
    old = [leave(folder, f"{new_name()}-0123456{number}", LEFTOVER_SECONDS + 60 + number) for number in range(3)]
    young = [leave(folder, f"{new_name()}-89abcdef", age) for age in (0, 60, LEFTOVER_SECONDS - 60)]
    assert asyncio.run(local.sweep()) == 3
    assert not any(file.exists() for file in old)
    assert all(file.exists() for file in young)
    assert asyncio.run(local.sweep()) == 0


def test_blobs_are_never_swept_however_old(local: LocalBlobs, tmp_path: Path) -> None:
    async def put_and_sweep() -> bytes:
        name = new_name()
        await local.put(name, stream(b"bytes"))
        (file,) = (tmp_path / "artifacts").glob("??/??/*")
        os.utime(file, (0, 0))
        assert await local.sweep() == 0
        assert [listed.modified_at async for listed in local.every()] == [0]
        return await content(local, name)

    assert asyncio.run(put_and_sweep()) == b"bytes"


def test_foreign_files_are_neither_listed_nor_touched(local: LocalBlobs, tmp_path: Path) -> None:
    folder = tmp_path / "artifacts"
    name = "abcd" * 8
    (folder / "ab" / "cd").mkdir(parents=True)
    foreign = [
        folder / "README",
        folder / "ab" / name,
        folder / "ab" / "cd" / "notes",
        folder / "ab" / "cd" / ("ef" * 16),
    ]
    for file in foreign:
        file.write_bytes(b"mine")
        os.utime(file, (0, 0))
    (folder / "ab" / "cd" / name).mkdir()

    async def look() -> None:
        assert [listed async for listed in local.every()] == []
        assert await local.size(name) is None
        assert await local.sweep() == 0

    asyncio.run(look())
    assert all(file.read_bytes() == b"mine" for file in foreign)
