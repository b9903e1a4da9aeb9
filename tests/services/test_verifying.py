"""Verifying: bytes that are missing or not as they were are found, with the files that need them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.services import artifacts
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.verifying import Fault, faults
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.database import Database
from tests import factories

LARGE = b"0123456789abcdef" * 200_000


@pytest.fixture
def blobs(tmp_path: Path) -> Iterator[LocalBlobs]:
    opened = LocalBlobs(tmp_path / "artifacts")
    yield opened
    opened.close()


@pytest.fixture
def run_id(database: Database, access: Access) -> str:
    return database.write_now(factories.run_id, access)


async def stream(content: bytes) -> AsyncGenerator[bytes, None]:
    yield content


def store(database: Database, blobs: LocalBlobs, access: Access, run_id: str, files: dict[str, bytes]) -> None:
    async def put() -> None:
        taker = ArtifactFiles(database, blobs, 10_000_000)
        for path, content in files.items():
            await taker.put(access, Address.of_run(run_id, path), stream(content), None)

    asyncio.run(put())


def file_of(database: Database, folder: Path, access: Access, run_id: str, path: str) -> Path:
    name = database.read_now(artifacts.find, access, Address.of_run(run_id, path)).blob
    (found,) = (folder / "artifacts").rglob(name)
    return found


def found(database: Database, blobs: LocalBlobs, looked_at: Callable[[int], object] = lambda _: None) -> list[Fault]:
    async def look() -> list[Fault]:
        return [fault async for fault in faults(database, blobs, looked_at)]

    return asyncio.run(look())


def test_nothing_is_wrong_with_what_was_just_stored(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str
) -> None:
    store(database, blobs, access, run_id, {"a": b"", "b/c": LARGE, **{f"f{n}": str(n).encode() for n in range(40)}})
    sizes: list[int] = []
    assert found(database, blobs, sizes.append) == []
    assert sum(sizes) == len(LARGE) + sum(len(str(number)) for number in range(40))


def test_a_flipped_byte_a_cut_file_and_a_longer_one_are_damage(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, {"a": LARGE, "b": b"cut", "dir/c": b"longer", "d": b"fine"})
    changed = bytearray(LARGE)
    changed[1_500_000] ^= 1
    for path, content in (("a", bytes(changed)), ("b", b"cu"), ("dir/c", b"longer and longer")):
        file_of(database, tmp_path, access, run_id, path).write_bytes(content)
    wrong = {
        (fault.fault, fault.use.project, fault.use.owner, fault.use.path)
        for fault in found(database, blobs)
        if fault.use
    }
    assert wrong == {("damaged", factories.PATH, run_id, path) for path in ("a", "b", "dir/c")}


def test_missing_bytes_are_named_once_for_each_file_that_needs_them(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, {"a": b"same", "b": b"same", "c": b"other"})
    file_of(database, tmp_path, access, run_id, "a").unlink()
    assert [(fault.fault, fault.use and fault.use.path) for fault in found(database, blobs)] == [
        ("missing", "a"),
        ("missing", "b"),
    ]


def test_missing_bytes_that_no_file_needs_are_named_too(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, {"a": b"1"})
    file_of(database, tmp_path, access, run_id, "a").unlink()
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "a"))
    assert [(fault.fault, fault.use) for fault in found(database, blobs)] == [("missing", None)]
