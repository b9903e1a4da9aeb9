"""Text is shown in parts that together are the file, whatever its lines are."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.web.viewers.text import TEXT, TextPreview, readable
from tests.properties import pure
from tests.unit.web.viewers.sources import shown

MOST = limits.VIEW_TEXT_BYTES


def view(content: bytes, path: str = "a.txt", **state: Any) -> TextPreview:
    found = shown(TEXT, path, content, **state)
    assert isinstance(found, TextPreview)
    return found


def state(address: str) -> dict[str, Any]:
    found = parse_qs(urlsplit(address).query)
    return {"at": int(found["at"][0]), "next_line": "next_line" in found}


def test_lines_have_numbers() -> None:
    assert view(b"one\ntwo\nthree").numbers == "1\n2\n3"
    assert view(b"one\ntwo\n").numbers == "1\n2"
    assert view(b"\n").numbers == "1"


def test_a_large_text_begins_at_its_first_line_and_a_log_ends_at_its_last() -> None:
    content = b"".join(b"line %06d\n" % number for number in range(50_000))
    head, tail = view(content), view(content, "train.log")
    assert head.text.startswith("line 000000\nline 000001")
    assert (head.start, bool(head.later), bool(head.end)) == ("", True, True)
    assert tail.text.startswith("line ")
    assert tail.text.endswith("line 049999\n")
    assert (bool(tail.start), bool(tail.earlier), tail.later, tail.end) == (True, True, "", "")
    assert tail.numbers == ""


@pure
@given(
    st.lists(st.integers(0, 3 * MOST), min_size=1, max_size=6),
    st.sampled_from(["x", "é", "😀", "\x1b[31m"]),
    st.booleans(),
)
def test_the_parts_make_the_whole(lengths: list[int], letter: str, is_log: bool) -> None:  # noqa: FBT001 - hypothesis
    step = len(letter.encode())
    content = b"\n".join(letter.encode() * (length // step) for length in lengths)
    first, parts = 0, []
    while True:
        part = view(content, "a.log" if is_log else "a.txt", at=first)
        assert part.first == first
        assert part.last - part.first <= MOST
        parts.append(content[part.first : part.last])
        first = part.last
        if first >= len(content):
            break
    assert b"".join(parts) == content


def test_going_back_leaves_nothing_out() -> None:
    content = b"".join(b"line %06d\n" % number for number in range(50_000))
    part, seen = view(content, "train.log"), []
    while True:
        seen.append((part.first, part.last))
        if not part.earlier:
            break
        before, part = part, view(content, "train.log", **state(part.earlier))
        assert part.last >= before.first
    assert seen[-1][0] <= MOST


def test_colours_of_terminals_and_control_characters_are_left_out() -> None:
    assert readable(b"\x1b[1;32mgreen\x1b[0m \x1b]0;title\x07 a\rb\r\nc \x00\xff") == "green  a\nb\nc ��"
