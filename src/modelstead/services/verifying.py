"""Verifying: every blob's bytes are read and held against their row, size and SHA-256."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import msgspec

from modelstead.domain.blob import Blob, BlobUse
from modelstead.errors import NotFound
from modelstead.store import blob_rows
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.database import Database

AT_ONCE = 16  # blobs that are read at a time


class Fault(msgspec.Struct, frozen=True):
    """A blob whose bytes are missing or not those that were stored, and a file that needs it; None when none does."""

    fault: str
    blob: Blob
    use: BlobUse | None


async def faults(
    database: Database, blobs: Blobs, looked_at: Callable[[int], object] = lambda _: None
) -> AsyncGenerator[Fault, None]:
    """Yield what is wrong, for each file that it is wrong with; `looked_at` hears of the bytes of each blob."""
    after = 0
    while page := await database.read(blob_rows.page, after, AT_ONCE):
        after = page[-1].id
        found = await asyncio.gather(*(_fault(blobs, blob) for blob in page))
        looked_at(sum(blob.size for blob in page))
        for blob, fault in zip(page, found, strict=True):
            uses = await database.read(blob_rows.uses, blob.id) if fault else None
            if uses is None:  # or its row, too, has gone since
                continue
            for use in uses or (None,):
                yield Fault(fault, blob, use)


async def _fault(blobs: Blobs, blob: Blob) -> str:
    """Return what is wrong with a blob's bytes, "" when nothing is."""
    digest, size = hashlib.sha256(), 0
    try:
        async with aclosing(blobs.read(blob.name)) as chunks:
            async for chunk in chunks:
                await asyncio.to_thread(digest.update, chunk)
                size += len(chunk)
    except NotFound:
        return "missing"
    return "" if (size, digest.digest()) == (blob.size, blob.sha256) else "damaged"
