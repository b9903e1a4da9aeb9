"""Compare the files of runs: which have one of a name, and whether its bytes are the same."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.artifact import OwnerKind
from modelstead.store import run_comparison
from modelstead.store.run_comparison import RunRow
from modelstead.store.transaction import Transaction


class HeldFile(msgspec.Struct, frozen=True):
    """A file of one run: its size, and a letter that runs share whose file has the same bytes."""

    size: int
    variant: str


class ComparedFile(msgspec.Struct, frozen=True):
    """A path and the file that each run has there, in the order of the runs."""

    path: str
    differs: bool
    held: list[HeldFile | None]


class FileTable(msgspec.Struct, frozen=True):
    """The first of `total` files; `hidden` others are the same in all runs, and there may be more unless `is_whole`."""

    rows: list[ComparedFile]
    total: int
    hidden: int
    is_whole: bool


def table(tx: Transaction, runs: Sequence[RunRow], *, find: str = "", is_every: bool = False) -> FileTable:
    """Return the files of runs by path, those whose bytes differ or every one."""
    places: dict[tuple[int, int], int] = {}
    for place, run in enumerate(runs):
        owner = (int(OwnerKind.RUN), run.id)
        places[owner if run.version_id is None else (int(OwnerKind.MODEL_VERSION), run.version_id)] = place
    rows = run_comparison.files(
        tx,
        [owner for kind, owner in places if kind == OwnerKind.RUN],
        [owner for kind, owner in places if kind == OwnerKind.MODEL_VERSION],
        limits.COMPARED_FILES + 1,
    )
    found: dict[str, list[tuple[int, int, bytes]]] = {}
    for row in rows[: limits.COMPARED_FILES]:
        if find.lower() in row.path.lower():
            found.setdefault(row.path, []).append((places[row.owner_kind, row.owner_id], row.size, row.sha256))
    files = [_file(path, found[path], len(runs)) for path in sorted(found)]
    wanted = files if is_every else [file for file in files if file.differs]
    shown = wanted[: limits.COMPARED_FILES_SHOWN]
    return FileTable(shown, len(wanted), len(files) - len(wanted), len(rows) <= limits.COMPARED_FILES)


def _file(path: str, files: Sequence[tuple[int, int, bytes]], runs: int) -> ComparedFile:
    held: list[HeldFile | None] = [None] * runs
    letters: dict[bytes, str] = {}
    for place, size, digest in sorted(files):
        letter = letters.setdefault(digest, _letter(len(letters)))
        held[place] = HeldFile(size, letter)
    return ComparedFile(path, len(letters) > 1 or len(files) < runs, held)


def _letter(number: int) -> str:
    """Return A to Z, then AA, AB and on."""
    text = ""
    while True:
        number, rest = divmod(number, 26)
        text = chr(ord("A") + rest) + text
        if number == 0:
            return text
        number -= 1
