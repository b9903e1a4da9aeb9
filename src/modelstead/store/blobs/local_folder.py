"""The folder of a local store: ab/cd/abcd… for blobs, tmp/ for those on their way.

Every step below the root goes by descriptor and follows no symlink. Functions here wait for the disk: call them from
threads.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modelstead.errors import SettingError, StorageFull, Unavailable

TEMPORARY = "tmp"  # not two hex digits, so never a blob's folder
FOLDER_MODE = 0o700
FILE_MODE = 0o600
FULL_RETRY_SECONDS = 15
GONE_RETRY_SECONDS = 30
FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
NOT_THERE = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ELOOP))  # the last two: a symlink where a blob would be
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
TOPS = tuple(f"{number:02x}" for number in range(256))


class Folder:
    """The root, and which folders below it are known to be on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._synced = bytearray(len(TOPS) * len(TOPS))  # a byte each, since threads set them

    def make(self) -> None:
        """Make what every store has; raise SettingError when that cannot be."""
        try:
            self.root.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            with self.opened() as root:
                _make(TEMPORARY, root)
                os.fsync(root)
            with self.temporary():  # refuses a symlink, at the start rather than at the first upload
                pass
        except OSError as error:
            raise SettingError(f"The folder {self.root} cannot be used for artifacts: {error.strerror}.") from error

    @contextmanager
    def opened(self) -> Iterator[int]:
        """Open the root, which alone may be a symlink: the operator chose it."""
        with _still_there():
            descriptor = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    @contextmanager
    def temporary(self) -> Iterator[int]:
        """Open the folder that every store has from its start, so that an empty mount point is not taken for one."""
        with self.opened() as root:
            with _still_there():
                descriptor = os.open(TEMPORARY, DIRECTORY, dir_fd=root)
            try:
                yield descriptor
            finally:
                os.close(descriptor)

    @contextmanager
    def leaf(self, name: str) -> Iterator[int]:
        """Open the folder of a blob; raise an OSError of NOT_THERE when there is none."""
        with self.opened() as root, below(root, name[:2]) as top, below(top, name[2:4]) as leaf:
            yield leaf

    def make_leaf(self, name: str) -> bool:
        """Make the folders of a blob unless they are there; tell whether to call sync_leaf once the blob is there."""
        with self.opened() as root:
            made = _make(name[:2], root)
            with below(root, name[:2]) as top:
                made |= _make(name[2:4], top)
        return made or not self._synced[int(name[:4], 16)]  # another process may have made it, and been killed since

    def sync_leaf(self, name: str) -> None:
        """Put the folders of a blob themselves on the disk."""
        with self.opened() as root, below(root, name[:2]) as top:
            os.fsync(top)
            os.fsync(root)
        self._synced[int(name[:4], 16)] = 1


@contextmanager
def below(parent: int, name: str) -> Iterator[int]:
    """Open a folder of a folder."""
    descriptor = os.open(name, DIRECTORY, dir_fd=parent)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _still_there() -> Iterator[None]:
    """Say what to do when a folder is not there that was there at the start."""
    try:
        yield
    except FileNotFoundError as error:
        raise Unavailable(
            "The artifact folder is gone, or its disk is not mounted. Put it back, or restart the server to begin "
            "an empty one.",
            retry_after=GONE_RETRY_SECONDS,
        ) from error


@contextmanager
def explained(done: str) -> Iterator[None]:
    """Turn the system's complaints into ours; `done` says what became of the call."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull(
                "The disk of the artifacts is full; nothing was stored. Reading goes on.",
                retry_after=FULL_RETRY_SECONDS,
            ) from error
        raise Unavailable(f"The artifact folder cannot do that now ({error.strerror}); {done}. Try again.") from error


def _make(name: str, parent: int) -> bool:
    """Make a folder unless it is there; tell whether it was made."""
    try:
        os.mkdir(name, FOLDER_MODE, dir_fd=parent)
    except FileExistsError:
        return False
    return True
