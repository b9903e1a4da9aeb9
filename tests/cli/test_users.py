"""user: list, show, update, block, unblock, delete and setup-link, without a server."""

import pytest

from tests.cli.commands import Serving, answer, complaint, misuse, modelstead

Store = tuple[str, str]


@pytest.fixture
def people(store: Store) -> Store:
    """Create ada, an administrator; and bob."""
    answer("user", "create", "ada", "--name", "Ada L.", "--email", "ada@example.com", "--admin", *store)
    answer("user", "create", "bob", *store)
    return store


def names(*arguments: object) -> list[str]:
    return [user["username"] for user in answer("user", "list", *arguments)]


def test_a_user_is_shown_and_listed_by_what_is_asked_for(people: Store) -> None:
    ada = answer("user", "show", "ada", *people)
    assert (ada["name"], ada["email"], ada["admin"], ada["state"]) == ("Ada L.", "ada@example.com", True, "active")
    assert names(*people) == ["ada", "bob"]
    assert names("--search", "EXAMPLE", *people) == ["ada"]
    assert names("--search", "bo", "--state", "active", *people) == ["bob"]
    assert names("--state", "blocked", *people) == []
    answer("project", "create", "team/vision", *people)
    answer("token", "create", "--project", "team/vision", "--role", "guest", *people)
    assert len(names(*people)) == 3
    assert names("--humans", *people) == ["ada", "bob"]
    assert "There is no user 'eve'." in complaint("user", "show", "eve", *people)


def test_what_is_named_changes(people: Store) -> None:
    changed = answer("user", "update", "bob", "--name", "Bob B.", "--email", "bob@example.com", *people)
    assert (changed["name"], changed["email"], changed["admin"]) == ("Bob B.", "bob@example.com", False)
    changed = answer("user", "update", "bob", "--username", "robert", "--admin", *people)
    assert (changed["username"], changed["name"], changed["admin"]) == ("robert", "Bob B.", True)
    assert answer("user", "update", "robert", "--no-admin", *people)["admin"] is False
    assert "is taken" in complaint("user", "update", "robert", "--username", "ADA", *people)
    typed = "a long enough password\n"
    assert answer("user", "update", "robert", "--password-stdin", *people, typed=typed)["username"] == "robert"
    assert "A password has 12" in complaint("user", "update", "ada", "--password-stdin", *people, typed="x\n")


def test_a_user_is_blocked_and_unblocked(people: Store) -> None:
    for _ in range(2):
        assert answer("user", "block", "bob", *people)["state"] == "blocked"
    assert names("--state", "blocked", *people) == ["bob"]
    assert answer("user", "unblock", "bob", *people)["state"] == "active"


def test_a_deleted_users_name_is_free(people: Store) -> None:
    answer("token", "create", "--user", "bob", *people)
    assert answer("user", "delete", "bob", "--yes", *people) == {"id": 2, "username": "bob", "deleted": True}
    assert names(*people) == ["ada"]
    assert [token["active"] for token in answer("token", "list", *people)] == [False]
    assert answer("user", "create", "bob", *people)["id"] == 3
    assert "There is no user 'eve'." in complaint("user", "delete", "eve", *people)


@pytest.mark.parametrize("arguments", [("block",), ("delete", "--yes"), ("update", "--no-admin")])
def test_the_last_administrator_stays(people: Store, arguments: tuple[str, ...]) -> None:
    command, *flags = arguments
    assert "That is the last administrator." in complaint("user", command, "ada", *flags, *people)
    assert answer("user", "show", "ada", *people)["state"] == "active"


def test_a_set_up_link_is_made_again(server: Serving, store: Store) -> None:
    first, second = (answer("user", "setup-link", "admin", *store)["setup_url"] for _ in range(2))
    assert second.startswith(f"{server.url}/-/setup?secret=")
    assert server.http.get(first).status_code == 404
    assert server.http.get(second).status_code == 200
    elsewhere = answer("user", "setup-link", "admin", *store, "--base-url", "https://ml.example/")
    assert elsewhere["setup_url"].startswith("https://ml.example/-/setup?secret=")


def test_people_read_columns(people: Store) -> None:
    lines = modelstead("user", "show", "bob", *people).stdout.splitlines()
    assert lines[1].split() == ["username", "bob"]
    assert "Missing argument" in misuse("user", "show")
