"""domain.access_token: scopes, expiry and whether a token still works."""

import datetime

import msgspec
import pytest

from modelstead.domain.access_token import AccessToken, check_token_name, covers, expiry, expiry_date, scopes
from modelstead.domain.permission import Scope
from modelstead.errors import InvalidParameter

TODAY = datetime.date(2027, 3, 1)
TOKEN = AccessToken(1, 1, "ada", "laptop", frozenset({Scope.API}), 0, 1_000, None, None)


def midnight(date: str) -> int:
    return int(datetime.datetime.fromisoformat(f"{date}T00:00:00+00:00").timestamp() * 1000)


def test_a_token_works_up_to_the_millisecond_of_its_end() -> None:
    assert TOKEN.is_active(999)
    assert not TOKEN.is_active(1_000)


def test_a_revoked_token_does_not_work_whatever_the_clock_says() -> None:
    assert not msgspec.structs.replace(TOKEN, revoked_at=500).is_active(0)


def test_scopes_are_found_by_name() -> None:
    assert scopes(("read_api", "api", "api")) == {Scope.API, Scope.READ_API}


def test_an_unknown_scope_is_answered_with_those_there_are() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        scopes(("api", "root"))
    assert str(refusal.value) == "'root' is not a scope; the scopes are api, read_api, read_user."


def test_no_scope_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="at least one scope"):
        scopes(())


@pytest.mark.parametrize("wanted", [None, ""])
def test_without_a_date_a_token_ends_in_a_year(wanted: str | None) -> None:
    assert expiry(wanted, TODAY) == midnight("2028-02-29")


@pytest.mark.parametrize("wanted", ["2027-03-02", "2028-02-29"])
def test_the_first_and_the_last_date_are_accepted(wanted: str) -> None:
    assert expiry(wanted, TODAY) == midnight(wanted)


@pytest.mark.parametrize("wanted", ["2027-02-28", "2027-03-01", "2028-03-01", "9999-12-31"])
def test_a_date_outside_is_refused_with_the_furthest(wanted: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        expiry(wanted, TODAY)
    assert str(refusal.value) == f"A token expires between tomorrow and 2028-02-29; {wanted} is outside."


@pytest.mark.parametrize("wanted", ["tomorrow", "2027-13-01", "2027-02-30", "01.04.2027", "2027-4-1"])
def test_something_else_than_a_date_is_refused(wanted: str) -> None:
    with pytest.raises(InvalidParameter, match="An expiry is a date as YYYY-MM-DD"):
        expiry(wanted, TODAY)


def test_the_date_shown_is_the_date_asked_for() -> None:
    assert expiry_date(expiry("2027-12-24", TODAY)) == "2027-12-24"


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ({Scope.API}, {Scope.API}),
        ({Scope.API}, {Scope.READ_API, Scope.READ_USER}),
        ({Scope.READ_API}, {Scope.READ_API}),
        ({Scope.READ_API, Scope.READ_USER}, {Scope.READ_USER}),
    ],
)
def test_scopes_cover_what_they_are_good_for(held: set[Scope], wanted: set[Scope]) -> None:
    assert covers(frozenset(held), frozenset(wanted))


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ({Scope.READ_API}, {Scope.API}),
        ({Scope.READ_API}, {Scope.READ_API, Scope.API}),
        ({Scope.READ_USER}, {Scope.READ_API}),
        (set(), {Scope.READ_USER}),
    ],
)
def test_scopes_cover_nothing_above_them(held: set[Scope], wanted: set[Scope]) -> None:
    assert not covers(frozenset(held), frozenset(wanted))


def test_a_token_may_end_sooner_unless_a_date_is_named() -> None:
    assert expiry(None, TODAY, 7) == midnight("2027-03-08")
    assert expiry("2028-02-29", TODAY, 7) == midnight("2028-02-29")


@pytest.mark.parametrize("name", ["", " ", "n" * 256])
def test_a_token_needs_a_name_of_an_acceptable_length(name: str) -> None:
    with pytest.raises(InvalidParameter, match="'name'"):
        check_token_name(name)
    assert check_token_name("n" * 255)
