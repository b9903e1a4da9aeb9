"""domain.key: names of metrics, params and tags."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.key import check_key, check_length, quoted, suggestion
from modelstead.errors import InvalidParameter
from tests.properties import pure

PARTS = st.sampled_from(["a", "b-c", ".", "..", "...", "", "d e", "..f", ".g", ":", "/", "é", "\n", "*", "_9"])
KEYS = st.text(max_size=12) | st.lists(PARTS, max_size=6).map("/".join) | st.lists(PARTS, max_size=4).map("".join)


def is_legal(key: str) -> bool:
    """State the rule without expressions and path functions: segments, each with something in it, none climbing."""
    if not key or len(key) > limits.KEY_LENGTH or key.startswith(".."):
        return False
    if not all(character.isalnum() or character in "_-. :/" for character in key):
        return False
    return all(part not in {"", ".", ".."} for part in key.split("/"))


def accepts(key: str) -> bool:
    try:
        return check_key(key, "key") == key
    except InvalidParameter:
        return False


@given(KEYS)
@example("a/..b")
@example("..b")
@example("a//b")
@example("/a")
@example("a/")
@example("a\n")
@example(".hidden")
@pure
def test_a_key_is_accepted_exactly_when_the_rule_says_so(key: str) -> None:
    assert accepts(key) == is_legal(key)


@pytest.mark.parametrize("key", ["a", "loss", "val loss", "a/b/c", "a.b", "a-b_c:d", "9", "größe", "x" * 250])
def test_what_clients_use_is_accepted(key: str) -> None:
    assert check_key(key, "key") == key


def test_one_character_more_than_the_limit_is_refused_by_field_and_lengths() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_key("x" * 251, "metrics[3].key")
    assert str(refusal.value) == "'metrics[3].key' exceeds the maximum length of 250 characters; it has 251."


def test_an_empty_key_is_a_missing_one() -> None:
    with pytest.raises(InvalidParameter, match=r"Missing value for required parameter 'params\[0\]\.key'"):
        check_key("", "params[0].key")


def test_an_illegal_character_is_answered_with_those_that_are_legal() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_key("a*b", "key")
    assert str(refusal.value) == (
        "Invalid value 'a*b' for parameter 'key' supplied. Names may only contain alphanumerics, underscores (_), "
        "dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."
    )


def test_a_key_that_is_no_plain_path_is_answered_with_one_that_is() -> None:
    with pytest.raises(InvalidParameter, match="'train/loss' would do"):
        check_key("/train//loss/", "key")


@given(st.lists(PARTS.filter(lambda part: part not in {"\n", "*"}), min_size=1, max_size=6).map("/".join))
@example("..a")
@example(".../b")
@example("..")
@pure
def test_what_is_suggested_is_accepted(key: str) -> None:
    assert accepts(suggestion(key))


@pytest.mark.parametrize("length", [0, 1, 7])
def test_a_value_up_to_the_limit_is_returned(length: int) -> None:
    assert check_length("v" * length, "value", 7) == "v" * length


def test_a_value_over_the_limit_is_refused() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_length("v" * 8, "tags[2].value", 7)
    assert str(refusal.value) == "'tags[2].value' exceeds the maximum length of 7 characters; it has 8."


def test_length_counts_characters_and_not_bytes() -> None:
    assert check_length("ß€😀", "value", 3) == "ß€😀"


def test_long_texts_are_quoted_in_part() -> None:
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 60}…'"
