"""One blob on its way out of a local store."""

import os
import stat
import threading

from modelstead.store.blobs.blobs import CHUNK_BYTES, missing
from modelstead.store.blobs.local_folder import NOT_THERE, Folder, explained

FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe must not hold us up; for files it means nothing


class Reading:
    """Reads a range step by step. `next` waits for the disk, so call it from threads; `close` never waits."""

    def __init__(self, folder: Folder, name: str, start: int, size: int | None) -> None:
        self._folder = folder
        self._name = name
        self._position = start
        self._left = size
        self._descriptor: int | None = None
        self._turn = threading.Lock()
        self._closed = False
        self.ended = False

    def next(self) -> bytes:
        """Return the next chunk, empty at the end; raise NotFound when there is no such blob."""
        try:
            with self._turn, explained("nothing was read"):
                return b"" if self._closed else self._read()
        finally:
            if self.ended or self._closed:  # closed meanwhile, by one who did not wait for this turn
                self.close()

    def close(self) -> None:
        """Let go of the file, now or when the step under way is done."""
        self._closed = True
        if self._turn.acquire(blocking=False):
            try:
                if self._descriptor is not None:
                    descriptor, self._descriptor = self._descriptor, None
                    os.close(descriptor)
            finally:
                self._turn.release()

    def _read(self) -> bytes:
        if self._descriptor is None:
            self._descriptor = open_blob(self._folder, self._name)
        wanted = CHUNK_BYTES if self._left is None else min(CHUNK_BYTES, self._left)
        chunk = os.pread(self._descriptor, wanted, self._position) if wanted else b""
        self._position += len(chunk)
        if self._left is not None:
            self._left -= len(chunk)
        self.ended = len(chunk) < wanted or self._left == 0
        return chunk


def open_blob(folder: Folder, name: str) -> int:
    """Return a descriptor of a blob's file; raise NotFound when there is none, or something else in its place."""
    try:
        with folder.leaf(name) as leaf:
            descriptor = os.open(name, FILE, dir_fd=leaf)
    except OSError as error:
        if error.errno in NOT_THERE:
            raise missing(name) from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise missing(name)
    return descriptor
