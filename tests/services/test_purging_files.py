"""The bytes of what was purged: the sweep removes them, but those that something else needs."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.services import artifacts, runs
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.purging import Purge
from modelstead.services.sweeping import Sweep, Swept
from modelstead.services.verifying import Fault, faults
from modelstead.store import blob_rows
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

ALWAYS = 2**62


@pytest.fixture
def blobs(tmp_path: Path) -> Iterator[LocalBlobs]:
    opened = LocalBlobs(tmp_path / "artifacts")
    yield opened
    opened.close()


async def stream(content: bytes) -> AsyncGenerator[bytes, None]:
    yield content


def store(database: Database, blobs: LocalBlobs, access: Access, run_id: str, **files: bytes) -> None:
    """Store files as the server does."""

    async def put() -> None:
        taker = ArtifactFiles(database, blobs, 10_000)
        for path, content in files.items():
            await taker.put(access, Address.of_run(run_id, path), stream(content), None)

    asyncio.run(put())


def sweep(database: Database, blobs: LocalBlobs) -> Swept:
    return asyncio.run(Sweep(database, blobs).run())


def found_faults(database: Database, blobs: LocalBlobs) -> list[Fault]:
    async def look() -> list[Fault]:
        return [fault async for fault in faults(database, blobs)]

    return asyncio.run(look())


def age_blobs(tx: Transaction) -> None:
    tx.execute("UPDATE blobs SET created_at = created_at - 7200000")


def test_bytes_of_what_is_gone_are_swept_and_shared_ones_stay(
    database: Database, blobs: LocalBlobs, access: Access
) -> None:
    kept, gone = (database.write_now(factories.run_id, access) for _ in range(2))
    store(database, blobs, access, kept, a=b"both", b=b"kept alone")
    store(database, blobs, access, gone, c=b"both", d=b"gone")
    database.write_now(age_blobs)
    database.write_now(runs.delete, access, gone)
    assert sweep(database, blobs) == Swept()
    asyncio.run(Purge(database, ALWAYS).run())
    assert sweep(database, blobs) == Swept()  # for an hour someone may still be about to read it
    database.write_now(age_blobs)
    assert sweep(database, blobs) == Swept(rows=1, blobs=1, bytes=len(b"gone"))
    assert database.read_now(blob_rows.totals) == (2, len(b"bothkept alone"))
    assert found_faults(database, blobs) == []
    assert database.read_now(artifacts.find, access, Address.of_run(kept, "a")).size == 4
