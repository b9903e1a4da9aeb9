"""What administrators see of the whole server."""

import asyncio

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import administration, jobs, project_changes, projects, users
from modelstead.services.jobs import JobRun
from modelstead.store import groups, members
from modelstead.store.database import Database
from modelstead.store.server_projects import Order, State, Wanted
from modelstead.store.transaction import Transaction
from modelstead.store.users import Wanted as WantedUsers
from tests import factories

HOUR_MS = 3_600_000


def found(database: Database, **wanted: object) -> list[str]:
    page, total = database.read_now(administration.projects_page, Wanted(limit=100, **wanted))  # type: ignore[arg-type]
    assert total == len(page)
    return [each.project.path for each in page]


def settle(tx: Transaction) -> tuple[dict[str, Project], User]:
    """Create three projects: one in use, one archived, one in the trash; and somebody who owns the first."""
    user = users.create(tx, "ada")
    made = {
        "a/b/used": projects.create(tx, "a/b/used", Visibility.PRIVATE, owner=user),
        "a/old": projects.create(tx, "a/old", Visibility.PRIVATE),
        "a/gone": projects.create(tx, "a/gone", Visibility.PRIVATE),
    }
    operator = {path: Access(OPERATOR.actor, project, Role.OWNER) for path, project in made.items()}
    project_changes.archive(tx, operator["a/old"], archived=True)
    project_changes.delete(tx, operator["a/gone"])
    for size, project in enumerate(made.values()):
        tx.execute("UPDATE projects SET used_bytes = ? WHERE id = ?", (size, project.id))
    return made, user


def test_projects_are_found_in_every_state_and_order(database: Database) -> None:
    database.write_now(settle)
    assert found(database) == ["a/b/used", "a/gone", "a/old"]
    for state, path in ((State.ACTIVE, "a/b/used"), (State.ARCHIVED, "a/old"), (State.DELETED, "a/gone")):
        assert found(database, state=state) == [path]
    assert found(database, search="USED") == ["a/b/used"]
    assert found(database, order=Order.SIZE) == ["a/gone", "a/old", "a/b/used"]
    assert found(database, order=Order.CREATED) == ["a/gone", "a/old", "a/b/used"]
    assert set(found(database, order=Order.ACTIVITY)) == {"a/gone", "a/old", "a/b/used"}


def test_people_of_the_groups_above_count_once_and_bots_do_not(database: Database) -> None:
    made, _ = database.write_now(settle)

    def more(tx: Transaction) -> None:
        now, second = clock.now_ms(), users.create(tx, "colleague")
        group = groups.by_path(tx, "a")
        assert group is not None
        members.set_group_role(tx, group.id, second.id, Role.GUEST, now)
        members.set_project_role(tx, made["a/b/used"].id, second.id, Role.OWNER, now)
        ended = users.create(tx, "omar")
        members.set_project_role(tx, made["a/b/used"].id, ended.id, Role.GUEST, now)
        tx.execute("UPDATE project_members SET expires_at = 1 WHERE user_id = ?", (ended.id,))

    database.write_now(more)
    page, _ = database.read_now(administration.projects_page, Wanted(limit=100))
    assert {each.project.path: each.members for each in page} == {"a/b/used": 2, "a/old": 1, "a/gone": 1}


def test_runs_are_counted_but_for_those_in_the_trash(database: Database, access: Access) -> None:
    ids = [database.write_now(factories.run_id, access) for _ in range(2)]
    database.write_now(lambda tx: tx.execute("UPDATE runs SET deleted_at = 1 WHERE run_id = ?", (ids[0],)))
    (line,) = database.read_now(administration.projects_page, Wanted(limit=1, search=access.project.path))[0]
    assert line.runs == 1


def test_roles_of_ones_own_are_counted_for_each_person(database: Database) -> None:
    database.write_now(settle)
    lines, total = database.read_now(administration.users_page, WantedUsers(is_human=True))
    assert ({user.username: places for user, places in lines}["ada"], total) == (2, len(lines))  # a group and a project


def test_a_person_is_shown_with_places_and_ways_to_sign_in(database: Database) -> None:
    _, user = database.write_now(settle)
    shown = database.read_now(administration.user, user.id)
    assert (shown.has_password, shown.issuers) == (False, [])
    assert [each.project.path for each in shown.projects] == ["a/b/used"]
    assert [each.group.path for each in shown.groups] == ["a/b"]
    assert (shown.project_count, shown.group_count) == (1, 1)


def test_what_is_kept_is_summed(database: Database, access: Access) -> None:
    database.write_now(settle)

    def more(tx: Transaction) -> None:
        values = (access.project.id, b"\0" * 32)
        sql = "INSERT INTO blobs (project_id, name, sha256, size, created_at) VALUES (?, 'a', ?, 7, 1)"
        tx.execute(sql, values)

    database.write_now(more)
    kept, largest = database.read_now(administration.storage)
    assert (kept.used, kept.in_trash, kept.uploads) == (3, 2, 0)
    assert largest[0].project.path == "a/gone"
    assert asyncio.run(administration.stored_files(database)) == (1, 1, 7)


def test_files_that_take_too_long_to_count_are_not_counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADMIN_COUNT_SECONDS", 0.01)
    slow = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000) "
        "SELECT COUNT(*), 0, 0 FROM n"
    )
    monkeypatch.setattr("modelstead.store.server_storage.files", lambda tx, _: tx.one(slow))
    assert asyncio.run(administration.stored_files(database)) is None


def test_how_a_job_went_is_remembered(database: Database) -> None:
    assert database.read_now(jobs.last, "sweep") is None
    run = JobRun("here", 1_000, 2_000, {"blobs": 3}, "It broke.")
    database.write_now(jobs.note, "sweep", run)
    assert database.read_now(jobs.last, "sweep") == run
    assert not run.goes_on(2_001)
    begun = JobRun("here", 1_000)
    assert begun.goes_on(2_000)
    assert not begun.goes_on(1_000 + HOUR_MS)


def test_the_engine_says_what_it_is_and_how_large(database: Database) -> None:
    condition = asyncio.run(database.condition())
    assert condition.engine.startswith(("SQLite 3.", "PostgreSQL 1"))
    assert condition.size > 10_000
    assert all(number >= 0 for number in condition.counts.values())
