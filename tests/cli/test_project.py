"""modelstead project show, update, archive, transfer and delete, without a server."""

from tests.cli.commands import answer, complaint

Store = tuple[str, str]


def test_a_project_is_shown_and_changed(store: Store) -> None:
    answer("user", "create", "ada", *store)
    created = answer("project", "create", "team/vision", "--owner", "ada", *store)
    shown = answer("project", "show", "team/vision", *store)
    assert shown == created | {
        "name": "vision",
        "description": "",
        "archived": False,
        "retention_days": None,
        "shared_names": False,
        "used_bytes": 0,
        "quota_bytes": None,
    }
    changes = ("--name", "Vision", "--description", "All", "--path", "sight", "--retention-days", 30)
    changed = answer("project", "update", "team/vision", *changes, *store)
    assert changed == shown | {"path": "team/sight", "name": "Vision", "description": "All", "retention_days": 30}
    assert answer("project", "update", "team/sight", "--retention-days", "none", *store)["retention_days"] is None
    assert "'retention_days' is from 1 to" in complaint(
        "project", "update", "team/sight", "--retention-days", "0", *store
    )
    assert "is wider than that of the group" in complaint(
        "project", "update", "team/sight", "--visibility", "public", *store
    )
    assert [each["role"] for each in answer("member", "list", "team/sight", *store)] == ["owner"]


def test_a_project_is_archived_transferred_and_deleted(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    answer("group", "create", "other", *store)
    assert answer("project", "archive", "team/vision", "yes", *store) == {"path": "team/vision", "archived": True}
    assert answer("project", "show", "team/vision", *store)["archived"] is True
    assert answer("project", "archive", "team/vision", "no", *store)["archived"] is False
    assert answer("project", "transfer", "team/vision", "other", *store) == {"id": 1, "path": "other/vision"}
    assert "Group not found." in complaint("project", "transfer", "other/vision", "missing", *store)
    assert answer("project", "delete", "other/vision", *store) == {"id": 1, "path": "other/vision", "deleted": True}
    assert answer("project", "list", *store) == []
    assert "There is no project 'other/vision'." in complaint("project", "show", "other/vision", *store)
    assert answer("project", "restore", 1, *store) == {"id": 1, "path": "other/vision", "deleted": False}
    assert "There is no project 1 in the trash." in complaint("project", "restore", 1, *store)
