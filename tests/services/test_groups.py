"""services.groups: groups, the paths of what is below, the trash; on each engine."""

from collections.abc import Callable

import pytest

from modelstead.domain.actor import Access, GroupAccess, ServerAccess
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import InvalidParameter, NotFound, PathTaken
from modelstead.services import access as standing
from modelstead.services import groups, operating, project_changes, project_creation, projects, users
from modelstead.services.groups import GroupChanges, NewGroup
from modelstead.services.project_changes import ProjectChanges
from modelstead.services.projects import NewProject
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.services.test_one_winner import at_once
from tests.store import facts


def ada(tx: Transaction) -> tuple[User, ServerAccess]:
    user = users.get(tx, "ada") if facts.rows(tx, "SELECT 1 FROM users") else users.create(tx, "ada")
    return user, ServerAccess(factories.actor(user))


def group(tx: Transaction, path: str, visibility: Visibility = Visibility.PRIVATE) -> GroupAccess:
    """Create a group as ada, who owns the one at the top."""
    _, access = ada(tx)
    parent, _, slug = path.rpartition("/")
    made = groups.create(tx, access, parent or None, NewGroup(slug=slug, name=slug, visibility=visibility))
    return GroupAccess(access.actor, made, Role.OWNER)


def project(tx: Transaction, path: str) -> Access:
    _, access = ada(tx)
    parent, _, slug = path.rpartition("/")
    made = project_creation.create(tx, access, parent, NewProject(slug=slug, name=slug))
    return Access(access.actor, made, Role.OWNER)


def tree(tx: Transaction) -> None:
    for path in ("a", "a/b", "a/b/c", "ab"):
        group(tx, path)
    for path in ("a/p", "a/b/q", "a/b/c/r", "ab/s"):
        project(tx, path)


def places(database: Database) -> list[str]:
    found = database.read_now(
        facts.rows,
        "SELECT path FROM groups WHERE deleted_at IS NULL UNION SELECT path FROM projects WHERE deleted_at IS NULL",
    )
    return sorted(row[0] for row in found)


def changed(path: str, changes: GroupChanges) -> Callable[[Transaction], None]:
    return lambda tx: groups.update(tx, operating.in_group(tx, path), changes)


def test_a_new_path_moves_all_below_and_nothing_else(database: Database) -> None:
    database.write_now(tree)
    database.write_now(changed("a", GroupChanges(slug="moved")))
    assert places(database) == [
        "ab", "ab/s", "moved", "moved/b", "moved/b/c", "moved/b/c/r", "moved/b/q", "moved/p",
    ]  # fmt: skip
    database.write_now(changed("moved/b", GroupChanges(slug="bb")))
    assert places(database)[3:] == ["moved/bb", "moved/bb/c", "moved/bb/c/r", "moved/bb/q", "moved/p"]


def test_what_was_deleted_below_moves_along_and_stays_deleted(database: Database) -> None:
    database.write_now(tree)
    database.write_now(lambda tx: project_changes.delete(tx, operating.in_project(tx, "a/b/q")))
    database.write_now(changed("a", GroupChanges(slug="moved")))
    ((path,),) = database.read_now(facts.rows, "SELECT path FROM projects WHERE deleted_at IS NOT NULL")
    assert path.startswith("moved/b/q deleted ")


def test_a_deleted_group_hides_all_below_and_frees_the_paths(database: Database) -> None:
    database.write_now(tree)
    database.write_now(lambda tx: groups.delete(tx, operating.in_group(tx, "a")))
    assert places(database) == ["ab", "ab/s"]
    for reference in ("a", "a/b/c"):
        assert database.read_now(standing.find_group, reference) is None
    assert database.read_now(standing.find_project, "a/b/q") is None
    with pytest.raises(NotFound):
        database.read_now(operating.in_group, "a")
    database.write_now(project_of_operator, "a/b/q")
    database.write_now(lambda tx: groups.delete(tx, operating.in_group(tx, "a")))
    assert places(database) == ["ab", "ab/s"]


def project_of_operator(tx: Transaction, path: str) -> None:
    projects.create(tx, path, Visibility.PRIVATE)


def test_groups_and_projects_share_one_namespace(database: Database) -> None:
    database.write_now(tree)
    for path in ("a/p", "A/P", "a/p/below"):
        with pytest.raises((PathTaken, NotFound)):
            database.write_now(group, path)
    for path in ("a/b", "a/B", "a/p/below", "A/new"):
        with pytest.raises(PathTaken):
            database.write_now(project_of_operator, path)


def test_missing_groups_are_as_wide_as_the_project_they_are_made_for(database: Database) -> None:
    database.write_now(projects.create, "a/b/p", Visibility.PUBLIC)
    for path in ("a", "a/b"):
        assert database.read_now(groups.get, path).visibility is Visibility.PUBLIC
    database.write_now(changed("a/b", GroupChanges(description="kept")))
    with pytest.raises(InvalidParameter, match="is narrower than that of something in the group"):
        database.write_now(changed("a", GroupChanges(visibility=Visibility.INTERNAL)))


def test_a_project_in_a_narrower_group_cannot_be_made_or_widened(database: Database) -> None:
    database.write_now(tree)
    with pytest.raises(InvalidParameter, match="wider than that of the group 'a'"):
        database.write_now(projects.create, "a/new/p", Visibility.INTERNAL)

    def widen(tx: Transaction) -> None:
        changes = ProjectChanges(visibility=Visibility.PUBLIC)
        project_changes.update(tx, operating.in_project(tx, "a/p"), changes)

    with pytest.raises(InvalidParameter, match="wider than that of the group 'a'"):
        database.write_now(widen)


def test_of_several_who_want_a_path_at_once_one_gets_it(database: Database) -> None:
    database.write_now(ada)
    for number in range(4):
        database.write_now(group, f"g{number}")

    def want(number: int) -> object:
        if number % 2:
            return database.write_now(group, "same").group.path
        database.write_now(changed(f"g{number // 2}", GroupChanges(slug="same")))
        return "same"

    assert sorted(map(str, at_once(8, want))) == ["None"] * 7 + ["same"]


def test_who_creates_what_is_noted(database: Database) -> None:
    database.write_now(tree)
    database.write_now(changed("a", GroupChanges(slug="moved", visibility=Visibility.INTERNAL)))
    database.write_now(lambda tx: groups.delete(tx, operating.in_group(tx, "moved/b")))
    noted = database.read_now(
        facts.rows, "SELECT action, subject FROM audit_events WHERE action LIKE 'group%' ORDER BY id"
    )
    assert noted[-3:] == [
        ("group.change_visibility", "moved"),
        ("group.rename", "moved"),
        ("group.delete", "moved/b"),
    ]
