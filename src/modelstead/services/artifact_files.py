"""The bytes of artifacts: streams between clients and the store of blobs, with the rows that name them."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Artifact
from modelstead.errors import LimitExceeded, ModelsteadError, Unavailable
from modelstead.services import artifacts, quotas
from modelstead.services.free_space import FreeSpace
from modelstead.store import blob_rows
from modelstead.store.blobs.blobs import Blobs, Stored, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction


class ArtifactFiles:
    """Puts and reads the files of artifacts; a file has at most `max_bytes`."""

    def __init__(self, database: Database, blobs: Blobs, max_bytes: int) -> None:
        self.database = database
        self._blobs = blobs
        self._space = FreeSpace(blobs)
        self._max_bytes = max_bytes

    async def put(self, access: Access, address: Address, chunks: AsyncIterable[bytes], size: int | None) -> None:
        """Store a stream of a known or unknown size at an address; it replaces what is there once it is complete.

        When anything is wrong nothing has changed. Of a large file, what may be refused is refused before the first
        byte is taken.
        """
        if size is None or size > limits.ARTIFACT_SMALL_BYTES:
            await self.database.read(_check_new, access, address, size or 0)
        if size is not None and size > self._max_bytes:
            raise LimitExceeded(f"The file is larger than {self._max_bytes} bytes, the most this server takes.")
        await self._space.check(size or 0)
        blob = new_name()
        stored = await self._blobs.put(blob, chunks, limit=self._max_bytes if size is None else size)
        try:
            unneeded = await self.database.write(artifacts.put, access, address, stored, blob)
        except Unavailable:
            raise  # the row may be there all the same; the sweep finds what has none
        except ModelsteadError:
            await self._blobs.delete(blob)
            raise
        if unneeded is not None:
            await self._blobs.delete(await self._spare(access, stored, unneeded))

    async def find(self, access: Access, address: Address) -> Artifact:
        return await self.database.read(artifacts.find, access, address)

    async def read(self, artifact: Artifact, start: int, size: int) -> AsyncGenerator[bytes, None]:
        """Return some bytes of a file, in chunks; what may fail at once has failed when this returns."""
        chunks = self._blobs.read(artifact.blob, start, size)
        first = await anext(chunks, b"")
        return _chained(first, chunks)

    async def _spare(self, access: Access, stored: Stored, blob: str) -> str:
        """Return which of two blobs of equal bytes to remove: the new one, unless the older one's bytes are gone."""
        older = await self.database.read(blob_rows.of_bytes, access.project.id, stored.sha256)
        if older is None or await self._blobs.size(older.name) == stored.size:
            return blob
        await self.database.write(blob_rows.rename, older, blob)
        return older.name


def _check_new(tx: Transaction, access: Access, address: Address, size: int) -> None:
    artifacts.check_new(tx, access, address)
    quotas.check_room(tx, access.project.id, size)


async def _chained(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(rest):
        if first:
            yield first
        async for chunk in rest:
            yield chunk
