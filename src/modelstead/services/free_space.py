"""Whether there is room for more bytes where the blobs are."""

import time

from modelstead import limits
from modelstead.errors import StorageFull
from modelstead.store.blobs.blobs import Blobs


class FreeSpace:
    """Asks the store of blobs at most once in ROOM_SECONDS, and counts what was let in since."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._asked_at = float("-inf")
        self._free: int | None = None

    async def check(self, size: int) -> None:
        """Raise StorageFull when so many bytes would leave less than FREE_BYTES_MIN."""
        now = time.monotonic()
        if now - self._asked_at > limits.ROOM_SECONDS:
            self._asked_at, self._free = now, await self._blobs.free_bytes()
        if self._free is None:
            return
        if self._free - size < limits.FREE_BYTES_MIN:
            raise StorageFull("The disk of the artifacts is full; nothing was stored. Reading goes on.", retry_after=15)
        self._free -= size
