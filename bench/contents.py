"""The bytes of the files that the bench stores: different for each file, cut from one prepared block."""

import random
from functools import cache

BLOCK = 4 * 2**20
SEED = 7
# Odd, so that no two of the files begin with the same bytes.
DISTANCE = 4099


@cache
def _block(copies: int) -> bytes:
    return random.Random(SEED).randbytes(BLOCK) * copies  # noqa: S311 - any bytes do


def content(number: int, size: int) -> memoryview:
    """Return the bytes of a file; nothing is copied."""
    start = number * DISTANCE % BLOCK
    return memoryview(_block(-(-size // BLOCK) + 1))[start : start + size]
