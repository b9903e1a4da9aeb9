"""The tree that names of experiments make by their slashes."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_DIGITS = re.compile(r"([0-9]+)")

DEPTH_MAX = 40  # of folders; what is deeper stands in one row


class Node(NamedTuple):
    """A folder, or an experiment where `path` is "".

    `label` is the part of the name that is not the folder's above. A folder holds the names from `first` to before
    `end`, an experiment is the name at `first`.
    """

    label: str
    depth: int
    first: int
    end: int
    path: str = ""


def ordered(name: str) -> tuple[tuple[tuple[str | int, ...], str], ...]:
    """Return what names are sorted by: their parts, so that those of a folder stand together.

    Case does not count, and numbers count as such: width-9 comes before width-10.
    """
    return tuple((_natural(part), part) for part in _parts(name))


def tree(names: Sequence[str], shut: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield the tree of sorted names, line by line; of folders that are shut there is nothing but themselves.

    A folder that would hold one thing alone is a part of that thing's label.
    """
    parts = [_parts(name) for name in names]
    yield from _level(parts, shut, 0, len(parts), 0, 0)


def _natural(part: str) -> tuple[str | int, ...]:
    return tuple(int(piece) if place % 2 else piece for place, piece in enumerate(_DIGITS.split(part.casefold())))


def _parts(name: str) -> list[str]:
    """Return the parts of a name; one with an empty part, whose folder nobody could read, is a single one."""
    parts = name.split("/")
    return parts if all(part.strip() for part in parts) else [name]


def _level(
    parts: Sequence[Sequence[str]], shut: frozenset[str], first: int, end: int, taken: int, depth: int
) -> Iterator[Node]:
    """Yield what is between two names, of which all begin with the same `taken` parts."""
    while first < end:
        head = parts[first]
        last = first + 1
        if len(head) > taken + 1 and depth < DEPTH_MAX:
            while last < end and len(parts[last]) > taken + 1 and parts[last][taken] == head[taken]:
                last += 1
        if last - first == 1:
            yield Node("/".join(head[taken:]), depth, first, last)
        else:
            shared = taken + 1
            while _goes_on(parts[first], parts[last - 1], shared):
                shared += 1
            path = "/".join(head[:shared])
            yield Node("/".join(head[taken:shared]), depth, first, last, path)
            if path not in shut:
                yield from _level(parts, shut, first, last, shared, depth + 1)
        first = last


def _goes_on(first: Sequence[str], last: Sequence[str], shared: int) -> bool:
    """Tell whether the first and the last name of a folder, and so all, are in one folder further down."""
    return len(first) > shared + 1 and len(last) > shared + 1 and first[shared] == last[shared]
