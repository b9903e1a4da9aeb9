"""domain.tag: keys and values of tags."""

import pytest

from modelstead.domain.tag import RUN_NAME, Tag, check_tags
from modelstead.errors import InvalidParameter


def test_tags_at_their_limits_are_accepted() -> None:
    check_tags([Tag("k" * 250, "v" * 8000), Tag("mlflow.note.content", "")])


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        (Tag("", "v"), "tags[1].key"),
        (Tag("a?", "v"), "tags[1].key"),
        (Tag("k" * 251, "v"), "tags[1].key"),
        (Tag("k", "v" * 8001), "tags[1].value"),
    ],
)
def test_the_first_bad_tag_is_named(tag: Tag, field: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_tags([Tag("fine", "v"), tag, Tag("", "v")])
    assert f"'{field}'" in str(refusal.value)


def test_the_tag_of_the_runs_name_is_as_long_as_a_name() -> None:
    check_tags([Tag(RUN_NAME, "n" * 500)])
    with pytest.raises(InvalidParameter, match=r"'tags\[0\]\.value' exceeds the maximum length of 500"):
        check_tags([Tag(RUN_NAME, "n" * 501)])


def test_the_path_may_be_another() -> None:
    with pytest.raises(InvalidParameter, match=r"'run\.tags\[0\]\.key'"):
        check_tags([Tag("", "v")], "run.tags")
