"""services.runs: create, get, update, trash; on each engine."""

import re

import msgspec
import pytest

from modelstead import clock, nicknames
from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.run import RunRecord, RunStatus
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def create(
    tx: Transaction, access: Access, *tags: Tag, name: str = "", user_id: str = "", start_time: int | None = 5
) -> RunRecord:
    return runs.create(tx, access, "0", name=name, user_id=user_id, start_time=start_time, tags=tags)


def update(
    database: Database,
    access: Access,
    run_id: str,
    *,
    status: RunStatus | None = None,
    end_time: int | None = None,
    name: str = "",
) -> tuple[RunStatus, int | None, str]:
    found = database.write_now(runs.update, access, run_id, status=status, end_time=end_time, name=name)
    assert found == database.read_now(runs.find, access, run_id)
    return found.status, found.end_time, found.name


def test_what_create_answers_is_what_is_found(database: Database, access: Access) -> None:
    made = database.write_now(create, access, Tag("b", "1"), Tag("a", "2"), name="first", user_id="eve")
    found = database.read_now(runs.get, access, made.run.run_id)
    assert msgspec.structs.replace(found, run=msgspec.structs.replace(found.run, id=0)) == made
    assert found.tags == (Tag("a", "2"), Tag("b", "1"), Tag("mlflow.runName", "first"))
    assert re.fullmatch(r"[0-9a-f]{32}", found.run.run_id)
    assert (found.run.iid, found.run.experiment_iid) == (1, 0)
    assert (found.run.name, found.run.user_id, found.run.start_time) == ("first", "eve", 5)
    assert (found.run.status, found.run.end_time, found.run.deleted_at) == (RunStatus.RUNNING, None, None)


def test_what_is_not_given_is_made_up(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: 77)
    made = database.write_now(create, access, start_time=None)
    adjective, noun, _ = made.run.name.split("-")
    assert adjective in nicknames.ADJECTIVES
    assert noun in nicknames.NOUNS
    assert made.tags == (Tag("mlflow.runName", made.run.name),)
    assert made.run.user_id == access.actor.username
    assert made.run.start_time == 77


def test_the_name_may_come_as_a_tag(database: Database, access: Access) -> None:
    assert database.write_now(create, access, Tag("mlflow.runName", "tagged")).run.name == "tagged"
    assert database.write_now(create, access, Tag("mlflow.runName", "same"), name="same").run.name == "same"
    with pytest.raises(InvalidParameter, match=r"Both 'run_name' argument and 'mlflow\.runName' tag are specified"):
        database.write_now(create, access, Tag("mlflow.runName", "tagged"), name="given")


def test_of_a_tag_given_twice_the_last_counts(database: Database, access: Access) -> None:
    made = database.write_now(create, access, Tag("a", "1"), Tag("a", "2"), name="n")
    assert made.tags == (Tag("a", "2"), Tag("mlflow.runName", "n"))
    assert database.read_now(runs.get, access, made.run.run_id).tags == made.tags


def test_what_breaks_a_limit_is_named(database: Database, access: Access) -> None:
    database.write_now(create, access, name="n" * 500, user_id="u" * 256)
    with pytest.raises(InvalidParameter, match="'run_name' exceeds the maximum length of 500 characters; it has 501"):
        database.write_now(create, access, name="n" * 501)
    with pytest.raises(InvalidParameter, match="'user_id' exceeds the maximum length of 256 characters; it has 257"):
        database.write_now(create, access, user_id="u" * 257)
    with pytest.raises(InvalidParameter, match=r"'tags\[1\]\.key'"):
        database.write_now(create, access, Tag("a", ""), Tag("*", ""))
    assert database.write_now(create, access).run.iid == 2


def test_runs_are_numbered_by_project(database: Database, access: Access, elsewhere: Access) -> None:
    assert [database.write_now(create, each).run.iid for each in (access, elsewhere, access)] == [1, 1, 2]


def test_a_run_of_another_project_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    run_id = database.write_now(factories.run_id, elsewhere)
    for verb in (runs.get, runs.find_active, runs.delete, runs.restore):
        with pytest.raises(NotFound, match=f"^Run with id={run_id} not found\\.$"):
            database.write_now(verb, access, run_id)
    with pytest.raises(NotFound):
        update(database, access, run_id, name="x")
    assert database.read_now(runs.find, elsewhere, run_id).deleted_at is None


def test_an_update_changes_what_is_given(database: Database, access: Access) -> None:
    run_id = database.write_now(create, access, name="first").run.run_id
    assert update(database, access, run_id) == (RunStatus.RUNNING, None, "first")
    assert update(database, access, run_id, name="second") == (RunStatus.RUNNING, None, "second")
    finished = (RunStatus.FINISHED, 9, "second")
    assert update(database, access, run_id, status=RunStatus.FINISHED, end_time=9) == finished
    assert update(database, access, run_id) == finished
    assert update(database, access, run_id, status=RunStatus.FAILED) == (RunStatus.FAILED, 9, "second")
    assert update(database, access, run_id, end_time=11) == (RunStatus.FAILED, 11, "second")
    assert database.read_now(runs.get, access, run_id).tags == (Tag("mlflow.runName", "second"),)


@pytest.mark.parametrize("status", [RunStatus.RUNNING, RunStatus.SCHEDULED])
def test_a_run_that_runs_again_has_no_end(database: Database, access: Access, status: RunStatus) -> None:
    run_id = database.write_now(create, access, name="n").run.run_id
    update(database, access, run_id, status=RunStatus.FINISHED, end_time=9)
    assert update(database, access, run_id, status=status) == (status, None, "n")


def test_a_name_too_long_changes_nothing(database: Database, access: Access) -> None:
    run_id = database.write_now(create, access, name="n").run.run_id
    with pytest.raises(InvalidParameter, match="'run_name'"):
        update(database, access, run_id, status=RunStatus.FINISHED, name="n" * 501)
    assert update(database, access, run_id, name="n" * 500) == (RunStatus.RUNNING, None, "n" * 500)


def test_a_run_goes_to_the_trash_and_comes_back(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = database.write_now(factories.run_id, access)
    for now, wanted in ((100, 100), (200, 100)):
        monkeypatch.setattr(clock, "now_ms", lambda now=now: now)
        database.write_now(runs.delete, access, run_id)
        assert database.read_now(runs.find, access, run_id).deleted_at == wanted
    with pytest.raises(InvalidState, match="must be in the 'active' state"):
        update(database, access, run_id, name="x")
    for _ in range(2):
        database.write_now(runs.restore, access, run_id)
        assert database.read_now(runs.find_active, access, run_id).deleted_at is None


def test_each_run_of_a_list_has_its_own(database: Database, access: Access) -> None:
    made = [database.write_now(factories.run_id, access) for _ in range(3)]
    for number, run_id in enumerate(made[:2]):
        point, param = MetricPoint("loss", number, 0), Param("lr", str(number))
        database.write_now(factories.log_one, factories.batch(access, run_id, metrics=[point], params=[param]))

    def look(tx: Transaction) -> list[RunRecord]:
        return runs.records(tx, [runs.find(tx, access, run_id) for run_id in made])

    assert [(each.metrics, each.params) for each in database.read_now(look)] == [
        ((MetricPoint("loss", 0.0, 0),), (Param("lr", "0"),)),
        ((MetricPoint("loss", 1.0, 0),), (Param("lr", "1"),)),
        ((), ()),
    ]
