"""store.runs: one run at a time, on each engine."""

import msgspec

from modelstead import limits
from modelstead.domain.run import Run, RunStatus
from modelstead.store import runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

NEW = Run(0, "ab" * 16, 9, 0, "brisk-heron-417", "ada", RunStatus.SCHEDULED, limits.INT64_MAX, None, None)


def stored(tx: Transaction) -> Run:
    """Store the new run beside the run of a project, and return it as it is to be found."""
    beside = factories.run_row(tx)
    row_id = runs.insert(tx, beside.project_id, beside.experiment_id, NEW, created_by=None)
    return msgspec.structs.replace(NEW, id=row_id)


def test_a_run_is_found_as_it_was_stored(database: Database) -> None:
    run = database.write_now(stored)
    key = database.read_now(runs.keys, [run.run_id])[run.run_id]
    assert database.read_now(runs.get, key.project_id, run.run_id) == run


def test_a_run_is_found_in_its_own_project_alone(database: Database) -> None:
    run = database.write_now(stored)
    other = database.write_now(factories.run_row, "other/project")
    assert database.read_now(runs.get, other.project_id, run.run_id) is None
    assert database.read_now(runs.get, other.project_id, "missing") is None


def test_keys_say_where_runs_are_and_whether_they_are_in_the_trash(database: Database) -> None:
    run = database.write_now(stored)
    other = database.write_now(factories.run_row, "other/project")
    database.write_now(runs.set_deleted, run.id, 5)
    known = database.read_now(runs.keys, [run.run_id, "missing"])
    assert list(known) == [run.run_id]
    assert (known[run.run_id].id, bool(known[run.run_id].is_deleted)) == (run.id, True)
    assert known[run.run_id].project_id != other.project_id
    assert not other.is_deleted
    assert database.read_now(runs.keys, []) == {}


def test_an_update_changes_status_end_and_name_alone(database: Database) -> None:
    run = database.write_now(stored)
    project_id = database.read_now(runs.keys, [run.run_id])[run.run_id].project_id
    wanted = msgspec.structs.replace(run, status=RunStatus.KILLED, end_time=7, name="other")
    database.write_now(runs.update, msgspec.structs.replace(wanted, start_time=0, user_id="someone else"))
    assert database.read_now(runs.get, project_id, run.run_id) == wanted
    database.write_now(runs.rename, [("first", run.id), ("last", run.id)])
    assert database.read_now(runs.get, project_id, run.run_id) == msgspec.structs.replace(wanted, name="last")


def test_with_its_experiment_go_active_runs_and_come_back_alone(database: Database) -> None:
    def trash(tx: Transaction) -> dict[str, int | None]:
        run = stored(tx)
        key = runs.keys(tx, [run.run_id])[run.run_id]
        runs.set_deleted(tx, run.id, 5)
        runs.delete_with_experiment(tx, key.experiment_id, 9)
        return {row[0]: row[1] for row in tx.all("SELECT run_id, deleted_at FROM runs")}

    deleted = database.write_now(trash)
    assert deleted.pop(NEW.run_id) == 5
    assert list(deleted.values()) == [9]
    (other,) = deleted
    key = database.read_now(runs.keys, [other])[other]
    database.write_now(runs.restore_with_experiment, key.experiment_id)
    known = database.read_now(runs.keys, [NEW.run_id, other])
    assert {run_id: bool(each.is_deleted) for run_id, each in known.items()} == {NEW.run_id: True, other: False}


def test_a_run_taken_out_by_itself_does_not_come_back_with_its_experiment(database: Database) -> None:
    def trash(tx: Transaction) -> bool:
        key = factories.run_row(tx)
        runs.delete_with_experiment(tx, key.experiment_id, 9)
        runs.set_deleted(tx, key.id, None)
        runs.set_deleted(tx, key.id, 10)
        runs.restore_with_experiment(tx, key.experiment_id)
        return bool(tx.all("SELECT 1 FROM runs WHERE deleted_at = 10"))

    assert database.write_now(trash)
