"""What claims of an identity provider say of a person."""

import pytest

from modelstead.domain.identity import Claims, given, managed_roles, read, slug
from modelstead.domain.role import Role
from modelstead.domain.user import check_username

CLAIMS = Claims("preferred_username", "email", "groups")


@pytest.mark.parametrize(
    ("text", "username"),
    [
        ("ada", "ada"),
        ("Ada.Lovelace@example.com", "Ada.Lovelace"),
        ("ada lovelace", "ada-lovelace"),
        ("Ådå", "Ada"),
        ("..ada..", "ada"),
        ("ada.git", "ada"),
        ("42", "user-42"),
        ("王", "user"),
        ("", "user"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_username_is_what_comes_nearest(text: str, username: str) -> None:
    assert slug(text) == username
    check_username(username)


def test_what_is_not_text_is_nothing() -> None:
    found = read("i", {"sub": "s", "preferred_username": 7, "email": ["a@b.c"], "email_verified": True}, CLAIMS)
    assert (found.username, found.email, found.name, found.groups) == ("s", None, "", frozenset())


def test_a_verified_address_is_in_lower_case() -> None:
    found = read("i", {"sub": "s", "email": "Ada@Example.com", "email_verified": "true"}, CLAIMS)
    assert (found.email, found.username) == ("ada@example.com", "Ada")


def test_the_highest_role_of_each_path_is_given() -> None:
    roles = managed_roles(["a=x/y:guest", "b=x/y:maintainer", "c=x/y:developer", "c=z:reporter"])
    assert given(roles, frozenset({"a", "c", "other"})) == {"x/y": Role.DEVELOPER, "z": Role.REPORTER}
    assert given(roles, frozenset()) == {}
