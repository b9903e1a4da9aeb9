"""One file of several runs beside each other: images, tables, or the lines in which two texts differ."""

import asyncio
import csv
import re
from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, OwnerKind
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.file_comparison import ComparedFile, FileTable
from modelstead.services.run_comparison import ComparedRun
from modelstead.web.compare_state import CompareState
from modelstead.web.text_diff import DiffLine, diff

IMAGES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif"})
TABLES = {"csv": ",", "tsv": "\t"}
TABLE_ROWS, TABLE_COLUMNS = 50, 20
LINE_LENGTH = 2_000  # characters of a line that are shown
_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$")


class Step(msgspec.Struct, frozen=True):
    """A file of a series whose names differ in their last number alone."""

    number: int
    path: str


class Picture(msgspec.Struct, frozen=True):
    """A run that has the image."""

    iid: int
    name: str


class TableCell(msgspec.Struct, frozen=True):
    """A cell of a table in both runs, equal or not."""

    old: str
    new: str


class FileView(msgspec.Struct, frozen=True):
    """A file; of the kinds of it, what the one that it is of needs.

    `kind` is image, table, text, same for equal bytes, or none with a sentence about why in `said`.
    """

    path: str
    kind: str
    old: int = 0  # iids of the two runs whose texts or tables are shown
    new: int = 0
    said: str = ""
    pictures: list[Picture] = []
    steps: list[Step] = []
    lines: list[DiffLine] = []
    header: list[str] = []
    cells: list[list[TableCell]] = []
    is_cut: bool = False


async def file_view(
    files: ArtifactFiles,
    access: Access,
    state: CompareState,
    runs: Sequence[ComparedRun],
    table: FileTable,
    baseline: int,
) -> FileView:
    """Return a file of the runs beside each other."""
    path = state.path
    row = next((each for each in table.rows if each.path == path), None)
    if row is None:
        return FileView(path, "none", said="None of these runs has such a file, or it is the same in all.")
    having = [run for run, held in zip(runs, row.held, strict=True) if held is not None]
    extension = path.rpartition(".")[2].lower()
    if extension in IMAGES:
        pictures = [Picture(run.iid, run.name) for run in having[: limits.COMPARED_IMAGES]]
        return FileView(path, "image", pictures=pictures, steps=_steps(path, table), is_cut=len(having) > len(pictures))
    if len(having) < 2:  # noqa: PLR2004 - there is nothing to set it against
        return FileView(path, "none", said=f"Only the run {having[0].name} has this file.")
    old = next((run for run in having if run.iid == baseline), having[0])
    new = next((run for run in having if run.iid == state.other and run is not old), None)
    new = new or next(run for run in having if run is not old)
    places = {run.iid: place for place, run in enumerate(runs)}
    if _variant(row, places[old.iid]) == _variant(row, places[new.iid]):
        return FileView(path, "same", old.iid, new.iid, "The file is the same in both runs, byte by byte.")
    return await _pair(files, access, path, old, new)


async def _pair(files: ArtifactFiles, access: Access, path: str, old: ComparedRun, new: ComparedRun) -> FileView:
    """Return two files of a path that differ."""
    ours, theirs = await _text(files, access, old.run_id, path), await _text(files, access, new.run_id, path)
    if ours is None or theirs is None:
        return FileView(path, "none", old.iid, new.iid, "The files differ; they are no texts that could be shown here.")
    (left, left_cut), (right, right_cut) = ours, theirs
    is_cut = left_cut or right_cut
    delimiter = TABLES.get(path.rpartition(".")[2].lower())
    if delimiter is not None:
        header, cells = _tables(left, right, delimiter)
        return FileView(path, "table", old.iid, new.iid, header=header, cells=cells, is_cut=is_cut)
    lines = await asyncio.to_thread(diff, left, right)
    return FileView(path, "text", old.iid, new.iid, lines=lines, is_cut=is_cut)


def _variant(row: ComparedFile, place: int) -> str:
    held = row.held[place]
    return "" if held is None else held.variant


def _steps(path: str, table: FileTable) -> list[Step]:
    """Return the files whose names differ from one in the last number only, in the order of that."""
    name = _NUMBER.match(path)
    if name is None:
        return []
    found = []
    for row in table.rows:
        other = _NUMBER.match(row.path)
        if other and other[1] == name[1] and other[3] == name[3] and len(other[2]) < 19:  # noqa: PLR2004 - an int64
            found.append(Step(int(other[2]), row.path))
    return sorted(found, key=lambda step: step.number) if len(found) > 1 else []


async def _text(files: ArtifactFiles, access: Access, run_id: str, path: str) -> tuple[list[str], bool] | None:
    """Return the first lines of a file, and whether there are more; None for what is no text."""
    artifact = await files.find(access, Address(OwnerKind.RUN, run_id, path))
    size = min(artifact.size, limits.COMPARED_TEXT_BYTES)
    body = b"".join([chunk async for chunk in await files.read(artifact, 0, size)]) if size else b""
    if b"\0" in body:
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        if error.start < len(body) - 4:  # not a character that was cut in half
            return None
        text = body[: error.start].decode()
    lines = text.splitlines()
    return [line[:LINE_LENGTH] for line in lines[: limits.COMPARED_LINES]], artifact.size > size or len(
        lines
    ) > limits.COMPARED_LINES


def _tables(left: Sequence[str], right: Sequence[str], delimiter: str) -> tuple[list[str], list[list[TableCell]]]:
    """Return the head and the first rows of two tables, cell by cell."""
    old, new = (_parsed(each, delimiter) for each in (left, right))
    header = (old or new or [[]])[0]
    rows = []
    for number in range(1, min(max(len(old), len(new)), TABLE_ROWS + 1)):
        ours = old[number] if number < len(old) else []
        theirs = new[number] if number < len(new) else []
        width = min(max(len(ours), len(theirs), len(header)), TABLE_COLUMNS)
        rows.append([TableCell(_at(ours, place), _at(theirs, place)) for place in range(width)])
    return header[:TABLE_COLUMNS], rows


def _parsed(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines[: TABLE_ROWS + 1], delimiter=delimiter))
    except csv.Error:
        return []


def _at(row: Sequence[str], place: int) -> str:
    return row[place][: limits.VIEW_CELL_LENGTH] if place < len(row) else ""
