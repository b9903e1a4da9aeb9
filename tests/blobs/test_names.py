"""Only names of ours are taken, on each back end: no text of a client becomes part of a path."""

import asyncio
from collections.abc import Awaitable

import pytest

from modelstead.store.blobs.blobs import Blobs, is_name, location, new_name
from tests.blobs.streams import content, stream

FOREIGN = (
    "",
    "x",
    "..",
    "../" * 10 + "ab",
    "/etc/passwd",
    "A" * 32,
    "g" * 32,
    "0" * 31,
    "0" * 33,
    "0" * 31 + "\n",
    "0" * 32 + "\n",
    "\N{ARABIC-INDIC DIGIT ZERO}" * 32,
)


def test_new_names_are_random_and_lie_two_levels_deep() -> None:
    names = {new_name() for _ in range(1_000)}
    assert len(names) == 1_000
    assert all(map(is_name, names))
    assert location("ab" * 16) == "ab/ab/" + "ab" * 16


def test_a_name_that_is_not_ours_is_refused_by_every_method(blobs: Blobs) -> None:
    async def refused(name: str) -> None:
        calls: tuple[Awaitable[object], ...] = (
            blobs.put(name, stream(b"x")),
            content(blobs, name),
            blobs.size(name),
            blobs.delete(new_name(), name),
            blobs.presign("GET", name, seconds=10),
        )
        for call in calls:
            with pytest.raises(ValueError, match="is not the name of a blob"):
                await call

    async def every_name_refused() -> None:
        for name in FOREIGN:
            await refused(name)

    asyncio.run(every_name_refused())
