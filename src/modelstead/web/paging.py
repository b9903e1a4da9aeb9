"""Where one is in a list of several pages."""

from collections.abc import Callable

import msgspec


class Pages(msgspec.Struct, frozen=True):
    """The rows that are shown, of how many, and the addresses of the pages before and after; "" where there is none."""

    first: int
    last: int
    total: int
    newer: str
    older: str


def pages(total: int, page: int, size: int, address: Callable[[int], str]) -> Pages:
    """Return what a page of this size says of itself."""
    first = min((page - 1) * size + 1, total) if total else 0
    last = min(page * size, total)
    return Pages(
        first, last, total, address(page - 1) if page > 1 else "", address(page + 1) if page * size < total else ""
    )
