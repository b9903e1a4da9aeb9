"""domain.registered_model: names, tags, and what tells a prompt."""

import pytest

from modelstead import limits
from modelstead.domain.registered_model import IS_PROMPT, check_name, check_tags, experiment_name, is_prompt
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize(
    "name", ["churn", "a b", "a@b", "a.b", "..", "-1", "1", "%2e", "模型", "a\\b", "'", " a", "x" * 256, "𝄞" * 256]
)
def test_a_name_may_have_any_character_that_an_address_can_hold(name: str) -> None:
    assert check_name(name) == name
    assert experiment_name(name) == f"[model]{name}"


@pytest.mark.parametrize("name", ["a/b", "a:b", "/", ":", "a\n", "a\0b", "\x7f", "a\tb"])
def test_slashes_colons_and_control_characters_are_refused(name: str) -> None:
    with pytest.raises(InvalidParameter, match=r"for 'new_name': Invalid name. Names cannot contain '/' or ':'"):
        check_name(name, "new_name")


@pytest.mark.parametrize("name", ["", " ", "\t \n", "\u2003"])
def test_a_blank_name_is_missing(name: str) -> None:
    with pytest.raises(InvalidParameter, match=r"^Missing value for required parameter 'name'"):
        check_name(name)


def test_a_long_name_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="'name' exceeds the maximum length of 256 characters; it has 257"):
        check_name("x" * 257)


@pytest.mark.parametrize("key", ["k", "a b", "a/b", "é", "_mlflow_prompt_type", "x" * limits.KEY_LENGTH])
def test_tags_have_keys_like_those_of_runs(key: str) -> None:
    check_tags([Tag(key, "v" * limits.REGISTRY_TAG_VALUE_LENGTH)])


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        (Tag("", "v"), r"Missing value for required parameter 'tags\[1\].key'"),
        (Tag("a//b", ""), r"Invalid value 'a//b' for parameter 'tags\[1\].key' supplied"),
        (Tag("k" * 251, ""), r"'tags\[1\].key' exceeds the maximum length of 250"),
        (Tag("k", "v" * 100_001), r"'tags\[1\].value' exceeds the maximum length of 100000"),
    ],
)
def test_the_first_bad_tag_is_named(tag: Tag, message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        check_tags([Tag("good", "1"), tag])


def test_too_many_tags_are_refused() -> None:
    check_tags([Tag("k", "v")] * 1_000)
    with pytest.raises(InvalidParameter, match="'tags' has at most 1000 entries; got 1001"):
        check_tags([Tag("k", "v")] * 1_001)


def test_a_tag_tells_a_prompt() -> None:
    assert is_prompt([Tag("a", "b"), Tag(IS_PROMPT, "true")])
    assert is_prompt([Tag(IS_PROMPT, "True")])
    assert not is_prompt([Tag(IS_PROMPT, "false"), Tag("is_prompt", "true")])
    assert not is_prompt([])
