"""store.projects and store.groups, on each engine."""

from modelstead.domain.project import Project, Visibility
from modelstead.store import groups, projects
from modelstead.store.database import Database
from tests.store import facts


def test_a_project_is_found_as_it_was_stored(database: Database) -> None:
    group_id, _ = database.write_now(groups.ensure, "team", 1)
    made = database.write_now(
        projects.insert, group_id=group_id, path="team/churn", visibility=Visibility.INTERNAL, now=5
    )
    assert made is not None
    assert made == Project(made.id, "team/churn", Visibility.INTERNAL, 5, "churn", updated_at=5)
    assert database.read_now(projects.by_id, made.id) == made
    assert database.read_now(projects.by_path, "team/churn") == made
    assert database.read_now(projects.every) == [made]


def test_a_taken_path_is_not_stored(database: Database) -> None:
    group_id, _ = database.write_now(groups.ensure, "team", 1)
    made = [
        database.write_now(projects.insert, group_id=group_id, path="team/a", visibility=Visibility.PUBLIC, now=now)
        for now in (1, 2)
    ]
    assert made[0] is not None
    assert made[1] is None


def test_a_missing_project_is_not_found(database: Database) -> None:
    assert database.read_now(projects.by_id, 1) is None
    assert database.read_now(projects.by_path, "team/churn") is None


def test_a_group_is_made_with_those_above_it_once(database: Database) -> None:
    lowest, made = database.write_now(groups.ensure, "a/b/c", 1)
    assert made
    assert database.write_now(groups.ensure, "a/b/c", 2) == (lowest, False)
    middle, made = database.write_now(groups.ensure, "a/b", 3)
    assert not made
    assert database.write_now(groups.ensure, "a/d", 4)[1]
    rows = database.read_now(
        facts.rows,
        "SELECT g.path, p.path, g.created_at FROM groups g LEFT JOIN groups p ON p.id = g.parent_id ORDER BY g.path",
    )
    assert rows == [("a", None, 1), ("a/b", "a", 1), ("a/b/c", "a/b", 1), ("a/d", "a", 4)]
    assert middle != lowest
