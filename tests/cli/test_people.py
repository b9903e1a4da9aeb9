"""project, user, member and token, without a server."""

import datetime
from pathlib import Path

import pytest

from tests.cli.commands import answer, complaint, modelstead

Store = tuple[str, str]


def test_projects_are_created_and_listed(store: Store) -> None:
    uri = "http://127.0.0.1:8080/api/v4/projects"
    first = answer("project", "create", "team/vision", *store)
    assert first == {"id": 1, "path": "team/vision", "visibility": "private", "tracking_uri": f"{uri}/1/ml/mlflow"}
    second = answer("project", "create", "open/sub/speech", "--visibility", "public", *store)
    assert (second["visibility"], second["tracking_uri"]) == ("public", f"{uri}/2/ml/mlflow")
    assert [each["path"] for each in answer("project", "list", *store)] == ["team/vision", "open/sub/speech"]
    assert "There is a project 'team/vision' already." in complaint("project", "create", "team/vision", *store)
    base = answer("project", "list", *store, "--base-url", "https://ml.example/")
    assert base[0]["tracking_uri"] == "https://ml.example/api/v4/projects/1/ml/mlflow"


@pytest.mark.parametrize(
    "path", ["lonely", "a/", "/a", "a//b", "a/1", "a/b.git", "a/-b", "a/b c", "a/é", "../x", "a/.."]
)
def test_a_path_that_is_none_is_refused(store: Store, path: str) -> None:
    assert "path" in complaint("project", "create", *store, "--", path)
    assert answer("project", "list", *store) == []


def test_users_are_created_and_listed(store: Store) -> None:
    ada = answer("user", "create", "ada", "--email", "ada@example.com", "--admin", *store)
    assert ada == {
        "id": 1,
        "username": "ada",
        "name": "ada",
        "email": "ada@example.com",
        "kind": "human",
        "admin": True,
        "state": "active",
    }
    bob = answer("user", "create", "bob", "--password-stdin", *store, typed="a long enough password\n")
    assert (bob["email"], bob["admin"]) == (None, False)
    assert answer("user", "list", *store) == [ada, bob]
    assert "is taken" in complaint("user", "create", "ada", *store)
    assert "is taken" in complaint("user", "create", "eve", "--email", "ada@example.com", *store)


def test_a_bad_user_is_refused(store: Store) -> None:
    short = complaint("user", "create", "bob", "--password-stdin", *store, typed="short\n")
    assert "A password has 12 to 1024 characters; this one has 5." in short
    assert "is not an email address" in complaint("user", "create", "bob", "--email", "nobody", *store)
    assert "cannot be part of a username" in complaint("user", "create", "b b", *store)
    assert answer("user", "list", *store) == []


def test_members_get_roles(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    answer("user", "create", "ada", *store)
    added = answer("member", "add", "team/vision", "ada", "reporter", *store)
    assert added == {"path": "team/vision", "username": "ada", "role": "reporter", "expires_at": None}
    assert answer("member", "add", "team/vision", "ada", "owner", *store)["role"] == "owner"
    assert "There is no project or group 'team/x'." in complaint("member", "add", "team/x", "ada", "owner", *store)
    assert "There is no user 'eve'." in complaint("member", "add", "team/vision", "eve", "owner", *store)


def test_tokens_are_shown_once_and_revoked(store: Store) -> None:
    answer("user", "create", "ada", *store)
    today = datetime.datetime.now(datetime.UTC).date()
    soon = (today + datetime.timedelta(days=2)).isoformat()
    token = answer("token", "create", "--user", "ada", "--scope", "read_api", "--expires", soon, *store)
    assert token.keys() == {"token", "id", "expires_at"}
    assert token["token"].startswith("glpat-")
    assert (token["id"], token["expires_at"]) == (1, soon)
    record = {"id": 1, "username": "ada", "name": "command line", "scopes": ["read_api"], "expires_at": soon}
    record["last_used_at"] = None
    assert answer("token", "list", *store) == [record | {"active": True}]
    for _ in range(2):
        assert answer("token", "revoke", 1, *store) == record | {"active": False}
    assert "There is no access token 7." in complaint("token", "revoke", 7, *store)
    assert token["token"] not in modelstead("token", "list", *store).stdout


def test_a_token_of_a_project_is_a_bots(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    token = answer(
        "token", "create", "--project", "team/vision", "--role", "developer", "--token-prefix", "ms-", *store
    )
    assert token["token"].startswith("ms-")
    (bot,) = answer("user", "list", *store)
    assert (bot["kind"], bot["admin"]) == ("project_bot", False)
    (listed,) = answer("token", "list", *store)
    assert (listed["username"], listed["scopes"]) == (bot["username"], ["api"])


def test_a_token_ends_within_a_year(store: Store) -> None:
    answer("user", "create", "ada", *store)
    today = datetime.datetime.now(datetime.UTC).date()
    last = today + datetime.timedelta(days=365)
    assert answer("token", "create", "--user", "ada", *store)["expires_at"] == last.isoformat()
    for wrong in (today, last + datetime.timedelta(days=1), datetime.date(2000, 1, 1)):
        said = complaint("token", "create", "--user", "ada", "--expires", wrong, *store)
        assert "A token expires between tomorrow and" in said
    assert "is a date as YYYY-MM-DD" in complaint("token", "create", "--user", "ada", "--expires", "soon", *store)
    assert "There is no user 'eve'." in complaint("token", "create", "--user", "eve", *store)


def test_people_read_tables(store: Store, tmp_path: Path) -> None:
    assert modelstead("project", "list", *store).stdout.startswith("No projects yet. Create one:")
    answer("project", "create", "team/vision", *store)
    lines = modelstead("project", "list", *store).stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [["id", "path", "visibility"], ["1", "team/vision", "private"]]
    shown = modelstead("project", "create", "team/b", "--data-dir", tmp_path / "data").stdout
    assert shown.splitlines()[1].split() == ["path", "team/b"]
