"""services.bootstrap: the first start, once; on each engine."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead import clock, ids, limits
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.errors import SettingError
from modelstead.services import access, bootstrap, projects, users
from modelstead.services.bootstrap import FirstStart
from modelstead.store.database import Database
from tests.factories import API, MADE_WITH
from tests.store import facts

NOW = 1_800_000_000_000


def test_the_first_start_makes_an_administrator_a_project_a_token_and_a_link(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)
    first = database.write_now(bootstrap.first_start, MADE_WITH)
    assert first is not None
    assert (first.username, first.project.path, first.project.id) == ("admin", "admin/first-project", 1)
    assert first.project.visibility is Visibility.PRIVATE
    actor, _ = database.read_now(access.identify, ids.digest(MADE_WITH.key, first.token), NOW)
    assert (actor.username, actor.is_admin, actor.scopes) == ("admin", True, API)
    standing = database.read_now(access.enter, actor, "admin/first-project", NOW)
    assert standing is not None
    assert standing.role is Role.OWNER
    user = database.read_now(users.of_setup_link, ids.digest(MADE_WITH.key, first.setup_secret))
    assert user == database.read_now(users.get, "admin")
    assert database.read_now(facts.rows, "SELECT password_hash FROM users") == [(None,)]


def test_the_set_up_link_of_the_first_start_works_for_a_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)
    first = database.write_now(bootstrap.first_start, MADE_WITH)
    assert first is not None
    digest = ids.digest(MADE_WITH.key, first.setup_secret)
    monkeypatch.setattr(clock, "now_ms", lambda: NOW + limits.SETUP_LINK_HOURS * 3_600_000 - 1)
    assert database.read_now(users.of_setup_link, digest) is not None
    monkeypatch.setattr(clock, "now_ms", lambda: NOW + 24 * 3_600_000)
    assert database.read_now(users.of_setup_link, digest) is None


def test_there_is_one_first_start(database: Database) -> None:
    assert database.write_now(bootstrap.first_start, MADE_WITH) is not None
    assert database.write_now(bootstrap.first_start, MADE_WITH) is None
    assert len(database.read_now(users.every)) == 1


@pytest.mark.parametrize("there", ["user", "project"])
def test_where_there_is_something_there_is_no_first_start(database: Database, there: str) -> None:
    if there == "user":
        database.write_now(users.create, "ada")
    else:
        database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    assert database.write_now(bootstrap.first_start, MADE_WITH) is None


def test_of_servers_that_start_at_once_one_does_it(database: Database) -> None:
    start = threading.Barrier(4)

    def prepare(_: int) -> FirstStart | None:
        start.wait()
        database.write_now(bootstrap.check_key, MADE_WITH.key)
        return database.write_now(bootstrap.first_start, MADE_WITH)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(prepare, range(4)))
    assert len([each for each in made if each is not None]) == 1
    assert [user.username for user in database.read_now(users.every)] == ["admin"]
    assert [project.path for project in database.read_now(projects.every)] == ["admin/first-project"]


def test_another_key_than_the_first_is_refused_and_the_key_itself_not_stored(database: Database) -> None:
    for _ in range(2):
        database.write_now(bootstrap.check_key, MADE_WITH.key)
    with pytest.raises(SettingError, match="set up with another secret key"):
        database.write_now(bootstrap.check_key, b"another key of 32 characters ...")
    database.write_now(bootstrap.check_key, MADE_WITH.key)
    assert MADE_WITH.key.decode() not in repr(database.read_now(facts.rows, "SELECT * FROM instance"))
