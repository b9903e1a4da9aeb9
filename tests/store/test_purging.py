"""Rows that leave the trash: marked first, then removed a few at a time."""

import sqlite3
from contextlib import closing

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Owner, OwnerKind
from modelstead.errors import NotFound
from modelstead.services import runs
from modelstead.store import artifacts, logged_model_metrics, migration, purging, trash
from modelstead.store import logged_models as logged_model_rows
from modelstead.store import metrics as metric_rows
from modelstead.store import runs as run_rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.trash import EXPERIMENTS, LOGGED_MODELS, MODELS, RUNS, VERSIONS, Noun, Part
from tests import factories, trashing

ALWAYS = 2**62
POINTS = Part("metric_points", "run_id = ?", "key_id, timestamp, step, value, is_nan")
FILES = trash.RUNS.parts[-1]
EVERY = (VERSIONS, MODELS, RUNS, LOGGED_MODELS, EXPERIMENTS)


@pytest.fixture
def access(database: Database) -> Access:
    return database.write_now(factories.member)


@pytest.fixture
def run_id(database: Database, access: Access) -> str:
    """Put a run in the trash."""
    made = database.write_now(trashing.full_run, access)
    database.write_now(runs.delete, access, made)
    return made


def row_of(tx: Transaction, run_id: str) -> int:
    return run_rows.keys(tx, [run_id])[run_id].id


def test_a_marked_run_is_found_by_nobody_who_would_restore_it(database: Database, access: Access, run_id: str) -> None:
    row = database.read_now(row_of, run_id)
    assert database.write_now(purging.claim, RUNS, row, ALWAYS)
    with pytest.raises(NotFound):
        database.write_now(runs.restore, access, run_id)
    assert database.read_now(purging.due, RUNS, 0, None, 0, 10) == [row]
    assert database.write_now(purging.claim, RUNS, row, 0)


def test_what_was_restored_is_not_marked(database: Database, access: Access, run_id: str) -> None:
    row = database.read_now(row_of, run_id)
    database.write_now(runs.restore, access, run_id)
    assert not database.write_now(purging.claim, RUNS, row, ALWAYS)
    assert database.read_now(runs.get, access, run_id).run.run_id == run_id


def test_what_was_put_in_the_trash_later_is_not_due(database: Database, access: Access, run_id: str) -> None:
    deleted_at = database.read_now(runs.find, access, run_id).deleted_at
    assert deleted_at is not None
    row = database.read_now(row_of, run_id)
    assert database.read_now(purging.due, RUNS, deleted_at - 1, None, 0, 10) == []
    assert not database.write_now(purging.claim, RUNS, row, deleted_at - 1)
    assert database.read_now(purging.due, RUNS, deleted_at, None, 0, 10) == [row]


def test_what_is_due_comes_page_by_page(database: Database, access: Access) -> None:
    made = [database.write_now(factories.run_id, access) for _ in range(5)]
    for run_id in made:
        database.write_now(runs.delete, access, run_id)
    seen: list[int] = []
    while page := database.read_now(purging.due, RUNS, ALWAYS, access.project.id, seen[-1] if seen else 0, 2):
        seen += page
    assert seen == [database.read_now(row_of, run_id) for run_id in made]
    assert database.read_now(purging.due, RUNS, ALWAYS, access.project.id + 1, 0, 2) == []


def test_at_most_so_many_rows_go_at_once(database: Database) -> None:
    row, other = database.write_now(factories.run_row), database.write_now(factories.run_row, "other/project")
    points = [(run, key, at, 0, 0.1, 0) for run in (row.id, other.id) for key in (1, 2) for at in range(4)]
    database.write_now(metric_rows.append, points)
    assert [database.write_now(purging.strip, POINTS, row.id, 3, 1) for _ in range(4)] == [3, 3, 2, 0]
    assert database.read_now(metric_rows.history, other.id, 1, 10) == [(at, 0, 0.1, 0) for at in range(4)]


def test_as_many_rows_as_there_is_room_for_go_at_once(database: Database) -> None:
    row = database.write_now(factories.run_row)
    database.write_now(metric_rows.append, [(row.id, 1, at, 0, 0.0, at % 2) for at in range(4)])
    assert database.write_now(purging.strip, POINTS, row.id, 4, 1) == 4
    assert database.write_now(purging.strip, POINTS, row.id, 4, 1) == 0


def test_blobs_of_files_that_go_count_as_new_for_those_who_read_them(
    database: Database, access: Access, run_id: str
) -> None:
    row = database.read_now(row_of, run_id)
    other = database.write_now(trashing.full_run, access)
    database.write_now(make_old)
    assert database.write_now(purging.strip, FILES, row, 1, 5_000) == 1
    assert database.read_now(ages) == [1, 1, 1, 5_000]
    assert database.write_now(purging.strip, FILES, row, 1, 6_000) == 1
    assert database.read_now(ages) == [1, 1, 5_000, 6_000]
    owner = Owner(OwnerKind.RUN, database.read_now(row_of, other))
    assert [entry.name for entry in database.read_now(artifacts.entries, owner, "", 9)] == ["folder", "own"]


def make_old(tx: Transaction) -> None:
    tx.execute("UPDATE blobs SET created_at = 1")


def ages(tx: Transaction) -> list[int]:
    return [row[0] for row in tx.all("SELECT created_at FROM blobs ORDER BY created_at")]


def test_points_that_a_run_logged_for_a_model_go_and_those_of_others_stay(database: Database, access: Access) -> None:
    model = database.write_now(trashing.full_model, access)
    mine, other = (database.write_now(trashing.full_run, access, model=model) for _ in range(2))
    row, model_row = database.read_now(row_of, mine), database.read_now(logged_model_rows.keys, [model])[model].id
    assert database.read_now(purging.models_of_runs, [row]) == {row: [model_row]}
    assert database.write_now(purging.strip_models, row, [model_row], 10) == 1
    assert database.write_now(purging.strip_models, row, [model_row], 10) == 0
    (point,) = database.read_now(logged_model_metrics.of_models, [model_row], 10)[model_row]
    assert point.run_id == other


@pytest.mark.usefixtures("run_id")
def test_counted_are_things_and_their_files(database: Database, access: Access) -> None:
    database.write_now(
        trashing.put_file, access, Address.of_run(database.write_now(factories.run_id, access), "a"), b""
    )
    assert database.read_now(purging.count, RUNS, ALWAYS, None) == (1, 2)
    assert database.read_now(purging.count, RUNS, ALWAYS, access.project.id + 1) == (0, 0)
    assert database.read_now(purging.count, RUNS, 0, None) == (0, 0)


@pytest.mark.parametrize("noun", EVERY, ids=lambda noun: noun.table)
def test_every_table_that_points_to_a_thing_belongs_to_it_or_goes_before(noun: Noun) -> None:
    """Read the schema's foreign keys: a table that is added later is not forgotten."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(migration.schema_script())
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        pointing = {
            table
            for table in tables
            for key in database.execute(f"PRAGMA foreign_key_list({table})")
            if key[2] == noun.table
        }
    assert pointing <= {part.table for part in noun.parts} | {
        earlier.table for earlier in EVERY[: EVERY.index(noun)]
    } | ({"registered_models"} if noun is EXPERIMENTS else set())
