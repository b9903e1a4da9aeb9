"""Blobs: bytes under our own random names, whatever keeps them.

A name is put once and never changes, so that any number of rows may point to it. Nothing that a client sent becomes
part of a name or of a path.
"""

import re
import secrets
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass
from typing import Literal, Protocol

from modelstead.errors import NotFound

CHUNK_BYTES = 1024 * 1024  # what one step to the disk or the network carries, in either direction

NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Stored:
    """What a put has stored: size in bytes, SHA-256 as 32 bytes."""

    size: int
    sha256: bytes


@dataclass(frozen=True)
class Listed:
    """A blob as a listing sees it: size in bytes, time in milliseconds since the epoch.

    The time is that of the last byte in a folder, and in S3 that of the first.
    """

    name: str
    size: int
    modified_at: int


class Blobs(Protocol):
    """A store of blobs, to be used from event loops.

    Every method raises Unavailable when the store cannot be reached, and ValueError for a name that is not ours.
    """

    settled_seconds: int
    """How old a listed blob is at least when the put that made it has surely returned, and its row is there."""

    async def put(self, name: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> Stored:
        """Store a stream under a new name; it is durable, and visible, when this returns.

        Raise LimitExceeded as soon as the stream is longer than `limit` bytes (its length, where that is known),
        StorageFull when there is no room, and whatever the stream raises. After an error or a cancellation nothing is
        visible and nothing is left.
        """

    def read(self, name: str, start: int = 0, size: int | None = None) -> AsyncGenerator[bytes, None]:
        """Yield `size` bytes from `start`, or all from there, in chunks of at most about CHUNK_BYTES.

        A range is cut at the blob's end. Raise NotFound at the first step when there is no such blob; close the
        generator (contextlib.aclosing) when leaving early.
        """

    async def size(self, name: str) -> int | None:
        """Return a blob's size in bytes, None when there is no such blob."""

    async def delete(self, *names: str) -> None:
        """Remove blobs; absent ones are fine."""

    def every(self) -> AsyncGenerator[Listed, None]:
        """Yield every blob, in no order; one that is put or deleted meanwhile may be missing or not."""

    async def presign(self, method: Literal["GET", "PUT"], name: str, *, seconds: int) -> str | None:
        """Return a URL that lets anyone read or put a blob for some seconds, None where there is no such thing."""

    async def free_bytes(self) -> int | None:
        """Return how many bytes still fit, None where nobody knows."""

    async def sweep(self) -> int:
        """Remove what killed processes left of puts more than limits.LEFTOVER_SECONDS ago; return how many files."""

    def close(self) -> None:
        """Finish what is under way and let go of threads and connections."""


def new_name() -> str:
    """Return 32 random hex digits."""
    return secrets.token_hex(16)


def location(name: str) -> str:
    """Return where a blob lies below its store, ab/cd/abcd…; raise ValueError for a name that is not ours."""
    if not is_name(name):
        raise ValueError(f"{name!r} is not the name of a blob.")
    return f"{name[:2]}/{name[2:4]}/{name}"


def is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None


def missing(name: str) -> NotFound:
    return NotFound(f"The stored bytes {name} are missing. Restore them from a backup, or upload the file again.")
