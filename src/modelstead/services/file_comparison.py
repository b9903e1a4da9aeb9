"""Compare the files of runs or of model versions: which have one of a name, and whether its bytes are the same."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.artifact import Owner, OwnerKind
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


def owner_of(run: RunRow) -> Owner:
    """Return what has a run's files: the version whose own run it is, or the run itself."""
    if run.version_id is None:
        return Owner(OwnerKind.RUN, run.id)
    return Owner(OwnerKind.MODEL_VERSION, run.version_id)


def table(tx: Transaction, owners: Sequence[Owner], *, find: str = "", is_every: bool = False) -> FileTable:
    """Return the files of runs or versions by path, those whose bytes differ or every one."""
    places = {(int(owner.kind), owner.id): place for place, owner in enumerate(owners)}
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
    files = [_file(path, found[path], len(owners)) for path in sorted(found)]
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
