"""JSON as a tree of bounded size, and as a table where it is one."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.web.viewers.json_tree import JSON, Node, rows, tree
from modelstead.web.viewers.viewer import Unfit
from tests.properties import pure
from tests.unit.web.viewers.sources import shown

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=5), inner, max_size=5)),
    max_leaves=30,
)


def value(node: Node) -> Any:
    """Return what a tree stands for."""
    if node.kind == "object":
        return {each.key: value(each) for each in node.children}
    if node.kind == "array":
        return [value(each) for each in node.children]
    return node.text[1:-1] if node.kind == "string" else msgspec.json.decode(node.text)


def count(node: Node) -> int:
    return 1 + sum(map(count, node.children))


@pure
@given(VALUES)
def test_a_small_tree_is_the_value(given: Any) -> None:
    assert value(tree(given)) == given


def test_large_and_deep_values_are_cut() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    assert count(tree(deep)) == limits.VIEW_JSON_DEPTH + 1
    wide = tree([list(range(50)) for _ in range(1_000)])
    assert count(wide) <= limits.VIEW_JSON_NODES + 100
    assert wide.count == 1_000
    assert wide.left_out == 1_000 - len(wide.children)


def test_what_log_table_writes_is_a_table() -> None:
    content = msgspec.json.encode({"columns": ["q", "score"], "data": [["a", 1.5], [None, 2], [{"b": 1}, 3]]})
    view = shown(JSON, "eval.json", content, sort=-2)
    assert view.root is None
    assert view.table.rows == (('{"b":1}', "3"), ("", "2"), ("a", "1.5"))


@pytest.mark.parametrize(
    ("value", "columns", "data"),
    [
        ([{"a": 1, "b": "x"}, {"b": None, "c": True}], ["a", "b", "c"], [[1, "x", None], [None, None, True]]),
        ({"columns": ["a"], "data": []}, ["a"], []),
    ],
)
def test_flat_records_and_frames_are_tables(value: Any, columns: list[str], data: list[list[Any]]) -> None:
    assert rows(value) == (columns, data)


@pytest.mark.parametrize(
    "value",
    [
        *([], [1, 2], [{"a": 1}], [{"a": 1}, 2], [{"a": 1}, {"a": [1]}], [{}, {}]),
        *({"columns": [], "data": []}, {"columns": 1}, {"columns": ["a"], "data": [1]}),
        [{str(name): 1} for name in range(600)],
    ],
)
def test_other_values_are_no_tables(value: Any) -> None:
    assert rows(value) is None


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000, b"nothing", b'"\\ud800"x'])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        shown(JSON, "a.json", content)
