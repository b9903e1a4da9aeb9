"""A folder as the store of blobs.

The event loop never waits for the disk: threads do. A small blob is one step of a thread, a large one a step for each
CHUNK_BYTES, with the next batch gathered meanwhile. Syncs of several threads share the file system's own commits.
"""

import asyncio
import os
import stat
import time
from asyncio import Future
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar, TypeVarTuple

from modelstead import limits
from modelstead.errors import NotFound, Unavailable
from modelstead.store.blobs.blobs import Listed, Stored, is_name, location
from modelstead.store.blobs.gathering import Gathering
from modelstead.store.blobs.local_folder import NOT_THERE, TOPS, Folder, below, explained
from modelstead.store.blobs.local_reading import Reading, open_blob
from modelstead.store.blobs.local_writing import Writing

WRITERS = 16  # threads that write: as many syncs share a commit of the file system
READERS = 4  # threads of their own, since a sync may take long

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class LocalBlobs:
    """See store.blobs.blobs.Blobs."""

    settled_seconds = limits.BLOB_AGE_SECONDS

    def __init__(self, root: Path) -> None:
        self._folder = Folder(root.absolute())
        self._folder.make()
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="blob-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="blob-reader")

    async def put(self, name: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> Stored:
        location(name)
        writing = Writing(self._folder, name)
        gathering = Gathering(limit)
        step: Future[None] | None = None
        try:
            async for chunk in chunks:
                if gathering.add(chunk):
                    if step is not None:
                        await step
                    step = _run(self._writers, writing.write, gathering.take())
            if step is not None:
                await step
            return await _run(self._writers, writing.finish, gathering.take())
        except BaseException:
            if step is not None and not step.cancel() and not step.cancelled():
                step.exception()  # heard, whether or not it is what we are here for
            await self._discard(writing)
            raise

    async def _discard(self, writing: Writing) -> None:
        """Leave nothing, even if the caller is cancelled once more."""
        try:
            discarding = _run(self._writers, writing.discard)
        except Unavailable:  # the threads have ended
            writing.discard()
        else:
            await asyncio.shield(discarding)

    async def read(self, name: str, start: int = 0, size: int | None = None) -> AsyncGenerator[bytes, None]:
        location(name)
        reading = Reading(self._folder, name, start, size)
        try:
            while not reading.ended:
                if chunk := await _run(self._readers, reading.next):
                    yield chunk
        finally:
            reading.close()

    async def size(self, name: str) -> int | None:
        location(name)
        return await _run(self._readers, _size, self._folder, name)

    async def delete(self, *names: str) -> None:
        for name in names:
            location(name)
        await _run(self._writers, _delete, self._folder, names)

    async def every(self) -> AsyncGenerator[Listed, None]:
        for top in TOPS:
            for listed in await _run(self._readers, _list, self._folder, top):
                yield listed

    async def presign(self, method: Literal["GET", "PUT"], name: str, *, seconds: int) -> str | None:  # noqa: ARG002
        location(name)
        return None

    async def free_bytes(self) -> int | None:
        return await _run(self._readers, _free_bytes, self._folder)

    async def sweep(self) -> int:
        return await _run(self._writers, _sweep, self._folder)

    def close(self) -> None:
        self._readers.shutdown()
        self._writers.shutdown()


def _run(threads: ThreadPoolExecutor, work: Callable[[*Ts], T], *args: *Ts) -> Future[T]:
    try:
        return asyncio.get_running_loop().run_in_executor(threads, work, *args)
    except RuntimeError as error:
        raise Unavailable("The server is stopping; nothing was stored.", retry_after=5) from error


def _size(folder: Folder, name: str) -> int | None:
    with explained("nothing was read"):
        try:
            descriptor = open_blob(folder, name)
        except NotFound:
            return None
        try:
            return os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)


def _delete(folder: Folder, names: tuple[str, ...]) -> None:
    with explained("some were not deleted"):
        for name in names:
            try:
                with folder.leaf(name) as leaf:
                    os.unlink(name, dir_fd=leaf)
            except OSError as error:
                if error.errno not in NOT_THERE:
                    raise


def _list(folder: Folder, top: str) -> list[Listed]:
    """Return the blobs whose names begin with two digits."""
    found: list[Listed] = []
    absent = suppress(FileNotFoundError, NotADirectoryError)
    with explained("nothing was read"), folder.opened() as root, absent, below(root, top) as parent:
        for leaf in _names(parent):
            with absent, below(parent, leaf) as descriptor:
                found += _blobs(descriptor, top + leaf)
    return found


def _blobs(leaf: int, start: str) -> Iterator[Listed]:
    for name in _names(leaf):
        if is_name(name) and name.startswith(start):
            with suppress(FileNotFoundError):  # deleted since
                status = os.stat(name, dir_fd=leaf, follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    yield Listed(name, status.st_size, status.st_mtime_ns // 1_000_000)


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _free_bytes(folder: Folder) -> int:
    with explained("nothing was read"), folder.opened() as root:
        status = os.statvfs(root)
        return status.f_bavail * status.f_frsize


def _sweep(folder: Folder) -> int:
    count = 0
    oldest = time.time() - limits.LEFTOVER_SECONDS
    with explained("some leftovers stay"), folder.temporary() as temporary:
        for name in _names(temporary):
            with suppress(FileNotFoundError, IsADirectoryError):
                if os.stat(name, dir_fd=temporary, follow_symlinks=False).st_mtime < oldest:
                    os.unlink(name, dir_fd=temporary)
                    count += 1
    return count
