"""A bucket as the store of blobs, by way of obstore; endpoint, region and credentials are the AWS_… variables'.

A blob that fits into one part is one PUT, a larger one a multipart upload that appears when it is complete and is
aborted when it fails. A part that a killed process left is the bucket's to remove: give it a lifecycle rule that
aborts incomplete uploads, since nobody can list them through obstore.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, AsyncIterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, Protocol

import obstore
from obstore.store import S3Store

from modelstead import limits
from modelstead.errors import NotFound, SettingError, Unavailable
from modelstead.store.blobs.blobs import CHUNK_BYTES, Listed, Stored, is_name, location
from modelstead.store.blobs.gathering import Gathering
from modelstead.store.blobs.s3_errors import explained

if TYPE_CHECKING:  # obstore has these names for type checkers only
    from obstore import AsyncWritableFile, GetOptions, GetResult

PART_BYTES = 5 * 1024 * 1024  # the smallest that S3 takes: each stream holds one, beside those under way
PART_BYTES_MAX = 16 * 1024 * 1024  # of what may be longer than PARTS_MAX of those
PARTS_MAX = 10_000  # of one multipart upload, by S3's rules
PARTS_AT_ONCE = 3  # of a stream that is alone; of several streams, one each
READ_BYTES = CHUNK_BYTES // 4  # a chunk is at least this, and the network's own size more at most
PAGE = 1_000  # names in one listing or deletion, by S3's rules
HASHERS = 2  # threads that compute SHA-256
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long to wait for a service, in seconds: together less than the 30 in which a caller is to be answered."""

    connect: float = 5
    answer: float = 15  # without a byte from the service; a part must be sent in this time, too
    retries: int = 3
    retry: float = 10  # from the first attempt to the last
    call: float = 20  # for a whole call but those that carry a stream
    discard: float = 10  # for cleaning up after a failure


PATIENCE = Patience()


