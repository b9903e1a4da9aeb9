"""domain.page: tokens that lead to the next page of one query."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.page import behind, page_token
from modelstead.errors import InvalidParameter
from tests.properties import pure

QUERY = ("history", "run", "loss")
Last = tuple[int, int, float, int]

int64 = st.integers(limits.INT64_MIN, limits.INT64_MAX)
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(int64, int64, finite)
@pure
def test_a_token_gives_back_the_row_it_was_made_for_exactly(timestamp: int, step: int, value: float) -> None:
    last = (timestamp, step, value, 0)
    found = behind(page_token(QUERY, last), QUERY, Last)
    assert found == last
    assert isinstance(found[2], float)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@pure
def test_any_text_may_be_in_the_row_and_in_the_query(text: str) -> None:
    assert behind(page_token(("runs", text), (1, text)), ("runs", text), tuple[int, str]) == (1, text)


@pytest.mark.parametrize("token", [None, ""])
def test_no_token_is_the_first_page(token: str | None) -> None:
    assert behind(token, QUERY, Last) is None


@pytest.mark.parametrize(
    "other", [("history", "run", "acc"), ("history", "other", "loss"), ("runs", "run", "loss"), ()]
)
def test_a_token_of_another_query_is_refused(other: object) -> None:
    with pytest.raises(InvalidParameter, match="Invalid page token: it belongs to another query"):
        behind(page_token(QUERY, (1, 2, 3.0, 0)), other, Last)


def test_a_token_of_another_shape_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        behind(page_token(QUERY, (1, "run")), QUERY, Last)


@given(st.text(min_size=1) | st.binary(min_size=1).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
@pure
def test_garbage_is_refused(token: str) -> None:
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        behind(token, QUERY, Last)


@pytest.mark.parametrize("token", ["x", "====", "é", "\ud800", "bnVsbA==", "W10=", "W" * 100_000])
def test_near_misses_are_refused(token: str) -> None:
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        behind(token, QUERY, Last)


def test_a_token_is_safe_in_an_address() -> None:
    token = page_token(QUERY, (2**62, -1, 1e300, 1))
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")
