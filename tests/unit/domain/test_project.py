"""domain.project: paths of projects."""

import pytest

from modelstead.domain.project import check_slug, split_path
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("team/churn", ("team", "churn")),
        ("team/sub/churn", ("team/sub", "churn")),
        (" team/churn\n", ("team", "churn")),
        ("a/b/c/d", ("a/b/c", "d")),
    ],
)
def test_a_path_is_groups_and_a_name(path: str, parts: tuple[str, str]) -> None:
    assert split_path(path) == parts


@pytest.mark.parametrize("path", ["", "churn", "/churn"])
def test_a_path_without_a_group_is_refused(path: str) -> None:
    with pytest.raises(InvalidParameter, match="names no group"):
        split_path(path)


@pytest.mark.parametrize("path", ["team/", "team//churn", "team/..", "../churn", "team/-/churn", "team/a b", "1/2"])
def test_a_path_with_a_bad_part_is_refused(path: str) -> None:
    with pytest.raises(InvalidParameter, match="cannot be part of a path"):
        split_path(path)


@pytest.mark.parametrize("part", ["a", "A9", "_x", "9a", "a-b.c", "git", "x" * 255])
def test_a_part_is_what_gitlab_takes(part: str) -> None:
    assert check_slug(part, "path") == part


@pytest.mark.parametrize("part", ["", ".", "..", "-a", ".a", "a.", "a.git", "a.atom", "123", "a%2Fb", "ä", "a\n"])
def test_another_part_is_refused(part: str) -> None:
    with pytest.raises(InvalidParameter, match="cannot be part of a path"):
        check_slug(part, "path")


def test_one_character_more_than_the_limit_is_refused() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_slug("x" * 256, "path")
    assert str(refusal.value) == "Each part of a path has at most 255 characters; got 256."