class S3Blobs:
    """See store.blobs.blobs.Blobs."""

    settled_seconds = limits.BLOB_AGE_S3_SECONDS

    def __init__(self, bucket: str, prefix: str = "", patience: Patience = PATIENCE) -> None:
        try:
            self._store = S3Store(
                bucket,
                prefix=prefix or None,
                client_options={
                    "allow_http": _endpoint().startswith("http://"),
                    "connect_timeout": timedelta(seconds=patience.connect),
                    "read_timeout": timedelta(seconds=patience.answer),
                    "timeout": timedelta(days=365),  # a stream takes as long as its client
                },
                retry_config={
                    "max_retries": patience.retries,
                    "retry_timeout": timedelta(seconds=patience.retry),
                },
            )
        except obstore.exceptions.BaseError as error:
            reason = str(error).partition("\n")[0]
            raise SettingError(f"s3://{bucket} cannot be used: {reason}. Check the AWS_… variables.") from error
        self._patience = patience
        self._streams = 0
        self._hashers = ThreadPoolExecutor(HASHERS, thread_name_prefix="blob-hasher")

    async def put(self, name: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> Stored:
        path = location(name)
        part = _part_bytes(limit)
        most = PARTS_MAX * part
        gathering = Gathering(most if limit is None else min(limit, most))
        digest = hashlib.sha256()
        closing = False
        self._streams += 1
        writer = obstore.open_writer_async(
            self._store,
            path,
            attributes={"Content-Disposition": "attachment"},  # so that no presigned URL opens in a browser
            buffer_size=part,
            max_concurrency=PARTS_AT_ONCE if self._streams == 1 else 1,
        )
        try:
            async for chunk in chunks:
                if gathering.add(chunk):
                    await self._write(writer, digest, gathering.take())
            await self._write(writer, digest, gathering.take())
            closing = True
            with explained("nothing was stored"):
                await asyncio.shield(writer.close())
            return Stored(gathering.size, digest.digest())
        except BaseException as error:
            await asyncio.shield(self._discard(writer, error, name if closing else None))
            raise
        finally:
            self._streams -= 1

    async def read(self, name: str, start: int = 0, size: int | None = None) -> AsyncGenerator[bytes, None]:
        location(name)
        with explained("nothing was read", name):
            result = await self._get(name, start, size)
            if result is None:
                return
            async for chunk in result.stream(READ_BYTES):
                yield bytes(chunk)

    async def size(self, name: str) -> int | None:
        try:
            return await self._size(name)
        except NotFound:
            return None

    async def delete(self, *names: str) -> None:
        paths = [location(name) for name in names]
        for first in range(0, len(paths), PAGE):
            with explained("some were not deleted"):
                async with asyncio.timeout(self._patience.call):
                    await obstore.delete_async(self._store, paths[first : first + PAGE])

    async def every(self) -> AsyncGenerator[Listed, None]:
        with explained("nothing was read"):
            async for page in obstore.list(self._store, chunk_size=PAGE):
                for entry in page:
                    name = entry["path"].rpartition("/")[2]
                    if is_name(name) and entry["path"] == location(name):
                        yield Listed(name, entry["size"], int(entry["last_modified"].timestamp() * 1_000))

    async def presign(self, method: Literal["GET", "PUT"], name: str, *, seconds: int) -> str | None:
        path = location(name)
        with explained("nothing was signed"):
            async with asyncio.timeout(self._patience.call):
                return await obstore.sign_async(self._store, method, path, timedelta(seconds=seconds))

    async def free_bytes(self) -> int | None:
        return None

    async def sweep(self) -> int:
        return 0

    def close(self) -> None:
        self._hashers.shutdown()

    async def _get(self, name: str, start: int, size: int | None) -> "GetResult | None":
        """Begin to read a range; return None for one that is empty, which S3 refuses."""
        if size == 0:
            await self._size(name)
            return None
        wanted: GetOptions = {}
        if size is not None:
            wanted["range"] = (start, start + size)
        elif start:
            wanted["range"] = {"offset": start}
        try:
            async with asyncio.timeout(self._patience.call):
                return await obstore.get_async(self._store, location(name), options=wanted)
        except obstore.exceptions.BaseError:
            if "range" in wanted and start >= await self._size(name):
                return None
            raise

    async def _size(self, name: str) -> int:
        with explained("nothing was read", name):
            async with asyncio.timeout(self._patience.call):
                return (await obstore.head_async(self._store, location(name)))["size"]

    async def _write(self, writer: "AsyncWritableFile", digest: "Digest", batch: list[bytes]) -> None:
        piece = await asyncio.get_running_loop().run_in_executor(self._hashers, _joined, batch, digest)
        with explained("nothing was stored"):
            await asyncio.shield(writer.write(piece))  # whole or not begun, so that an abort finds the writer at rest

    async def _discard(self, writer: "AsyncWritableFile", error: BaseException, visible: str | None) -> None:
        """Abort an upload, and delete the blob in case the service did complete it."""
        with suppress(TimeoutError, Unavailable):  # then the bucket's lifecycle rule, or a sweep, has to do it
            async with asyncio.timeout(self._patience.discard):
                with suppress(obstore.exceptions.BaseError, OSError):  # it says so when it has aborted by itself
                    await writer.__aexit__(type(error), error, None)
                if visible:
                    await self.delete(visible)


def _part_bytes(limit: int | None) -> int:
    """Return the size of parts, of which a stream of `limit` bytes needs PARTS_MAX at the most."""
    needed = 0 if limit is None else -(-limit // PARTS_MAX)
    return min(max(PART_BYTES, needed), PART_BYTES_MAX)


def _joined(batch: list[bytes], digest: "Digest") -> bytes:
    """Return the chunks as one, having hashed them."""
    piece = b"".join(batch)
    digest.update(piece)
    return piece


def _endpoint() -> str:
    """Return the address that obstore will take from the environment, empty for Amazon's own."""
    return next((os.environ[name] for name in ENDPOINTS if os.environ.get(name)), "")
