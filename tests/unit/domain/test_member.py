"""domain.member: roles by number, and when a membership ends."""

import datetime

import pytest

from modelstead.domain.member import end, role_of
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter

TODAY = datetime.date(2027, 2, 28)


@pytest.mark.parametrize("role", Role)
def test_a_role_has_gitlab_s_number(role: Role) -> None:
    assert role_of(int(role)) is role


@pytest.mark.parametrize("level", [0, 5, 11, 60, -10])
def test_another_number_is_refused_with_those_there_are(level: int) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        role_of(level)
    assert str(refusal.value) == (
        "access_level does not have a valid value; it is one of "
        "10 (guest), 15 (planner), 20 (reporter), 30 (developer), 40 (maintainer), 50 (owner)."
    )


def test_a_membership_ends_at_midnight_utc() -> None:
    assert end("2027-03-01", TODAY) == 1_803_859_200_000
    assert end(None, TODAY) is end("", TODAY) is None


@pytest.mark.parametrize("date", ["2027-02-28", "2020-01-01", "2027-02-30", "soon", "1", "2027-03-01T00:00"])
def test_an_end_that_is_past_or_no_date_is_refused(date: str) -> None:
    with pytest.raises(InvalidParameter, match="expires_at"):
        end(date, TODAY)
