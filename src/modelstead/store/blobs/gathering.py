"""Network chunks are small; a step to a thread or to a service pays for itself only with more of them."""

from modelstead.errors import LimitExceeded
from modelstead.store.blobs.blobs import CHUNK_BYTES

PIECES_MAX = 256  # of one batch, below what writev takes; a trickle of tiny chunks ends a batch early


class Gathering:
    """Collects the chunks of one stream into batches, and counts them against a limit in bytes."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._batch: list[bytes] = []
        self._batch_bytes = 0
        self.size = 0

    def add(self, chunk: bytes) -> bool:
        """Take a chunk and tell whether the batch is full; raise LimitExceeded when the stream is too long."""
        self.size += len(chunk)
        if self._limit is not None and self.size > self._limit:
            raise LimitExceeded(f"The file is larger than {self._limit} bytes. Send a smaller one.")
        self._batch.append(chunk)
        self._batch_bytes += len(chunk)
        return self._batch_bytes >= CHUNK_BYTES or len(self._batch) >= PIECES_MAX

    def take(self) -> list[bytes]:
        """Return the batch and begin the next."""
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        return batch
