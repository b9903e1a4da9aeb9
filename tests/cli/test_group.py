"""modelstead group, without a server."""

from tests.cli.commands import answer, complaint, modelstead

Store = tuple[str, str]


def test_groups_are_created_listed_and_shown(store: Store) -> None:
    answer("user", "create", "ada", *store)
    vision = answer("group", "create", "vision", "--name", "The Vision", "--owner", "ada", *store)
    assert vision == {"id": 1, "path": "vision", "name": "The Vision", "description": "", "visibility": "private"}
    below = answer("group", "create", "vision/sub", "--description", "Below", *store)
    assert (below["path"], below["name"], below["description"]) == ("vision/sub", "sub", "Below")
    assert answer("group", "list", *store) == [vision, below]
    assert answer("group", "list", "--search", "SUB", *store) == [below]
    assert answer("group", "show", "vision/sub", *store) == below
    (owner,) = answer("member", "list", "vision", *store)
    assert (owner["username"], owner["role"]) == ("ada", "owner")
    assert "There is a group 'vision' already." in complaint("group", "create", "Vision", *store).replace("V", "v")
    assert "Group not found." in complaint("group", "create", "missing/sub", *store)
    assert "There is no group 'missing'." in complaint("group", "show", "missing", *store)
    assert "There is a user 'ada'" in complaint("group", "create", "ada", *store)


def test_a_group_changes_and_what_is_below_moves(store: Store) -> None:
    answer("group", "create", "vision", *store)
    answer("project", "create", "vision/sub/defects", *store)
    changed = answer("group", "update", "vision", "--path", "sight", "--visibility", "public", *store)
    assert (changed["path"], changed["name"], changed["visibility"]) == ("sight", "vision", "public")
    assert [each["path"] for each in answer("project", "list", *store)] == ["sight/sub/defects"]


def test_a_deleted_group_takes_what_is_below_along(store: Store) -> None:
    answer("project", "create", "vision/sub/defects", *store)
    assert answer("group", "delete", "vision", *store) == {"id": 1, "path": "vision", "deleted": True}
    assert answer("group", "list", *store) == answer("project", "list", *store) == []
    assert modelstead("group", "list", *store).stdout.startswith("No groups yet. Create one:")
    assert answer("group", "restore", 1, *store)["path"] == "vision"
    assert [each["path"] for each in answer("project", "list", *store)] == ["vision/sub/defects"]
    assert "There is no group 1 in the trash." in complaint("group", "restore", 1, *store)
