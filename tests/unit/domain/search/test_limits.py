"""domain.search.parser: how much a filter and an order_by may hold."""

import pytest

from modelstead import limits
from modelstead.domain.search.expression import AllOf, comparisons
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.errors import InvalidParameter

TERM = "metrics.m > 1"


def test_a_filter_has_as_many_comparisons_as_its_limit() -> None:
    text = " AND ".join([TERM] * limits.FILTER_TERMS)
    found = parse_filter(RUNS, text)
    assert isinstance(found, AllOf)
    assert len(list(comparisons(found))) == limits.FILTER_TERMS
    with pytest.raises(InvalidParameter, match=f"at character {len(text) + 6}: a filter has at most 100 comparisons"):
        parse_filter(RUNS, f"{text} AND {TERM}")


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("NOT ", ""), ("NOT (", ")")])
def test_a_filter_is_as_deep_as_its_limit(opening: str, closing: str) -> None:
    def nested(depth: int) -> str:
        return opening * depth + TERM + closing * depth

    assert parse_filter(RUNS, nested(limits.FILTER_DEPTH // 2)) is not None
    for depth in (limits.FILTER_DEPTH + 2, 1_000):
        with pytest.raises(InvalidParameter, match="brackets and NOTs are more than 32 deep"):
            parse_filter(RUNS, nested(depth))


def test_a_list_has_as_many_texts_as_its_limit() -> None:
    def among(count: int) -> str:
        texts = ", ".join(["'a'"] * count)
        return f"run_id IN ({texts})"

    assert parse_filter(RUNS, among(limits.FILTER_LIST)) is not None
    with pytest.raises(InvalidParameter, match="a list has at most 1000 texts; got 1001"):
        parse_filter(RUNS, among(limits.FILTER_LIST + 1))


@pytest.mark.parametrize("character", ["x", "é", "😀"])
def test_a_filter_is_as_long_as_its_limit_in_bytes(character: str) -> None:
    room = limits.FILTER_BYTES - len("params.p = ''")
    text = character * (room // len(character.encode()))
    assert parse_filter(RUNS, f"params.p = '{text}'") is not None
    with pytest.raises(InvalidParameter, match="'filter' exceeds the maximum length of 16384 bytes"):
        parse_filter(RUNS, f"params.p = '{text}{character}'")


def test_an_order_has_as_many_entries_as_its_limit() -> None:
    entries = [f"metrics.m{number}" for number in range(limits.ORDER_TERMS)]
    assert len(parse_order(RUNS, entries)) == limits.ORDER_TERMS
    with pytest.raises(InvalidParameter, match="'order_by' has at most 10 entries; got 11"):
        parse_order(RUNS, [*entries, "params.p"])
    with pytest.raises(InvalidParameter, match="An entry of 'order_by' exceeds the maximum length of 2000 bytes"):
        parse_order(RUNS, ["metrics.`" + "m" * 2_000 + "`"])


def test_a_field_stands_in_an_order_once_however_it_is_written() -> None:
    for twice in (["start_time", "attributes.created DESC"], ["metrics.m", "metric.`m` DESC"]):
        with pytest.raises(InvalidParameter, match="`order_by` contains duplicate fields"):
            parse_order(RUNS, twice)


@pytest.mark.parametrize("text", ["params.p = 'a\0b'", "params.p = '\ud800'"])
def test_text_that_no_database_holds_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter, match=r"NUL character|not valid Unicode"):
        parse_filter(RUNS, text)
    with pytest.raises(InvalidParameter, match=r"NUL character|not valid Unicode"):
        parse_order(RUNS, [text])
