"""One blob on its way into a local store."""

import hashlib
import os
import secrets
import threading
from contextlib import suppress

from modelstead.store.blobs.blobs import Stored
from modelstead.store.blobs.local_folder import FILE_MODE, Folder, explained

WRITE_BACK_BYTES = 8 * 1024 * 1024  # begin writing to the disk at each such step, so that the last sync waits less
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
NOTHING = "nothing was stored"


class Writing:
    """Its methods wait for the disk: call them from threads. They take turns, and after `discard` do nothing."""

    def __init__(self, folder: Folder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._temporary = f"{name}-{secrets.token_hex(4)}"
        self._descriptor: int | None = None
        self._digest = hashlib.sha256()
        self._size = 0
        self._written_back = 0
        self._began = False
        self._visible = False
        self._discarded = False
        self._turn = threading.Lock()

    def write(self, batch: list[bytes]) -> None:
        """Append chunks."""
        with self._turn, explained(NOTHING):
            self._append(batch)

    def finish(self, batch: list[bytes]) -> Stored:
        """Append the last chunks and make the blob durable, then visible."""
        with self._turn, explained(NOTHING):
            descriptor = self._append(batch)
            is_new = self._folder.make_leaf(self._name)  # before the sync, which carries it to the disk along the way
            os.fsync(descriptor)
            self._close()
            with self._folder.temporary() as temporary, self._folder.leaf(self._name) as leaf:
                os.rename(self._temporary, self._name, src_dir_fd=temporary, dst_dir_fd=leaf)
                self._visible = True
                os.fsync(leaf)
            if is_new:
                self._folder.sync_leaf(self._name)
            return Stored(self._size, self._digest.digest())

    def discard(self) -> None:
        """Leave nothing, however far it had come."""
        with self._turn:
            self._discarded = True
            self._close()
            with suppress(OSError):  # what cannot be removed now is swept later
                if self._visible:
                    with self._folder.leaf(self._name) as leaf:
                        os.unlink(self._name, dir_fd=leaf)
                elif self._began:
                    with self._folder.temporary() as temporary:
                        os.unlink(self._temporary, dir_fd=temporary)

    def _append(self, batch: list[bytes]) -> int:
        if self._discarded:
            raise InterruptedError
        if self._descriptor is None:
            with self._folder.temporary() as temporary:
                self._descriptor = os.open(self._temporary, NEW_FILE, FILE_MODE, dir_fd=temporary)
            self._began = True
        for chunk in batch:
            self._digest.update(chunk)
            self._size += len(chunk)
        if batch:
            _write_all(self._descriptor, batch)
        if self._size - self._written_back >= WRITE_BACK_BYTES:
            _begin_write_back(self._descriptor, self._written_back, self._size)
            self._written_back = self._size
        return self._descriptor

    def _close(self) -> None:
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)


def _write_all(descriptor: int, batch: list[bytes]) -> None:
    written = os.writev(descriptor, batch)
    if written < sum(map(len, batch)):  # a nearly full disk, or more than the system takes at once
        rest = memoryview(b"".join(batch))[written:]
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def _begin_write_back(descriptor: int, start: int, end: int) -> None:
    """Have the system write a part of a file without waiting for it; what is not written yet stays in its cache."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, start, end - start, os.POSIX_FADV_DONTNEED)
