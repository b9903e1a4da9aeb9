"""domain.user: usernames, addresses, passwords."""

import pytest

from modelstead.domain.user import (
    User,
    UserKind,
    UserState,
    check_email,
    check_name,
    check_password,
    check_username,
)
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize("username", ["ada", "a.l", "_bot", "Ada-99", "u" * 255])
def test_a_username_is_a_path_segment(username: str) -> None:
    assert check_username(username) == username


@pytest.mark.parametrize("username", ["", "-a", ".a", "a.", "a b", "a/b", "42", "é", "a\n", "u" * 256])
def test_other_usernames_are_refused(username: str) -> None:
    with pytest.raises(InvalidParameter, match="username"):
        check_username(username)


@pytest.mark.parametrize("email", ["ada@example.com", "a+b@x.y", "x" * 248 + "@a.com"])
def test_an_address_has_two_parts_and_a_domain(email: str) -> None:
    assert check_email(email) == email


@pytest.mark.parametrize("email", ["", "ada", "@x.y", "ada@", "ada@host", "a b@x.y", "a@x.y\n", "x" * 249 + "@a.com"])
def test_other_addresses_are_refused(email: str) -> None:
    with pytest.raises(InvalidParameter, match="is not an email address"):
        check_email(email)


@pytest.mark.parametrize("length", [12, 13, 1024])
def test_a_password_of_an_acceptable_length_is_accepted(length: int) -> None:
    assert check_password("p" * length) == "p" * length


@pytest.mark.parametrize("length", [0, 1, 11, 1025])
def test_a_password_too_short_or_too_long_is_refused_without_showing_it(length: int) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_password("p" * length)
    assert str(refusal.value) == f"A password has 12 to 1024 characters; this one has {length}."


@pytest.mark.parametrize("name", ["A developer", "Ä", "n" * 255])
def test_a_name_is_any_text(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", "  ", "n" * 256])
def test_an_empty_or_endless_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidParameter, match="'name'"):
        check_name(name)


@pytest.mark.parametrize(
    ("is_active", "deactivated_at", "state"),
    [(True, None, UserState.ACTIVE), (False, None, UserState.BLOCKED), (False, 1, UserState.DEACTIVATED)],
)
def test_a_user_is_in_one_state(*, is_active: bool, deactivated_at: int | None, state: UserState) -> None:
    user = User(
        1, "ada", "Ada", None, UserKind.HUMAN, is_admin=False, is_active=is_active, created_at=0,
        deactivated_at=deactivated_at,
    )  # fmt: skip
    assert user.state is state
    assert not user.is_bot
