"""A put returns when the blob's bytes, then its name, are on the disk; a sync that fails stores nothing."""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from modelstead.errors import Unavailable
from modelstead.store.blobs.blobs import location, new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, noise, stream

Sync = Callable[[int], None]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Note every sync and rename from now on, by path below the root."""
    noted: list[str] = []
    sync, rename = os.fsync, os.rename

    def path(descriptor: int, name: str = "") -> str:
        return str((Path(f"/proc/self/fd/{descriptor}").readlink() / name).relative_to(tmp_path / "artifacts"))

    def noting_sync(descriptor: int) -> None:
        sync(descriptor)
        noted.append(f"sync {path(descriptor)}")

    def noting_rename(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        noted.append(f"rename {path(src_dir_fd, source)} {path(dst_dir_fd, target)}")
        rename(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "fsync", noting_sync)
    monkeypatch.setattr(os, "rename", noting_rename)
    return noted


@pytest.mark.parametrize("size", [0, 10_000, 3 * MIB])
def test_bytes_are_synced_before_the_name_and_the_name_before_the_answer(
    local: LocalBlobs, steps: list[str], size: int
) -> None:
    name = new_name()
    asyncio.run(local.put(name, stream(noise(size))))
    first, renamed, *folders = steps
    temporary = first.removeprefix("sync ")
    assert temporary.startswith(f"tmp/{name}-")
    assert renamed == f"rename {temporary} {location(name)}"
    assert folders == [f"sync {name[:2]}/{name[2:4]}", f"sync {name[:2]}", "sync ."]


def test_a_folder_made_before_is_not_synced_again(local: LocalBlobs, steps: list[str]) -> None:
    asyncio.run(local.put("abcd" + new_name()[4:], stream(b"x")))
    steps.clear()
    asyncio.run(local.put("abcd" + new_name()[4:], stream(b"x")))
    assert [step for step in steps if not step.startswith(("sync tmp/", "rename"))] == ["sync ab/cd"]


def test_a_folder_that_another_process_made_is_synced_once(local: LocalBlobs, tmp_path: Path, steps: list[str]) -> None:
    (tmp_path / "artifacts" / "ab" / "cd").mkdir(parents=True)
    for _ in range(2):
        asyncio.run(local.put("abcd" + new_name()[4:], stream(b"x")))
    assert steps.count("sync ab") == 1
    assert steps.count("sync ab/cd") == 2


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_sync_that_fails_stores_nothing(
    local: LocalBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    count = 0

    def sync(_: int) -> None:
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    async def put() -> None:
        name = new_name()
        with pytest.raises(Unavailable, match="nothing was stored"):
            await local.put(name, stream(b"x"))
        assert await local.size(name) is None

    monkeypatch.setattr(os, "fsync", sync)
    asyncio.run(put())
    assert list((tmp_path / "artifacts" / "tmp").iterdir()) == []
