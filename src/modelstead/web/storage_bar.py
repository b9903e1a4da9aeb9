"""A project's storage as a bar: a piece for each part that keeps bytes, as wide as its share."""

import msgspec

from modelstead.services.storage_use import StorageUse
from modelstead.store.storage_use import Part

WIDTH = 1_000  # of the bar, in its own units
_LEAST = 3  # of a piece that has bytes, so that it is seen
_LABELS = {
    Part.RUNS: ("runs", "Runs"),
    Part.VERSIONS: ("versions", "Model versions"),
    Part.LOGGED_MODELS: ("logged-models", "Logged models"),
    Part.PACKAGES: ("packages", "Packages"),
    Part.TRASH: ("trash", "Trash"),
}
WAITING = ("nothing", "Waiting to be removed")
UNFINISHED = ("uploads", "Unfinished uploads")


class Piece(msgspec.Struct, frozen=True):
    """A piece of the bar; `files` is None where nobody counts them."""

    name: str
    label: str
    size: int
    files: int | None
    x: int
    width: int


class Bar(msgspec.Struct, frozen=True):
    """`used` has the bytes of unfinished uploads in it, as what is left of the quota has; `percent` is of the quota."""

    used: int
    quota: int | None
    percent: float | None
    pieces: list[Piece]
    label: str


def bar(use: StorageUse) -> Bar:
    """Return the bar of what a project keeps; it is full at the quota, or, without one, at what is used."""
    by_part = {each.part: each for each in use.parts}
    parts = [
        (*label, by_part[part].size if part in by_part else 0, by_part[part].blobs if part in by_part else 0)
        for part, label in _LABELS.items()
    ]
    sizes = [*parts, (*WAITING, use.waiting, None), (*UNFINISHED, use.unfinished, None)]
    used, quota = sum(size for *_, size, _ in sizes), use.usage.quota
    full = max(used, quota or 0, 1)
    pieces, x = list[Piece](), 0
    for name, label, size, files in sizes:
        width = max(size * WIDTH // full, _LEAST) if size else 0
        pieces.append(Piece(name, label, size, files, min(x, WIDTH - width), width))
        x += width
    percent = None if not quota else 100 * used / quota
    return Bar(used, quota, percent, pieces, _label(pieces, used))


def _label(pieces: list[Piece], used: int) -> str:
    """Say in words what the bar shows."""
    shares = [f"{each.label} {100 * each.size / used:.0f} %" for each in pieces if each.size]
    return ", ".join(shares) or "Nothing is kept"
