"""A program that puts blobs until it is killed, and prints each name when its put has returned."""

import asyncio
import sys
from pathlib import Path

from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, stalled, stream

SIZES = (0, 10, 10_000, MIB + 1, 3 * MIB)


def content_of(name: str) -> bytes:
    """Return what this program stores under a name."""
    size = SIZES[int(name[:4], 16) % len(SIZES)]
    return (name.encode() * (size // len(name) + 1))[:size]


async def put(blobs: LocalBlobs) -> None:
    while True:
        name = new_name()
        await blobs.put(name, stream(content_of(name)))
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()


async def main() -> None:
    blobs = LocalBlobs(Path(sys.argv[1]))
    puts = [put(blobs) for _ in range(6)]
    never_done = blobs.put(new_name(), stalled(bytes(3 * MIB), asyncio.Event()))
    await asyncio.gather(never_done, *puts)


if __name__ == "__main__":
    asyncio.run(main())
