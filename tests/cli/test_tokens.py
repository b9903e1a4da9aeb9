"""token: of people, projects and groups; rotated, listed by what is asked for, beside a server and without one."""

import datetime

import pytest

from tests.cli.commands import Serving, answer, complaint, misuse, modelstead

Store = tuple[str, str]


@pytest.fixture
def tokens(store: Store) -> Store:
    """Create a token of ada (1), of a project (2) and of a group (3)."""
    answer("user", "create", "ada", *store)
    answer("project", "create", "team/vision", *store)
    answer("token", "create", "--user", "ada", "--name", "laptop", "--description", "at home", *store)
    answer("token", "create", "--project", "team/vision", "--role", "developer", "--name", "ci", *store)
    answer("token", "create", "--group", "team", "--role", "guest", "--name", "reports", *store)
    return store


def day(days: int) -> str:
    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)).isoformat()


def names(*arguments: object) -> list[str]:
    return [token["name"] for token in answer("token", "list", *arguments)]


def test_each_kind_is_listed_by_what_it_is_of(tokens: Store) -> None:
    assert names(*tokens) == ["laptop", "ci", "reports"]
    assert names("--user", "ada", *tokens) == ["laptop"]
    assert names("--project", "team/vision", *tokens) == ["ci"]
    assert names("--group", "team", *tokens) == ["reports"]
    assert names("--search", "P", *tokens) == ["laptop", "reports"]
    assert names("--expires-before", day(365), *tokens) == []
    assert len(names("--expires-before", day(366), *tokens)) == 3
    bots = [answer("token", "show", number, *tokens)["username"] for number in (2, 3)]
    assert bots[0].startswith("project_1_bot_")
    assert bots[1].startswith("group_1_bot_")


def test_a_revoked_token_is_inactive(tokens: Store) -> None:
    answer("token", "revoke", 1, *tokens)
    assert names("--inactive", *tokens) == ["laptop"]
    assert names("--active", *tokens) == ["ci", "reports"]


def test_a_token_is_rotated(tokens: Store) -> None:
    new = answer("token", "rotate", 1, *tokens)
    assert new.keys() == {"token", "id", "expires_at"}
    assert (new["id"], new["expires_at"]) == (4, day(7))
    assert answer("token", "show", 1, *tokens)["active"] is False
    assert answer("token", "show", 4, *tokens)["name"] == "laptop"
    assert answer("token", "rotate", 4, "--expires", day(30), *tokens)["expires_at"] == day(30)
    assert "cannot be rotated" in complaint("token", "rotate", 1, *tokens)
    assert "There is no access token 9." in complaint("token", "rotate", 9, *tokens)
    assert "There is no access token 9." in complaint("token", "show", 9, *tokens)
    assert new["token"] not in modelstead("token", "show", 4, *tokens).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--user", "ada", "--project", "team/vision"),
        ("--user", "ada", "--role", "guest"),
        ("--project", "team/vision"),
        ("--group", "team"),
        ("--group", "team", "--project", "team/vision", "--role", "guest"),
    ],
)
def test_it_must_be_clear_whose_the_token_is(arguments: tuple[str, ...]) -> None:
    assert "--" in misuse("token", "create", *arguments)


def test_what_is_not_there_has_no_tokens(tokens: Store) -> None:
    assert "There is no group 'nobody'." in complaint("token", "list", "--group", "nobody", *tokens)
    assert "There is no group 'nobody'." in complaint(
        "token", "create", "--group", "nobody", "--role", "guest", *tokens
    )
    assert "There is no project" in complaint("token", "list", "--project", "team/x", *tokens)
    assert "There is no user" in complaint("token", "list", "--user", "eve", *tokens)


def test_a_rotated_token_works_and_the_old_one_ends_it(server: Serving, store: Store) -> None:
    old = answer("token", "create", "--user", "admin", *store)
    new = answer("token", "rotate", old["id"], *store)

    def status(token: str) -> int:
        return server.call("experiments/search", token).status_code

    assert status(new["token"]) == 200
    assert status(old["token"]) == 401
    assert status(new["token"]) == 401
    assert status(server.token) == 200
    assert answer("token", "show", new["id"], *store)["active"] is False
