"""Notebooks: cells with what they gave. Their scripts do not run, and their HTML is cleaned."""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec

from modelstead import limits
from modelstead.errors import NotFound
from modelstead.web.markdown import Places
from modelstead.web.urls import query
from modelstead.web.viewers.prose import places
from modelstead.web.viewers.text import readable
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

Text = str | list[str]
IMAGES = {"image/png": b"image/png", "image/jpeg": b"image/jpeg", "image/gif": b"image/gif"}
_KINDS = {"text/html": "html", "text/markdown": "markdown", "text/plain": "text"}  # the first that there is
_TEXT = 20_000  # characters of one output, and of a cell


class RawOutput(msgspec.Struct):
    output_type: str = ""
    text: Text = ""
    data: dict[str, Any] = {}
    ename: str = ""
    evalue: str = ""
    traceback: list[str] = []


class RawCell(msgspec.Struct):
    cell_type: str = "raw"
    source: Text = ""
    outputs: list[RawOutput] = []
    execution_count: int | None = None


class RawNotebook(msgspec.Struct):
    """Version 4 of the format, as far as it is shown."""

    cells: list[RawCell]
    metadata: dict[str, Any] = {}


class Output(msgspec.Struct, frozen=True):
    """What a cell gave: kind is text, error, html or image; an image has an address, the others a text."""

    kind: str
    text: str = ""
    image: str = ""


class Cell(msgspec.Struct, frozen=True):
    kind: str  # markdown, code, raw
    source: str
    count: int | None = None
    outputs: tuple[Output, ...] = ()


class NotebookPreview(msgspec.Struct, frozen=True):
    """The first cells, and how many there are."""

    cells: tuple[Cell, ...]
    total: int
    language: str
    places: Places


async def show(source: Source) -> NotebookPreview:
    raw = await asyncio.to_thread(decode, await source.whole())
    address = source.raw(source.path)
    cells = tuple(_cell(cell, at, address) for at, cell in enumerate(raw.cells[: limits.VIEW_NOTEBOOK_CELLS]))
    return NotebookPreview(cells, len(raw.cells), _language(raw.metadata), places(source))


def decode(content: bytes) -> RawNotebook:
    """Return a notebook; raise Unfit for what is none."""
    try:
        return msgspec.json.decode(content, type=RawNotebook)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeDecodeError) as error:
        raise Unfit(f"It is not a notebook of version 4: {error}") from error


def picture(content: bytes, cell: int, output: int) -> tuple[bytes, bytes]:
    """Return the bytes and the type of the image that a cell gave; raise NotFound where there is none."""
    try:
        data = decode(content).cells[cell].outputs[output].data
        kind = next(kind for kind in IMAGES if kind in data)
        return base64.b64decode("".join(_text(data[kind]).split()), validate=True), IMAGES[kind]
    except (Unfit, IndexError, StopIteration, binascii.Error, ValueError) as error:
        raise NotFound("There is no such image in the notebook.") from error


def _cell(cell: RawCell, at: int, address: str) -> Cell:
    outputs = (
        tuple(
            _output(output, query(address, cell=str(at), output=str(place)))
            for place, output in enumerate(cell.outputs)
        )
        if cell.cell_type == "code"
        else ()
    )
    return Cell(cell.cell_type, _text(cell.source), cell.execution_count, tuple(filter(None, outputs)))


def _output(output: RawOutput, address: str) -> Output | None:
    if output.output_type == "error":
        return _words("error", "\n".join(output.traceback) or f"{output.ename}: {output.evalue}")
    if output.output_type == "stream":
        return _words("text", _text(output.text))
    held: Mapping[str, Any] = output.data
    if any(kind in held for kind in IMAGES):
        return Output("image", _text(held.get("text/plain", "")), address)
    for kind, name in _KINDS.items():
        if kind in held:
            return _words(name, _text(held[kind]))
    return None


def _words(kind: str, text: str) -> Output:
    cut = text if len(text) <= _TEXT else text[:_TEXT] + "…"
    return Output(kind, readable(cut.encode(errors="replace")))


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _language(metadata: Mapping[str, Any]) -> str:
    kernel = metadata.get("kernelspec")
    name = kernel.get("display_name") if isinstance(kernel, dict) else None
    return name if isinstance(name, str) else ""


NOTEBOOK = Viewer(
    "notebook",
    "Notebook",
    "note",
    frozenset({"ipynb"}),
    show,
    at_once=limits.VIEW_PARSED_BYTES * 8,
    at_most=limits.VIEW_PARSED_BYTES_MAX * 2,
)
