"""A program that streams blobs in and out and prints by how many MiB its memory grew: one stream, then eight."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Iterable
from pathlib import Path

from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.streams import MIB, NETWORK_BYTES

ONE_BYTES = 96 * MIB
EACH_BYTES = 12 * MIB
STATM = Path("/proc/self/statm")


class Memory:
    """The resident memory of this process, in bytes, and the most that was seen of it."""

    def __init__(self) -> None:
        self._base = self.highest = 0
        self.look()
        self._base = self.highest

    def look(self) -> None:
        pages = int(STATM.read_text().split()[1])
        self.highest = max(self.highest, pages * os.sysconf("SC_PAGESIZE"))

    def growth(self) -> int:
        return (self.highest - self._base) // MIB


async def sent(size: int, memory: Memory) -> AsyncIterator[bytes]:
    for number in range(size // NETWORK_BYTES):
        yield os.urandom(8) * (NETWORK_BYTES // 8)
        if number % 16 == 0:
            memory.look()
            await asyncio.sleep(0)


async def received(blobs: LocalBlobs, name: str, memory: Memory) -> int:
    size = 0
    async for chunk in blobs.read(name):
        size += len(chunk)
        memory.look()
    return size


async def grown(memory: Memory, work: Iterable[Awaitable[object]]) -> int:
    await asyncio.gather(*work)
    return memory.growth()


async def main() -> None:
    blobs = LocalBlobs(Path(sys.argv[1]))
    for count, size in ((1, ONE_BYTES), (8, EACH_BYTES)):
        names = [new_name() for _ in range(count)]
        memory = Memory()
        into = await grown(memory, [blobs.put(name, sent(size, memory)) for name in names])
        memory = Memory()
        out = await grown(memory, [received(blobs, name, memory) for name in names])
        sys.stdout.write(f"{into} {out}\n")
    blobs.close()


if __name__ == "__main__":
    asyncio.run(main())
