"""Parquet: columns, types and how many rows there are, from the file's footer; no rows are read.

The footer is Thrift in its compact form (parquet-format, FileMetaData); only what is shown is kept of it.
"""

import struct
from typing import Any

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

_MAGIC = b"PAR1"
_TAIL = 8  # the footer's length, and the magic again
_TYPES = ("boolean", "int32", "int64", "int96", "float", "double", "bytes", "fixed bytes")
_CODECS = ("none", "snappy", "gzip", "lzo", "brotli", "lz4", "zstd", "lz4 raw")
_MEANINGS = (  # of the field converted_type
    *("text", "map", "map entry", "list", "enum", "decimal", "date", "time", "time", "timestamp", "timestamp"),
    *("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "json", "bson", "interval"),
)
_REPETITIONS = ("required", "optional", "repeated")
_DEPTH = 24


class ParquetColumn(msgspec.Struct, frozen=True):
    name: str
    type: str
    repetition: str


class ParquetPreview(msgspec.Struct, frozen=True):
    """What the footer says."""

    columns: tuple[ParquetColumn, ...]
    all_columns: int
    rows: int
    row_groups: int
    written_by: str
    codec: str


async def show(source: Source) -> ParquetPreview:
    if source.size < len(_MAGIC) + _TAIL:
        raise Unfit("It is too short for a Parquet file.")
    tail = await source.read(source.size - _TAIL, _TAIL)
    (length,) = struct.unpack("<L", tail[:4])
    if tail[4:] != _MAGIC or length > source.size - len(_MAGIC) - _TAIL:
        raise Unfit("It is not a Parquet file, or its columns are encrypted.")
    if length > limits.VIEW_TABLE_BYTES_MAX:
        raise Unfit("Its footer is too large to be shown.")
    return footer(await source.read(source.size - _TAIL - length, length))


def footer(content: bytes) -> ParquetPreview:
    """Return what a footer says; raise Unfit for one that is broken."""
    try:
        held = _Compact(content).struct(0)
        schema = [each for each in held[2] if isinstance(each, dict)]
        groups = held.get(4) or []
        columns = _columns(schema)
        return ParquetPreview(
            tuple(columns[: limits.VIEW_TABLE_ROWS]),
            len(columns),
            int(held[3]),
            len(groups),
            _text(held.get(6, b"")),
            _codec(groups),
        )
    except (KeyError, IndexError, TypeError, ValueError, RecursionError, AttributeError, struct.error) as error:
        raise Unfit("Its footer is not one of Parquet.") from error


def _columns(schema: list[dict[int, Any]]) -> list[ParquetColumn]:
    """Return the leaves of a schema, which lists a tree from its root, by their paths."""
    found: list[ParquetColumn] = []
    way: list[list[Any]] = []  # [name, how many of its children are left]
    for at, element in enumerate(schema):
        children = int(element.get(5, 0))
        if at:
            while way and way[-1][1] == 0:
                way.pop()
            way[-1][1] -= 1
        name = _text(element[4])
        if children:
            way.append([name if at else "", children])
            continue
        path = ".".join([each[0] for each in way if each[0]] + [name])
        found.append(ParquetColumn(path, _type(element), _REPETITIONS[element.get(3, 0)]))
    return found


def _type(element: dict[int, Any]) -> str:
    meaning = element.get(6)
    plain = _TYPES[element[1]]
    return plain if meaning is None or not 0 <= meaning < len(_MEANINGS) else _MEANINGS[meaning]


def _codec(groups: list[dict[int, Any]]) -> str:
    names = {_CODECS[chunk[3][4]] for group in groups[:100] for chunk in group[1] if 3 in chunk}  # noqa: PLR2004
    return ", ".join(sorted(names))


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")[: limits.VIEW_CELL_LENGTH]


class _Compact:
    """Reads Thrift's compact form: structs as {field: value}."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def struct(self, depth: int) -> dict[int, Any]:
        found: dict[int, Any] = {}
        field = 0
        while (head := self._byte()) != 0:
            delta, kind = head >> 4, head & 15
            field = field + delta if delta else self._signed()
            found[field] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:  # noqa: PLR0911 - a case each
        if depth > _DEPTH:
            raise ValueError("too deep")
        match kind:
            case 1 | 2:
                return self._byte() == 1
            case 3:
                return self._byte()
            case 4 | 5 | 6:
                return self._signed()
            case 7:
                return self._take(8)
            case 8:
                return self._take(self._number())
            case 9 | 10:
                head = self._byte()
                count = head >> 4 if head >> 4 != 15 else self._number()  # noqa: PLR2004 - longer ones say it behind
                if count > len(self._content):
                    raise ValueError("too long")
                return [self.struct(depth + 1) if head & 15 == 12 else self._value(head & 15, depth + 1)  # noqa: PLR2004
                        for _ in range(count)]  # fmt: skip
            case 12:
                return self.struct(depth + 1)
            case _:
                raise ValueError("no such type")

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _take(self, count: int) -> bytes:
        if count > len(self._content) - self._at:
            raise ValueError("too long")
        self._at += count
        return self._content[self._at - count : self._at]

    def _number(self) -> int:
        found = shift = 0
        while shift < 64:  # noqa: PLR2004 - bits
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004 - the last one has no mark
                return found
            shift += 7
        raise ValueError("too long")

    def _signed(self) -> int:
        found = self._number()
        return found >> 1 ^ -(found & 1)


PARQUET = Viewer("parquet", "Parquet", "table", frozenset({"parquet", "pq"}), show, has_text=False)
