"""domain.search.parser: what a filter means."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Not
from modelstead.domain.search.fields import RUNS, Field, Kind
from modelstead.domain.search.operators import Operator, matches
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.errors import InvalidParameter
from tests.properties import pure


def metric(key: str, at: int, value: float = 1.0) -> Comparison:
    return Comparison(Field("metrics", key, Kind.NUMBER), Operator.MORE, value, at)


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_an_empty_filter_is_none(text: str) -> None:
    assert parse_filter(RUNS, text) is None


def test_and_binds_closer_than_or_and_not_closest() -> None:
    a, b, c = metric("a", 4), metric("b", 22), metric("c", 39)
    found = parse_filter(RUNS, "NOT metrics.a > 1 AND metrics.b > 1 OR metrics.c > 1")
    assert found == AnyOf((AllOf((Not(a), b)), c))


def test_brackets_bind_closest() -> None:
    found = parse_filter(RUNS, "NOT (metrics.a > 1 AND (metrics.b > 1 OR metrics.c > 1))")
    assert found == Not(AllOf((metric("a", 5), AnyOf((metric("b", 24), metric("c", 41))))))


@pytest.mark.parametrize("key", ["a-b", "a/b/c", "a:b", "a.b.c", "1st", "ä", "_", "order", "and", "val/top-5.acc"])
def test_a_key_without_spaces_needs_no_quotes(key: str) -> None:
    assert parse_filter(RUNS, f"metrics.{key}>1") == metric(key, 0)
    assert parse_filter(RUNS, f"metrics.{key} > 1") == metric(key, 0)
    assert parse_order(RUNS, [f"metrics.{key}"])[0].field.key == key


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1.0),
        ("-1", -1.0),
        ("+1", 1.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1.5e-3", -0.0015),
        ("1E3", 1e3),
        ("1e999", 1e999),
    ],
)
def test_numbers_are_written_as_in_python(written: str, value: float) -> None:
    found = parse_filter(RUNS, f"metrics.m > {written}")
    assert found == metric("m", 0, value)


def test_a_whole_time_is_exact_and_a_longer_one_a_float() -> None:
    for written, value in ((str(2**63 - 1), 2**63 - 1), (str(-(2**63)), -(2**63)), (str(2**63), float(2**63))):
        found = parse_filter(RUNS, f"start_time < {written}")
        assert isinstance(found, Comparison)
        assert (found.operand, type(found.operand)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'it''s'", "it's"),
        ('"it\'s"', "it's"),
        ('"a ""b"""', 'a "b"'),
        ("'a\\'", "a\\"),
        ("''", ""),
        ("'`'", "`"),
        ("'\n'", "\n"),
    ],
)
def test_a_doubled_quote_is_one_and_a_backslash_is_a_backslash(written: str, text: str) -> None:
    found = parse_filter(RUNS, f"params.p = {written}")
    assert isinstance(found, Comparison)
    assert found.operand == text


@pytest.mark.parametrize(
    ("value", "pattern", "fits"),
    [
        ("abc", "a%", True),
        ("abc", "%b%", True),
        ("abc", "a_c", True),
        ("abc", "a_", False),
        ("abc", "A%", False),
        ("a\nc", "a%c", True),
        ("", "%", True),
        ("", "_", False),
        ("😀", "_", True),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
        ("a\\", "a\\", True),
        ("50%", "50%", True),
    ],
)
def test_patterns(value: str, pattern: str, fits: bool) -> None:  # noqa: FBT001
    assert matches(value, pattern) is fits


@given(st.text(max_size=60) | st.text("metricsparu.`'\"()=<>! 01ANDORNTILKE", max_size=60))
@pure
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidParameter):
        parse_filter(RUNS, text)
    with contextlib.suppress(InvalidParameter):
        parse_order(RUNS, [text])
