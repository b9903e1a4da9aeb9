"""services.run_head: a run and its place among others; on each engine."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.run_source import NOTE, PARENT
from modelstead.domain.star import Starred
from modelstead.domain.tag import Tag
from modelstead.errors import NotFound
from modelstead.services import run_edits, run_head, runs
from modelstead.store import stars
from modelstead.store.database import Database
from tests import factories


def made(database: Database, access: Access, *tags: Tag, start: int = 0, experiment: str = "0") -> run_head.RunHead:
    run = database.write_now(factories.run, access, experiment, *tags, start_time=start).run
    return database.read_now(run_head.get, access, run.iid)


def test_a_head_says_what_the_run_is(database: Database, access: Access) -> None:
    experiment = database.write_now(factories.experiment, access, "vision")
    head = made(database, access, Tag(NOTE, "*why*"), Tag("gitlab.CI_JOB_ID", "7"), start=5, experiment=experiment)
    assert (head.status, head.start_time, head.end_time, head.is_live) == ("running", 5, None, True)
    assert (head.experiment_name, str(head.experiment_iid)) == ("vision", experiment)
    assert head.notes == "*why*"
    assert head.ci_job is not None
    assert head.ci_job.job_id == "7"
    assert (head.parent, head.earlier, head.later, head.versions) == (None, None, None, [])


def test_neighbours_are_those_of_the_experiment_by_start(database: Database, access: Access) -> None:
    elsewhere = database.write_now(factories.experiment, access, "other")
    found = [made(database, access, start=start) for start in (10, 30, 20)]
    made(database, access, start=15, experiment=elsewhere)
    first, last, middle = (database.read_now(run_head.get, access, head.iid) for head in found)
    assert middle.earlier is not None
    assert middle.later is not None
    assert (middle.earlier.iid, middle.later.iid) == (first.iid, last.iid)
    assert (first.earlier, last.later) == (None, None)


def test_neighbours_that_started_together_are_all_reached(database: Database, access: Access) -> None:
    found = {made(database, access, start=7).iid for _ in range(4)}
    heads = {iid: database.read_now(run_head.get, access, iid) for iid in found}
    (at,) = [iid for iid, head in heads.items() if head.earlier is None]
    reached = [at]
    while (later := heads[at].later) is not None:
        at = later.iid
        assert heads[at].earlier == run_head.RunLink(
            reached[-1], heads[reached[-1]].run_id, heads[reached[-1]].name, "running", 7
        )
        reached.append(at)
    assert set(reached) == found


def test_runs_in_the_trash_are_no_neighbours(database: Database, access: Access) -> None:
    first, gone, last = (made(database, access, start=start) for start in (1, 2, 3))
    database.write_now(runs.delete, access, gone.run_id)
    later = database.read_now(run_head.get, access, first.iid).later
    assert later is not None
    assert later.iid == last.iid
    assert not database.read_now(run_head.get, access, gone.iid).is_live


def test_a_parent_of_another_project_is_not_shown(database: Database, access: Access, elsewhere: Access) -> None:
    foreign = made(database, elsewhere)
    own = made(database, access)
    assert made(database, access, Tag(PARENT, foreign.run_id)).parent is None
    assert made(database, access, Tag(PARENT, "nonsense")).parent is None
    parent = made(database, access, Tag(PARENT, own.run_id)).parent
    assert parent is not None
    assert (parent.iid, parent.name) == (own.iid, own.name)


def test_only_own_runs_are_found(database: Database, access: Access, elsewhere: Access) -> None:
    foreign = made(database, elsewhere)
    with pytest.raises(NotFound):
        database.read_now(run_head.get, access, foreign.iid)
    with pytest.raises(NotFound):
        database.read_now(run_head.iid_of, access, foreign.run_id)
    assert database.read_now(run_head.iid_of, elsewhere, foreign.run_id) == foreign.iid


def test_a_star_is_one_persons(database: Database, access: Access) -> None:
    head = made(database, access)
    assert not head.is_starred
    database.write_now(run_edits.star, access, head.iid, on=True)
    assert database.read_now(run_head.get, access, head.iid).is_starred
    assert access.actor.user_id is not None
    assert len(database.read_now(stars.of_user, access.actor.user_id, Starred.RUN, 9)) == 1
    assert database.read_now(stars.of_user, access.actor.user_id + 1, Starred.RUN, 9) == []
    database.write_now(run_edits.star, access, head.iid, on=False)
    assert not database.read_now(run_head.get, access, head.iid).is_starred
