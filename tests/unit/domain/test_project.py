"""domain.project: paths of projects."""

import itertools

import pytest

from modelstead.domain.project import (
    Visibility,
    check_fits,
    check_retention,
    check_slug,
    check_title,
    slug_of,
    split_path,
)
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


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Defects", "defects"), ("  Big  Name! ", "big-name"), ("a.b_c-d", "a.b_c-d"), ("é", ""), ("...", "")],
)
def test_a_name_without_a_path_gets_one(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_nothing_is_wider_than_its_group() -> None:
    for visibility, above in itertools.product(Visibility, Visibility):
        if list(Visibility).index(visibility) > list(Visibility).index(above):
            with pytest.raises(
                InvalidParameter, match=f"{visibility.value} is wider .* 'team', which is {above.value}"
            ):
                check_fits(visibility, above, "team")
        else:
            check_fits(visibility, above, "team")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\0", "\u200b", "x" * 256])
def test_a_name_is_one_line_of_text(name: str) -> None:
    with pytest.raises(InvalidParameter):
        check_title(name)
    assert check_title(" Zürich ✓ ") == "Zürich ✓"


def test_a_retention_is_days_or_none() -> None:
    assert [check_retention(days) for days in (None, 1, 3_650)] == [None, 1, 3_650]
    for days in (0, 3_651, -1):
        with pytest.raises(InvalidParameter, match="'retention_days' is from 1 to 3650"):
            check_retention(days)
