"""domain.group: paths of groups."""

import pytest

from modelstead.domain.group import below, check_group_path
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize("path", ["a", "a/b", "a/b-c/d_e.f"])
def test_a_path_is_names_with_slashes_between(path: str) -> None:
    assert check_group_path(path) == path


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "a/..", "a b", "12", "a/12"])
def test_another_path_is_refused(path: str) -> None:
    with pytest.raises(InvalidParameter, match="cannot be part of a path"):
        check_group_path(path)


def test_a_path_has_a_length_that_the_database_can_hold() -> None:
    with pytest.raises(InvalidParameter, match="at most 1000 characters; got 1001"):
        check_group_path("a/" * 500 + "a")


def test_what_is_below_nothing_is_at_the_top() -> None:
    assert (below("", "a"), below("a/b", "c")) == ("a", "a/b/c")
