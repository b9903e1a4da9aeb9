"""MLmodel files are read as YAML means them, and wrong ones are refused."""

import time
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it ships no types
from hypothesis import example, given
from hypothesis import strategies as st

from modelstead.web.mlmodel_text import NotWritten, read
from tests.properties import pure

KEYS = st.from_regex(r"\A[a-z][a-z0-9_]{0,12}\Z").filter(
    lambda key: key not in ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n\t"), min_size=1, max_size=120
)
SCALARS = st.one_of(TEXTS, st.none(), st.integers(), st.booleans())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.dictionaries(KEYS, inner, min_size=1, max_size=4), st.lists(TEXTS, min_size=1, max_size=4)
    ),
    max_leaves=6,
)


def plain(value: Any) -> Any:
    """Return a value as the reader has it: texts, None, lists of texts, mappings."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


@pure
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
@example({"signature": {"inputs": '[{"type": "double", "name": "it\'s"}]' * 20}})
@example({"flavors": {"a": {"code": None}, "b": {"paths": ["x", "y: z", "- d"]}}, "text": "one\ntwo\n\nthree " * 9})
def test_what_yaml_writes_is_read_back(value: dict[str, Any]) -> None:
    assert read(yaml.safe_dump(value, allow_unicode=True)) == plain(value)
    assert read(yaml.safe_dump(value)) == plain(value)


@pure
@given(st.text(max_size=200))
def test_anything_else_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except NotWritten:
        return


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: !!python/object/apply:os.system ['true']",
        "a: &x 1",
        "a: *x",
        "- a",
        "just text",
        "a: 'open",
        "a: [1, 2]",
        "a:\n" + "".join(" " * depth + "b:\n" for depth in range(1, 40)),
    ],
)
def test_what_mlflow_does_not_write_is_refused(text: str) -> None:
    with pytest.raises(NotWritten):
        read(text)


def test_a_large_text_takes_no_long_time() -> None:
    began = time.perf_counter()
    for text in ("a: '" + "x\n" * 60_000 + "'", "a: b\n" + " c\n" * 60_000, 'a: "' + "\\\\\n" * 60_000 + '"'):
        read(text)
    assert time.perf_counter() - began < 5
