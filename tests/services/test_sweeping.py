"""Sweeping: what nobody needs goes, and nothing else."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.services import artifacts
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.sweeping import Sweep, Swept, claim
from modelstead.store import blob_rows
from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

HOUR_MS = 3_600_000


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


def store(database: Database, blobs: LocalBlobs, access: Access, run_id: str, **files: bytes) -> None:
    """Store files as the server does."""

    async def put() -> None:
        taker = ArtifactFiles(database, blobs, 10_000)
        for path, content in files.items():
            await taker.put(access, Address.of_run(run_id, path), stream(content), None)

    asyncio.run(put())


def stray(blobs: LocalBlobs, content: bytes) -> str:
    """Put a blob that has no row."""
    name = new_name()
    asyncio.run(blobs.put(name, stream(content)))
    return name


def age(database: Database, folder: Path, hours: float) -> None:
    """Let everything that is stored be older."""
    database.write_now(_age_rows, int(hours * HOUR_MS))
    for path in folder.rglob("*"):
        if path.is_file():
            then = path.stat().st_mtime - hours * 3_600
            os.utime(path, (then, then))


def _age_rows(tx: Transaction, ms: int) -> None:
    tx.execute("UPDATE blobs SET created_at = created_at - ?", (ms,))


def sweep(database: Database, blobs: LocalBlobs, *, dry: bool = False, hours: int = 1) -> Swept:
    return asyncio.run(Sweep(database, blobs, dry=dry, seconds=hours * 3_600).run())


def stored(blobs: LocalBlobs) -> set[int]:
    """Return the sizes of all blobs."""

    async def look() -> set[int]:
        return {listed.size async for listed in blobs.every()}

    return asyncio.run(look())


def test_bytes_that_were_deleted_or_replaced_go_with_their_rows(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, deleted=b"1", replaced=b"22", kept=b"333")
    store(database, blobs, access, run_id, replaced=b"4444")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "deleted"))
    age(database, tmp_path, 1.1)
    assert sweep(database, blobs) == Swept(rows=2, blobs=2, bytes=3)
    assert stored(blobs) == {3, 4}
    assert database.read_now(blob_rows.totals) == (2, 7)
    assert sweep(database, blobs) == Swept()


def test_bytes_that_two_files_share_stay_for_the_other(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, a=b"same", b=b"same")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "a"))
    age(database, tmp_path, 30)
    assert sweep(database, blobs) == Swept()
    assert stored(blobs) == {4}


def test_a_blob_without_a_row_goes_when_it_is_old(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, kept=b"333")
    stray(blobs, b"55555")
    age(database, tmp_path, 1.1)
    stray(blobs, b"666666")
    assert sweep(database, blobs) == Swept(blobs=1, bytes=5)
    assert stored(blobs) == {3, 6}


def test_what_is_younger_than_an_hour_stays(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, deleted=b"1")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "deleted"))
    stray(blobs, b"22")
    leftover = tmp_path / "artifacts" / "tmp" / f"{new_name()}-01234567"
    leftover.write_bytes(b"half")
    age(database, tmp_path, 0.9)
    assert sweep(database, blobs) == Swept()
    assert stored(blobs) == {1, 2}
    assert leftover.exists()


def test_what_was_needed_within_the_hour_stays_for_those_who_read_it(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, a=b"1", b=b"22")
    age(database, tmp_path, 24)
    store(database, blobs, access, run_id, a=b"333")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "b"))
    assert sweep(database, blobs) == Swept()
    assert stored(blobs) == {1, 2, 3}


def test_half_written_files_go_when_they_are_old(database: Database, blobs: LocalBlobs, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "artifacts" / "tmp" / f"{new_name()}-0123456{number}").write_bytes(b"half")
    age(database, tmp_path, 1.1)
    assert sweep(database, blobs) == Swept(leftovers=3)
    assert list((tmp_path / "artifacts" / "tmp").iterdir()) == []


def test_a_dry_sweep_counts_and_removes_nothing(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, deleted=b"1", kept=b"22")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "deleted"))
    stray(blobs, b"333")
    age(database, tmp_path, 1.1)
    expected = Swept(rows=1, blobs=2, bytes=4)
    assert sweep(database, blobs, dry=True) == expected
    assert stored(blobs) == {1, 2, 3}
    assert sweep(database, blobs) == expected


def test_the_age_may_be_higher(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, deleted=b"1")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "deleted"))
    stray(blobs, b"22")
    age(database, tmp_path, 5)
    assert sweep(database, blobs, hours=6) == Swept()
    assert sweep(database, blobs, hours=4) == Swept(rows=1, blobs=2, bytes=3)


def test_a_row_whose_bytes_are_gone_already_goes_all_the_same(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    store(database, blobs, access, run_id, deleted=b"1")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "deleted"))
    for path in (tmp_path / "artifacts").rglob("*"):
        if path.is_file():
            path.unlink()
    age(database, tmp_path, 2)
    assert sweep(database, blobs).rows == 1
    assert database.read_now(blob_rows.totals) == (0, 0)


def test_more_than_one_batch_is_swept(
    database: Database,
    blobs: LocalBlobs,
    access: Access,
    run_id: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "SWEEP_BATCH", 3)
    store(database, blobs, access, run_id, **{f"f{number}": b"x" * number for number in range(1, 11)})
    database.write_now(artifacts.delete, access, Address.of_run(run_id))
    for number in range(20, 28):
        stray(blobs, b"x" * number)
    age(database, tmp_path, 2)
    expected = Swept(rows=10, blobs=18, bytes=sum(range(1, 11)) + sum(range(20, 28)))
    assert sweep(database, blobs, dry=True) == expected
    assert sweep(database, blobs) == expected
    assert stored(blobs) == set()


def test_bytes_that_come_again_while_they_are_swept_are_kept(
    database: Database, blobs: LocalBlobs, access: Access, run_id: str, tmp_path: Path
) -> None:
    """Store equal bytes between the look at the rows and their removal."""
    store(database, blobs, access, run_id, a=b"again")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "a"))
    age(database, tmp_path, 2)
    before = int(time.time() * 1000) - HOUR_MS
    found = database.read_now(blob_rows.unneeded, before, 0, 10)
    store(database, blobs, access, run_id, b=b"again")
    assert database.write_now(blob_rows.release, [blob.id for blob in found], before) == []
    assert database.read_now(artifacts.find, access, Address.of_run(run_id, "b")).blob == found[0].name
    assert stored(blobs) == {5}


def test_one_of_several_processes_sweeps_once_an_hour(database: Database) -> None:
    now = 1_800_000_000_000
    assert database.write_now(claim, now)
    assert not database.write_now(claim, now)
    assert not database.write_now(claim, now + HOUR_MS - 1)
    assert database.write_now(claim, now + HOUR_MS)
    assert database.write_now(claim, now)  # the clock was put back
