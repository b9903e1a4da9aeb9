"""On a full disk a put is refused and leaves nothing, reads go on, and it heals by itself."""

import asyncio
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from modelstead.errors import StorageFull
from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, content, noise, stream

LIMIT = 4 * MIB


@contextmanager
def files_limited(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as if the disk ended there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of LIMIT bytes, where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={LIMIT}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def assert_refused(blobs: LocalBlobs, root: Path, size: int) -> None:
    name = new_name()
    with pytest.raises(StorageFull, match="nothing was stored") as refused:
        await blobs.put(name, stream(noise(size)))
    assert refused.value.retry_after > 0
    assert await blobs.size(name) is None
    assert list((root / "tmp").iterdir()) == []


async def put_until_refused(blobs: LocalBlobs, names: list[str]) -> None:
    for _ in range(1_000):
        name = new_name()
        await blobs.put(name, stream(noise(50_000)))
        names.append(name)


def test_a_file_that_may_not_grow_is_refused_and_later_ones_are_stored(local: LocalBlobs, tmp_path: Path) -> None:
    async def fill() -> None:
        kept = new_name()
        with files_limited(LIMIT):
            await local.put(kept, stream(noise(MIB)))
            await assert_refused(local, tmp_path / "artifacts", LIMIT + 1)
            await assert_refused(local, tmp_path / "artifacts", LIMIT * 3)
            assert await content(local, kept) == noise(MIB)
        after = new_name()
        await local.put(after, stream(noise(LIMIT + 1)))
        assert await content(local, after) == noise(LIMIT + 1)

    asyncio.run(fill())


def test_a_full_disk_refuses_large_and_small_blobs_and_heals(small_disk: Path) -> None:
    async def fill() -> None:
        blobs = LocalBlobs(small_disk)
        free = await blobs.free_bytes()
        assert free is not None
        assert 0 < free <= LIMIT
        await assert_refused(blobs, small_disk, LIMIT + 1)
        names: list[str] = []
        with pytest.raises(StorageFull):
            await put_until_refused(blobs, names)
        assert len(names) > 10
        assert list((small_disk / "tmp").iterdir()) == []
        assert await content(blobs, names[-1]) == noise(50_000)
        await blobs.delete(*names[:5])
        await blobs.put(new_name(), stream(noise(50_000)))
        blobs.close()

    asyncio.run(fill())


def test_free_space_is_that_of_the_folders_disk(local: LocalBlobs, tmp_path: Path) -> None:
    status = os.statvfs(tmp_path)
    free = asyncio.run(local.free_bytes())
    assert free is not None
    assert 0 < free <= status.f_blocks * status.f_frsize
