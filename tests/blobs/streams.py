"""Streams as a client sends them, and what comes back."""

import asyncio
import random
from collections.abc import AsyncIterator

from modelstead.store.blobs.blobs import Blobs

MIB = 1024 * 1024
NETWORK_BYTES = 64 * 1024


class Broken(Exception):
    """What a failing stream of a test raises."""


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 - to be the same in every run


async def stream(data: bytes, chunk: int = NETWORK_BYTES) -> AsyncIterator[bytes]:
    for start in range(0, len(data), chunk):
        yield data[start : start + chunk]


async def broken(data: bytes) -> AsyncIterator[bytes]:
    """Yield some bytes, then fail."""
    async for chunk in stream(data):
        yield chunk
    raise Broken


async def stalled(data: bytes, sent: asyncio.Event) -> AsyncIterator[bytes]:
    """Yield some bytes, tell that they were taken, and never end."""
    async for chunk in stream(data):
        yield chunk
    sent.set()
    await asyncio.Event().wait()


async def content(blobs: Blobs, name: str, start: int = 0, size: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in blobs.read(name, start, size)])
