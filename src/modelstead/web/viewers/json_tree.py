"""JSON as a tree that opens; what mlflow.log_table writes, and lists of flat records, as tables."""

import asyncio
from typing import Any

import msgspec

from modelstead import limits
from modelstead.web.viewers.table import TablePreview, table
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

_RECORDS = 2  # as many make a table
_COLUMNS = 500  # more do not: each row would have them all
_FIRST = 100  # entries of one list or object
_TEXT = 2_000  # characters of one string
_OPEN = 2  # levels that are open from the beginning, the first whatever is in it
_OPEN_ENTRIES = 20


class Node(msgspec.Struct, frozen=True):
    """A value: its key or place, what kind it is, and its text or what is in it; `left_out` entries are not shown."""

    key: str
    kind: str  # object, array, string, number, constant
    text: str = ""
    count: int = 0
    children: tuple["Node", ...] = ()
    left_out: int = 0
    is_open: bool = False


class JsonPreview(msgspec.Struct, frozen=True):
    """A tree, or a table."""

    root: Node | None = None
    table: TablePreview | None = None


async def show(source: Source) -> JsonPreview:
    return await asyncio.to_thread(_preview, source, await source.whole())


def _preview(source: Source, content: bytes) -> JsonPreview:
    value = decode(content)
    found = rows(value)
    if found is None:
        return JsonPreview(root=tree(value))
    columns, held = found
    shown = [[_plain(cell) for cell in row] for row in held[: limits.VIEW_TABLE_ROWS_MAX]]
    is_whole = len(shown) == len(held)
    return JsonPreview(table=table(source, list(map(_plain, columns)), shown, is_whole=is_whole, can_grow=False))


def decode(content: bytes) -> Any:
    """Return the value of a JSON text; raise Unfit for what is none."""
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Unfit(f"It is not valid JSON: {error}") from error


def tree(value: Any) -> Node:
    """Return a value as a tree of at most VIEW_JSON_NODES nodes."""
    return _node("", value, 0, [limits.VIEW_JSON_NODES])


def _node(key: str, value: Any, depth: int, left: list[int]) -> Node:
    left[0] -= 1
    if not isinstance(value, dict | list):
        return Node(key, *_leaf(value))
    kind, held = ("object", value.items()) if isinstance(value, dict) else ("array", enumerate(value))
    children: list[Node] = []
    if depth < limits.VIEW_JSON_DEPTH:
        for name, each in held:
            if len(children) >= _FIRST or left[0] <= 0:
                break
            children.append(_node(str(name), each, depth + 1, left))
    return Node(
        key,
        kind,
        count=len(value),
        children=tuple(children),
        left_out=len(value) - len(children),
        is_open=depth == 0 or (depth < _OPEN and len(value) <= _OPEN_ENTRIES),
    )


def _leaf(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        cut = value if len(value) <= _TEXT else value[:_TEXT] + "…"
        return "string", f'"{cut}"'
    if isinstance(value, bool) or value is None:
        return "constant", msgspec.json.encode(value).decode()
    return "number", repr(value)


def rows(value: Any) -> tuple[list[Any], list[list[Any]]] | None:
    """Return the columns and rows of a value that is a table, in split form or as a list of flat records."""
    if isinstance(value, dict):
        columns, data = value.get("columns"), value.get("data")
        if isinstance(columns, list) and isinstance(data, list) and columns:
            return (columns, data) if all(isinstance(row, list) for row in data) else None
        return None
    if not isinstance(value, list) or len(value) < _RECORDS or not all(isinstance(each, dict) for each in value):
        return None
    names = list(dict.fromkeys(name for record in value for name in record))
    if not 0 < len(names) <= _COLUMNS or any(
        isinstance(cell, dict | list) for record in value for cell in record.values()
    ):
        return None
    return names, [[record.get(name) for name in names] for record in value[: limits.VIEW_TABLE_ROWS_MAX + 1]]


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else msgspec.json.encode(value).decode()


JSON = Viewer(
    "json",
    "JSON",
    "note",
    frozenset({"json", "geojson"}),
    show,
    at_once=limits.VIEW_PARSED_BYTES,
    at_most=limits.VIEW_PARSED_BYTES_MAX,
)
