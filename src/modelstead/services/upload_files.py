"""The bytes of uploads: parts as they come, and parts joined into one file."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import aclosing

from modelstead import ids, limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.upload import Part, PartGiven, Upload, UploadKind
from modelstead.errors import LimitExceeded, ModelsteadError, PermissionDenied, Unavailable
from modelstead.services import uploads
from modelstead.services.free_space import FreeSpace
from modelstead.store.blobs.blobs import Blobs, Stored, new_name
from modelstead.store.database import Database

PART, PIECE = "part", "piece"  # what a signature is for


class UploadFiles:
    """Takes files in parts, and by addresses that work once; a file has at most `max_bytes`.

    A signature, under the server's key, is the permission to send one part of one upload, or the whole of one. Nothing
    of it is stored.
    """

    def __init__(self, database: Database, blobs: Blobs, key: bytes, max_bytes: int) -> None:
        self._database = database
        self._blobs = blobs
        self._key = key
        self._space = FreeSpace(blobs)
        self._max_bytes = max_bytes
        self._joining: dict[str, asyncio.Task[None]] = {}

    async def begin(self, access: Access, address: Address, part_count: int) -> tuple[str, list[str]]:
        """Begin an upload in parts; return its id and the signature of each part."""
        seconds = limits.UPLOAD_HOURS * uploads.HOUR_SECONDS
        upload_id = await self._begin(access, address, UploadKind.PARTS, part_count, seconds)
        project = access.project.id
        numbers = range(1, part_count + 1)
        return upload_id, [ids.signature(self._key, PART, project, upload_id, number) for number in numbers]

    async def begin_piece(self, access: Access, address: Address, seconds: int) -> tuple[str, str]:
        """Begin an upload of one piece; return its id and its signature."""
        seconds = uploads.check_seconds(seconds)
        upload_id = await self._begin(access, address, UploadKind.ONE_PIECE, 1, seconds)
        return upload_id, ids.signature(self._key, PIECE, access.project.id, upload_id)

    async def put_part(
        self, project: str, upload_id: str, number: int, signature: str, chunks: AsyncIterable[bytes], size: int | None
    ) -> str:
        """Store a part of the upload that the signature is for; return its ETag."""
        self._check(signature, PART, project, upload_id, number)
        await self._database.read(uploads.check_part, int(project), upload_id, size or 0, self._max_bytes)
        blob, stored = await self._store(chunks, size)
        part = Part(number, blob, stored.sha256, stored.size)
        try:
            work = self._database.write(uploads.put_part, int(project), upload_id, part, self._max_bytes)
            replaced = await work
        except ModelsteadError as error:
            await self._discard(error, blob)
            raise
        if replaced is not None:
            await self._blobs.delete(replaced)
        return part.etag

    async def put_piece(
        self, project: str, upload_id: str, signature: str, chunks: AsyncIterable[bytes], size: int | None
    ) -> str:
        """Store the whole of an upload, once, as whoever began it may still do; return its ETag."""
        self._check(signature, PIECE, project, upload_id)
        await self._database.read(uploads.check_piece, int(project), upload_id, size or 0)
        blob, stored = await self._store(chunks, size)
        try:
            unneeded = await self._database.write(uploads.finish_piece, int(project), upload_id, stored, blob)
        except ModelsteadError as error:
            await self._discard(error, blob)
            raise
        await self._blobs.delete(*unneeded)
        return stored.sha256.hex()

    async def complete(self, access: Access, address: Address, upload_id: str, given: Sequence[PartGiven]) -> None:
        """Join the parts into one file at the address; a repeated call waits for the first, or changes nothing."""
        found = await self._database.read(uploads.parts_to_join, access, address, upload_id, given)
        if found is None:
            return
        task = self._joining.get(upload_id)
        if task is None:
            task = asyncio.create_task(self._join(access, *found))
            self._joining[upload_id] = task
            task.add_done_callback(lambda _: self._joining.pop(upload_id, None))
        await asyncio.shield(task)

    async def abort(self, access: Access, address: Address, upload_id: str) -> None:
        """Forget an upload and remove its parts."""
        await self._blobs.delete(*await self._database.write(uploads.abort, access, address, upload_id))

    async def _begin(self, access: Access, address: Address, kind: UploadKind, part_count: int, seconds: int) -> str:
        work = self._database.write(uploads.begin, access, address, kind, part_count, seconds)
        upload_id, released = await work
        if released:
            await self._blobs.delete(*released)
        return upload_id

    async def _join(self, access: Access, upload: Upload, parts: list[Part]) -> None:
        if len(parts) == 1:
            blob, stored = parts[0].blob, Stored(parts[0].size, parts[0].sha256)
        else:
            blob, stored = await self._store(self._bytes_of(parts), sum(part.size for part in parts))
        try:
            unneeded = await self._database.write(uploads.finish, access, upload, parts, stored, blob)
        except ModelsteadError as error:
            if len(parts) > 1:
                await self._discard(error, blob)
            raise
        await self._blobs.delete(*unneeded)

    async def _bytes_of(self, parts: list[Part]) -> AsyncGenerator[bytes, None]:
        for part in parts:
            async with aclosing(self._blobs.read(part.blob)) as chunks:
                async for chunk in chunks:
                    yield chunk

    async def _store(self, chunks: AsyncIterable[bytes], size: int | None) -> tuple[str, Stored]:
        if size is not None and size > self._max_bytes:
            raise LimitExceeded(f"The file is larger than {self._max_bytes} bytes, the most this server takes.")
        await self._space.check(size or 0)
        blob = new_name()
        return blob, await self._blobs.put(blob, chunks, limit=self._max_bytes if size is None else size)

    async def _discard(self, error: ModelsteadError, blob: str) -> None:
        """Remove a blob that was refused; after Unavailable its row may be there all the same: a sweep finds out."""
        if not isinstance(error, Unavailable):
            await self._blobs.delete(blob)

    def _check(self, signature: str, *fields: object) -> None:
        if not ids.is_signature(signature, self._key, *fields):
            raise PermissionDenied("The signature is not valid: the address was changed, or not copied whole.")
