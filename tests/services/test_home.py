"""What somebody finds at the start, and a project at a glance."""

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import ANONYMOUS, Access, ServerAccess
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import home, overview, projects, users
from modelstead.store.database import Database
from modelstead.store.overview import DAY_MS
from modelstead.store.transaction import Transaction
from tests import factories


def test_projects_of_one_s_own_and_starred_ones_come_first(database: Database) -> None:
    def work(tx: Transaction) -> None:
        mine = factories.member(tx, "team/mine")
        projects.create(tx, "team/hidden", Visibility.PRIVATE)
        starred, shown = (projects.create(tx, f"open/{name}", Visibility.INTERNAL) for name in ("starred", "shown"))
        here = ServerAccess(mine.actor)
        home.star(tx, Access(mine.actor, starred, None), starred=True)
        found = home.look(tx, here, "", 1)
        assert [each.path for each in found.projects] == ["open/starred", "team/mine", "open/shown"]
        assert [each.role for each in found.projects] == [None, Role.DEVELOPER, None]
        assert [each.is_starred for each in found.projects] == [True, False, False]
        assert found.total == 3
        assert [each.path for each in home.switchable(tx, here, "")] == ["open/starred", "team/mine"]
        assert [each.path for each in home.switchable(tx, here, "SHOWN")] == ["open/shown"]
        home.star(tx, Access(mine.actor, starred, None), starred=False)
        assert [each.path for each in home.look(tx, here, "open", 1).projects] == [shown.path, starred.path]

    database.write_now(work)


def test_runs_are_those_of_one_s_own_projects(database: Database) -> None:
    def work(tx: Transaction) -> None:
        mine, other = factories.member(tx, "team/mine"), factories.member(tx, "team/other")
        first, last = (factories.run(tx, mine, start_time=at).run for at in (1_000, 2_000))
        factories.run(tx, other, start_time=3_000)
        found = home.look(tx, ServerAccess(mine.actor), "", 1)
        assert [each.run_id for each in found.running] == [last.run_id, first.run_id]
        assert found.recent == found.running
        assert found.recent[0].project.path == "team/mine"
        assert found.recent[0].experiment_name == "Default"
        assert (found.projects[0].experiments, found.projects[0].runs, found.projects[0].running) == (1, 2, 2)

    database.write_now(work)


def test_strangers_find_public_projects_and_no_runs(database: Database) -> None:
    def work(tx: Transaction) -> None:
        public = factories.member(tx, "open/public", visibility=Visibility.PUBLIC)
        factories.member(tx, "open/internal", visibility=Visibility.INTERNAL)
        factories.run(tx, public)
        found = home.look(tx, ServerAccess(ANONYMOUS), "", 1)
        assert [each.path for each in found.projects] == ["open/public"]
        assert (found.total, found.running, found.recent) == (1, [], [])

    database.write_now(work)


def test_a_project_at_a_glance(database: Database) -> None:
    def work(tx: Transaction) -> None:
        access = factories.member(tx)
        assert overview.look(tx, access).is_empty
        owner = users.create(tx, "an-owner")
        projects.set_member(tx, access.project, owner, Role.OWNER)
        run = factories.run(tx, access, start_time=1_000).run
        found = overview.look(tx, access)
        assert not found.is_empty
        assert (found.counts.experiments, found.counts.runs, found.counts.running) == (1, 1, 1)
        assert [each.run_id for each in found.recent] == [run.run_id]
        assert len(found.activity.runs) == overview.DAYS
        assert found.activity.total == 0
        assert found.members is not None
        assert [each.role for each in found.members] == [Role.OWNER, Role.DEVELOPER]
        stranger = Access(ANONYMOUS, access.project, None)
        assert overview.look(tx, stranger).members is None

    database.write_now(work)


def test_runs_are_counted_by_the_day_of_their_start(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(tx: Transaction) -> None:
        access = factories.member(tx)
        today = clock.now_ms() // DAY_MS
        other = factories.experiment(tx, access, "other")
        for experiment, day, count in (("0", 0, 2), (other, 0, 1), ("0", -83, 3), ("0", -84, 5), (other, 2, 7)):
            for number in range(count):
                factories.run(tx, access, experiment, start_time=(today + day) * DAY_MS + number)
        wanted = [3, *[0] * (overview.DAYS - 2), 3]
        assert overview.look(tx, access).activity.runs == wanted
        monkeypatch.setattr(limits, "OVERVIEW_EXPERIMENTS", 1)
        assert overview.look(tx, access).activity.runs == wanted

    database.write_now(work)
