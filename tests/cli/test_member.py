"""modelstead member, without a server."""

import datetime

import pytest

from tests.cli.commands import answer, complaint, modelstead

Store = tuple[str, str]
DAY = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=9)).isoformat()


@pytest.fixture
def place(store: Store) -> str:
    """Make the project team/vision, and ada and eve."""
    answer("project", "create", "team/vision", *store)
    for name in ("ada", "eve"):
        answer("user", "create", name, *store)
    return "team/vision"


def test_a_member_is_added_changed_shown_and_removed(store: Store, place: str) -> None:
    added = answer("member", "add", place, "ada", "developer", "--expires", DAY, *store)
    assert added == {"path": place, "username": "ada", "role": "developer", "expires_at": DAY}
    assert answer("member", "add", place, "ada", "maintainer", *store)["role"] == "maintainer"
    assert answer("member", "update", place, "ada", "--role", "guest", *store)["expires_at"] == DAY
    changed = answer("member", "update", place, "ada", "--expires", "never", *store)
    assert (changed["role"], changed["expires_at"]) == ("guest", None)
    assert answer("member", "show", place, "ada", *store) == changed
    assert answer("member", "list", place, *store) == [changed]
    assert answer("member", "delete", place, "ada", *store) == {"path": place, "username": "ada", "role": None}
    assert modelstead("member", "list", place, *store).stdout.startswith("No members. Add one:")
    assert "is not a member" in complaint("member", "delete", place, "ada", *store)


def test_members_of_a_group_are_members_below(store: Store, place: str) -> None:
    answer("member", "add", "team", "ada", "owner", *store)
    answer("member", "add", place, "eve", "guest", *store)
    assert [each["username"] for each in answer("member", "list", place, *store)] == ["eve"]
    assert [each["username"] for each in answer("member", "list", place, "--all", *store)] == ["ada", "eve"]
    assert answer("member", "show", place, "ada", *store)["role"] == "owner"
    assert "'ada' is the last owner" in complaint("member", "delete", "team", "ada", *store)
    assert "greater than or equal to 50 (owner)" in complaint("member", "add", place, "ada", "guest", *store)
    assert "There is no project or group 'no'." in complaint("member", "list", "no", *store)
