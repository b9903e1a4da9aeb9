"""A local store follows no symlink below its root: neither out of it nor within it."""

import asyncio
from pathlib import Path

import pytest

from modelstead.errors import NotFound, SettingError, Unavailable
from modelstead.store.blobs.blobs import location, new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import content, stream

NAME = "abcd" * 8
SECRET = b"not for readers"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Make a folder elsewhere that looks like a store."""
    file = tmp_path / "outside" / location(NAME)
    file.parent.mkdir(parents=True)
    file.write_bytes(SECRET)
    return tmp_path / "outside"


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_symlink_in_the_place_of_a_blob_or_its_folders_is_as_if_nothing_were_there(
    local: LocalBlobs, tmp_path: Path, outside: Path, depth: int
) -> None:
    part = Path(*Path(location(NAME)).parts[:depth])
    link = tmp_path / "artifacts" / part
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / part)

    async def use() -> None:
        assert await local.size(NAME) is None
        with pytest.raises(NotFound):
            await content(local, NAME)
        assert [listed async for listed in local.every()] == []

    asyncio.run(use())
    assert (outside / location(NAME)).read_bytes() == SECRET


@pytest.mark.parametrize("depth", [1, 2])
def test_nothing_is_written_or_deleted_through_a_symlink(
    local: LocalBlobs, tmp_path: Path, outside: Path, depth: int
) -> None:
    part = Path(*Path(location(NAME)).parts[:depth])
    link = tmp_path / "artifacts" / part
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside / part)

    async def use() -> None:
        await local.delete(NAME)
        with pytest.raises(Unavailable, match="nothing was stored"):
            await local.put(NAME, stream(b"mine"))

    asyncio.run(use())
    assert (outside / location(NAME)).read_bytes() == SECRET
    assert list((tmp_path / "artifacts" / "tmp").iterdir()) == []


def test_a_symlink_in_the_place_of_a_blob_is_replaced_not_followed(
    local: LocalBlobs, tmp_path: Path, outside: Path
) -> None:
    link = tmp_path / "artifacts" / location(NAME)
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / location(NAME))
    asyncio.run(local.put(NAME, stream(b"mine")))
    assert (outside / location(NAME)).read_bytes() == SECRET
    assert not link.is_symlink()
    assert link.read_bytes() == b"mine"


def test_a_symlink_in_the_place_of_the_temporary_folder_is_refused_at_the_start(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "tmp").symlink_to(outside)
    with pytest.raises(SettingError, match="cannot be used for artifacts"):
        LocalBlobs(tmp_path / "store")


def test_the_root_may_be_a_symlink_of_the_operator(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "root").symlink_to(tmp_path / "disk")

    async def use() -> bytes:
        blobs, name = LocalBlobs(tmp_path / "root"), new_name()
        await blobs.put(name, stream(b"bytes"))
        blobs_content = await content(blobs, name)
        blobs.close()
        return blobs_content

    assert asyncio.run(use()) == b"bytes"
    assert len(list((tmp_path / "disk").glob("??/??/*"))) == 1
