"""services.restoring: groups and projects out of the trash; on each engine."""

import pytest

from modelstead.domain.project import Visibility
from modelstead.errors import InvalidState, NotFound, PathTaken
from modelstead.services import groups, operating, project_changes, projects, restoring
from modelstead.services.groups import GroupChanges
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts


def settle(tx: Transaction) -> dict[str, int]:
    """Create projects in a group and below; one of them is in the trash before the group is."""
    for path in ("a/b/p", "a/b/q", "a/r"):
        projects.create(tx, path, Visibility.PUBLIC)
    ids: dict[str, int] = dict(tx.all("SELECT path, id FROM groups UNION ALL SELECT path, id FROM projects"))
    project_changes.delete(tx, operating.in_project(tx, "a/b/q"))
    tx.execute("UPDATE projects SET deleted_at = 1 WHERE deleted_at IS NOT NULL")
    return ids


def delete(tx: Transaction, path: str) -> None:
    groups.delete(tx, operating.in_group(tx, path))


def there(database: Database) -> list[str]:
    sql = "SELECT path FROM {0} WHERE deleted_at IS NULL"
    rows = database.read_now(facts.rows, f"{sql.format('groups')} UNION ALL {sql.format('projects')}")
    return sorted(row[0] for row in rows)


def test_a_group_comes_back_with_what_went_with_it_and_no_more(database: Database) -> None:
    ids = database.write_now(settle)
    database.write_now(delete, "a")
    assert there(database) == []
    assert database.write_now(restoring.restore_group, ids["a"]).path == "a"
    assert there(database) == ["a", "a/b", "a/b/p", "a/r"]
    assert database.write_now(restoring.restore_project, ids["a/b/q"]).path == "a/b/q"


def test_what_is_in_a_deleted_group_waits_for_it(database: Database) -> None:
    ids = database.write_now(settle)
    database.write_now(delete, "a")
    with pytest.raises(InvalidState, match=f"Restore the group {ids['a/b']} first"):
        database.write_now(restoring.restore_project, ids["a/b/p"])


def test_a_taken_path_is_refused(database: Database) -> None:
    ids = database.write_now(settle)
    database.write_now(projects.create, "a/b/q", Visibility.PRIVATE)
    with pytest.raises(PathTaken, match="There is a project 'a/b/q' already"):
        database.write_now(restoring.restore_project, ids["a/b/q"])


def test_what_is_not_in_the_trash_is_not_found(database: Database) -> None:
    ids = database.write_now(settle)
    for restore in (restoring.restore_project, restoring.restore_group):
        with pytest.raises(NotFound, match="in the trash"):
            database.write_now(restore, 999)
    with pytest.raises(NotFound):
        database.write_now(restoring.restore_project, ids["a/r"])


def test_what_comes_back_under_another_path_or_visibility_fits_there(database: Database) -> None:
    ids = database.write_now(settle)
    database.write_now(delete, "a/b")
    database.write_now(
        lambda tx: project_changes.delete(tx, operating.in_project(tx, "a/r")),
    )
    changes = GroupChanges(slug="moved", visibility=Visibility.INTERNAL)
    database.write_now(lambda tx: groups.update(tx, operating.in_group(tx, "a"), changes))
    database.write_now(restoring.restore_group, ids["a/b"])
    database.write_now(restoring.restore_project, ids["a/r"])
    assert there(database) == ["moved", "moved/b", "moved/b/p", "moved/r"]
    rows = database.read_now(
        facts.rows,
        "SELECT visibility FROM groups UNION ALL SELECT visibility FROM projects WHERE deleted_at IS NULL",
    )
    assert {row[0] for row in rows} == {"internal"}
