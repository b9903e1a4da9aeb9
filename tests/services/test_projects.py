"""services.projects: projects, their groups, their members; on each engine."""

import pytest

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.experiment import ViewType
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound
from modelstead.services import access as standing
from modelstead.services import experiment_search, projects, users
from modelstead.store import members
from modelstead.store.database import Database
from tests import factories
from tests.store import facts


def test_a_project_is_found_by_its_path_and_has_its_experiment_0(database: Database) -> None:
    made = database.write_now(projects.create, "team/sub/churn", Visibility.INTERNAL)
    assert (made.path, made.visibility) == ("team/sub/churn", Visibility.INTERNAL)
    assert database.read_now(projects.get, "team/sub/churn") == made
    assert database.read_now(projects.every) == [made]
    access = Access(factories.actor(database.write_now(users.create, "ada")), made, Role.OWNER)
    found, _ = database.read_now(experiment_search.search, access, view=ViewType.ALL)
    assert [(each.iid, each.name) for each in found] == [(0, "Default")]


def test_spaces_around_a_path_are_not_part_of_it(database: Database) -> None:
    made = database.write_now(projects.create, " team/churn\n", Visibility.PRIVATE)
    assert made.path == "team/churn"
    assert database.read_now(projects.get, "team/churn") == made
    with pytest.raises(AlreadyExists):
        database.write_now(projects.create, "team/churn ", Visibility.PRIVATE)


def test_a_taken_path_is_refused_and_leaves_nothing_behind(database: Database) -> None:
    database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    with pytest.raises(AlreadyExists, match=r"^There is a project 'team/churn' already\.$"):
        database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    with pytest.raises(InvalidParameter):
        database.write_now(projects.create, "new/group/..", Visibility.PRIVATE)
    assert database.read_now(facts.rows, "SELECT path FROM groups") == [("team",)]


def test_a_missing_project_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound, match=r"^There is no project 'team/churn'\.$"):
        database.read_now(projects.get, "team/churn")


def test_an_owner_owns_the_project_and_a_group_that_was_made(database: Database) -> None:
    ada, eve = (database.write_now(users.create, name) for name in ("ada", "eve"))
    first = database.write_now(projects.create, "team/first", Visibility.PRIVATE, owner=ada)
    second = database.write_now(projects.create, "team/second", Visibility.PRIVATE, owner=eve)

    def role(user: int, project: int) -> Role | None:
        return database.read_now(members.role, project, user, clock.now_ms())

    assert role(ada.id, first.id) is Role.OWNER
    assert role(ada.id, second.id) is Role.OWNER
    assert role(eve.id, second.id) is Role.OWNER
    assert role(eve.id, first.id) is None


def test_a_members_role_is_set_and_changed(database: Database) -> None:
    project = database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    ada = database.write_now(users.create, "ada")
    for role in (Role.GUEST, Role.MAINTAINER, Role.REPORTER):
        database.write_now(projects.set_member, project, ada, role)
        found = database.read_now(standing.enter, factories.actor(ada), "team/churn", clock.now_ms())
        assert found == Access(factories.actor(ada), project, role)


def test_changes_of_access_are_announced(database: Database) -> None:
    heard: list[None] = []
    database.subscribe(standing.TOPIC, lambda: heard.append(None))
    project = database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    assert len(heard) == 1
    ada = database.write_now(users.create, "ada")
    database.write_now(projects.set_member, project, ada, Role.GUEST)
    assert len(heard) == 2
