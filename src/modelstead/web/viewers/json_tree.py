"""JSON as a tree that opens; the tables that mlflow.log_table writes, and data frames in split form, as tables."""

import asyncio
from typing import Any

import msgspec

from modelstead import limits
from modelstead.web.viewers.table import TablePreview, table
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

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
    value = await asyncio.to_thread(decode, await source.whole())
    if _is_table(value):
        rows = [[_plain(cell) for cell in row] for row in value["data"][: limits.VIEW_TABLE_ROWS_MAX]]
        columns = [_plain(name) for name in value["columns"]]
        is_whole = len(rows) == len(value["data"])
        return JsonPreview(table=table(source, columns, rows, is_whole=is_whole, can_grow=False))
    return JsonPreview(root=tree(value))


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


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("columns"), list)
        and isinstance(value.get("data"), list)
        and bool(value["columns"])
        and all(isinstance(row, list) for row in value["data"])
    )


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
