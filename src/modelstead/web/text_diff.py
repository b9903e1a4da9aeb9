"""Two texts side by side, line by line."""

import difflib
from collections.abc import Iterator, Sequence

import msgspec

AROUND = 3  # equal lines that are shown before and after a change


class DiffLine(msgspec.Struct, frozen=True):
    """A line of two texts beside each other: its number and text in each, None where it is not in one.

    `kind` is same, changed, removed, added, or gap for equal lines that are left out, `count` of them.
    """

    kind: str
    old_number: int | None = None
    old: str | None = None
    new_number: int | None = None
    new: str | None = None
    count: int = 0


def diff(old: Sequence[str], new: Sequence[str]) -> list[DiffLine]:
    """Return the lines in which two texts differ, with some around them."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=True)
    found: list[DiffLine] = []
    opcodes = matcher.get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag == "equal":
            before = AROUND if place > 0 else 0
            after = AROUND if place < len(opcodes) - 1 else 0
            found += _equal(old, (i1, i2, j1), before, after)
        else:
            found += _changed(old[i1:i2], new[j1:j2], i1, j1)
    return found


def _equal(old: Sequence[str], span: tuple[int, int, int], before: int, after: int) -> Iterator[DiffLine]:
    start, end, new_start = span
    left_out = range(start + before, max(end - after, start + before))
    for number in range(start, end):
        if number in left_out and len(left_out) > 1:
            if number == left_out.start:
                yield DiffLine("gap", count=len(left_out))
            continue
        yield DiffLine("same", number + 1, old[number], new_start + number - start + 1, old[number])


def _changed(old: Sequence[str], new: Sequence[str], old_start: int, new_start: int) -> Iterator[DiffLine]:
    for place in range(max(len(old), len(new))):
        left = old[place] if place < len(old) else None
        right = new[place] if place < len(new) else None
        kind = "added" if left is None else "removed" if right is None else "changed"
        yield DiffLine(
            kind,
            None if left is None else old_start + place + 1,
            left,
            None if right is None else new_start + place + 1,
            right,
        )
