"""Parquet: what the footer says of the columns. The files are written here as parquet-format has them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.web.viewers.parquet import PARQUET, footer
from modelstead.web.viewers.viewer import Unfit
from tests.properties import pure
from tests.unit.web.viewers.sources import shown


def number(value: int) -> bytes:
    made = b""
    while value > 127:
        made, value = made + bytes([value & 127 | 128]), value >> 7
    return made + bytes([value])


def signed(value: int) -> bytes:
    return number(value << 1 if value >= 0 else (-value << 1) - 1)


def text(value: str) -> bytes:
    return number(len(value.encode())) + value.encode()


def element(
    name: str, *, kind: int | None = None, repetition: int | None = None, children: int = 0, meaning: int | None = None
) -> bytes:
    made, last = b"", 0
    for field, type_, value in (
        (1, 5, None if kind is None else signed(kind)),
        (3, 5, None if repetition is None else signed(repetition)),
        (4, 8, text(name)),
        (5, 5, signed(children) if children else None),
        (6, 5, None if meaning is None else signed(meaning)),
    ):
        if value is not None:
            made += bytes([(field - last) << 4 | type_]) + value
            last = field
    return made + b"\0"


def metadata(rows: int, *elements: bytes) -> bytes:
    schema = bytes([len(elements) << 4 | 12]) + b"".join(elements)
    chunk = b"\x3c" + b"\x45" + signed(6) + b"\0" + b"\0"  # its meta_data: codec zstd
    group = b"\x19" + b"\x1c" + chunk + b"\0"
    return (
        b"\x15" + signed(1) + b"\x19" + schema + b"\x16" + signed(rows)
        + b"\x19" + b"\x1c" + group + b"\x28" + text("writer 1.0") + b"\0"
    )  # fmt: skip


def file(content: bytes) -> bytes:
    return b"PAR1" + bytes(100) + content + struct.pack("<L", len(content)) + b"PAR1"


def test_columns_rows_and_compression_are_shown() -> None:
    content = file(
        metadata(
            123_456,
            element("schema", children=3),
            element("id", kind=2, repetition=0),
            element("point", repetition=1, children=2),
            element("x", kind=5, repetition=1),
            element("label", kind=6, repetition=1, meaning=0),
            element("when", kind=2, repetition=1, meaning=10),
        )
    )
    view = shown(PARQUET, "a.parquet", content)
    assert (view.rows, view.row_groups, view.codec, view.written_by) == (123_456, 1, "zstd", "writer 1.0")
    assert [(each.name, each.type, each.repetition) for each in view.columns] == [
        ("id", "int64", "required"),
        ("point.x", "double", "optional"),
        ("point.label", "text", "optional"),
        ("when", "timestamp", "optional"),
    ]


@pure
@given(st.binary(max_size=300))
def test_a_broken_footer_is_refused(content: bytes) -> None:
    try:
        footer(content)
    except Unfit:
        return


@pytest.mark.parametrize(
    "content", [b"", b"PAR1PAR1", file(b"\x19\xfc" + b"\xff" * 20), b"x" * 100, file(b"\x1c" * 5000)]
)
def test_what_is_no_parquet_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        shown(PARQUET, "a.parquet", content)
