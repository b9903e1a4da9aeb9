"""Values that may be long: their beginning is shown, the rest opens, and what is longer still is a link away."""

from collections.abc import Iterable
from typing import Protocol

import msgspec

from modelstead import limits


class Valued(Protocol):
    """A param or a tag whose `value` may be only the beginning of `length` characters."""

    @property
    def key(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def length(self) -> int: ...


class ShownText(msgspec.Struct, frozen=True):
    """A value as a page shows it: `begin` at once, `whole` when it is opened, "" where there is nothing to open."""

    key: str
    begin: str
    whole: str
    length: int

    @property
    def is_short(self) -> bool:
        """Whether all of it is shown at once, and it is something."""
        return bool(self.begin) and self.length == len(self.begin)

    @property
    def is_all(self) -> bool:
        """Whether the page holds the whole value."""
        return self.length == len(self.whole or self.begin)


def shown(rows: Iterable[Valued]) -> list[ShownText]:
    """Return values as a page shows them, of which not more can be opened than one page should weigh."""
    left = limits.RUN_VALUES_LENGTH
    found = []
    for row in rows:
        begin, whole = row.value, ""
        if row.length > limits.RUN_VALUE_SHORT:
            begin = row.value[: limits.RUN_VALUE_SHORT]
            if len(row.value) <= left:
                left -= len(row.value)
                whole = row.value
        found.append(ShownText(row.key, begin, whole, row.length))
    return found
