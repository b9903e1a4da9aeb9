"""store.paths: what a path is taken by, and the names on it; on each engine."""

from modelstead.domain.project import Visibility
from modelstead.store import groups, paths, projects
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction


def settle(tx: Transaction) -> tuple[int, int]:
    """Create the group a/b and the project a/b/p; return their ids."""
    group_id, _ = groups.ensure(tx, "a/b", 1)
    project = projects.insert(tx, group_id=group_id, path="a/b/p", visibility=Visibility.PRIVATE, now=1)
    assert project is not None
    tx.execute("UPDATE groups SET name = 'The A' WHERE path = 'a'")
    return group_id, project.id


def test_a_path_is_taken_by_a_group_or_a_project_whatever_its_case(database: Database) -> None:
    group_id, project_id = database.write_now(settle)
    for path, kind in {"a/b": "group", "A/B": "group", "a/b/p": "project", "a/B/P": "project"}.items():
        assert database.read_now(paths.taken_by, path) == kind
    for path in ("a/c", "a/b/", "a/_", ""):
        assert database.read_now(paths.taken_by, path) is None
    assert database.read_now(paths.taken_by, "A/b", group_id=group_id) is None
    assert database.read_now(paths.taken_by, "a/b/P", project_id=project_id) is None


def test_what_is_deleted_takes_no_path(database: Database) -> None:
    group_id, project_id = database.write_now(settle)
    database.write_now(projects.delete, project_id, 2)
    assert database.read_now(paths.taken_by, "a/b/p") is None
    database.write_now(lambda tx: groups.delete(tx, groups.with_all_below(tx, group_id), 3))
    assert database.read_now(paths.taken_by, "a/b") is None
    assert database.read_now(paths.taken_by, "a") == "group"


def test_a_deleted_thing_is_deleted_once(database: Database) -> None:
    _, project_id = database.write_now(settle)
    for now in (2, 3):
        database.write_now(projects.delete, project_id, now)

    def row(tx: Transaction) -> object:
        return tx.one("SELECT path, deleted_at FROM projects WHERE id = ?", (project_id,))

    assert database.read_now(row) == (f"a/b/p deleted {project_id}", 2)


def test_the_names_on_paths_are_read_at_once(database: Database) -> None:
    database.write_now(settle)
    assert database.read_now(paths.full_names, ["a", "a/b"]) == {"a": "The A", "a/b": "The A / b"}
    assert database.read_now(paths.full_names, []) == {}
