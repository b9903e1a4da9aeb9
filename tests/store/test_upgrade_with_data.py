"""A database of each older version is upgraded with its data as it was, on each engine."""

from pathlib import Path

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.role import Role
from modelstead.domain.run import RunRecord
from modelstead.services import artifacts, projects, runs, users
from modelstead.store import migration
from modelstead.store.blobs.blobs import Stored
from modelstead.store.database import Database
from modelstead.store.open import open_database
from modelstead.store.transaction import Row, Transaction
from tests import factories
from tests.postgresql import Postgresql
from tests.store import facts

RUN_ID = "0123456789abcdef0123456789abcdef"

# What the first revision's tables may hold; rows of later ones are added where a revision changes them.
DATA: dict[str, dict[str, object]] = {
    "users": {
        "id": 7,
        "username": "ada",
        "name": "Ada",
        "kind": "human",
        "is_admin": 0,
        "is_active": 1,
        "created_at": 1,
    },
    "groups": {"id": 3, "path": "team", "created_at": 1},
    "projects": {"id": 5, "group_id": 3, "path": "team/project", "visibility": "private", "created_at": 2},
    "project_members": {"project_id": 5, "user_id": 7, "role": 30, "created_at": 2},
    "counters": {"project_id": 5, "noun": "run", "value": 1},
    "access_tokens": {
        "user_id": 7,
        "name": "t",
        "digest": b"d",
        "scopes": "api",
        "created_at": 1,
        "expires_at": 2**60,
    },
    "experiments": {
        "id": 11,
        "project_id": 5,
        "iid": 0,
        "name": "Default",
        "artifact_location": "",
        "created_at": 1,
        "updated_at": 1,
    },
    "experiment_tags": {"experiment_id": 11, "key": "k", "value": "ü"},
    "runs": {
        "id": 13,
        "project_id": 5,
        "experiment_id": 11,
        "iid": 1,
        "run_id": RUN_ID,
        "name": "first",
        "user_id": "ada",
        "created_by": 7,
        "status": 3,
        "start_time": 2**60,
    },
    "run_keys": {"id": 17, "experiment_id": 11, "kind": 1, "key": "loss"},
    "metric_points": {"run_id": 13, "key_id": 17, "timestamp": 1, "step": 2, "value": 0.1, "is_nan": 0},
    "latest_metrics": {"run_id": 13, "key_id": 17, "timestamp": 1, "step": 2, "value": 0.1, "is_nan": 0},
    "instance": {"name": "url", "value": "http://127.0.0.1"},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgresql = request.getfixturevalue("postgresql")
    return server.database(migrated=False)


def at_revision(url: str, revision: str) -> Database:
    """Return a database of an older schema, with data."""
    scheme, _, rest = url.partition("://")
    migration.upgrade(url if scheme == "sqlite" else f"postgresql+psycopg://{rest}", revision)
    database = open_database(url, pool=2, readers=1)
    database.write_now(fill)
    return database


def fill(tx: Transaction) -> None:
    for table, row in DATA.items():
        values = ", ".join("?" * len(row))
        tx.execute(f"INSERT INTO {table} ({columns(row)}) VALUES ({values})", tuple(row.values()))


def held(tx: Transaction) -> dict[str, list[Row]]:
    """Return the columns that were filled."""
    return {table: tx.all(f"SELECT {columns(row)} FROM {table}") for table, row in DATA.items()}


def columns(row: dict[str, object]) -> str:
    return ", ".join(f'"{name}"' for name in row)


@pytest.mark.parametrize("revision", migration.revisions()[:-1])
def test_every_row_is_as_before(url: str, revision: str) -> None:
    database = at_revision(url, revision)
    before = database.read_now(held)
    assert database.migrate() == migration.pending(revision)
    assert database.read_now(held) == before
    assert database.schema_version() == migration.HEAD
    database.close()


@pytest.mark.parametrize("revision", migration.revisions()[:-1])
def test_the_upgraded_database_goes_on_from_there(url: str, revision: str) -> None:
    database = at_revision(url, revision)
    database.migrate()
    run = database.write_now(go_on)
    assert (run.run.name, run.metrics[0].value) == ("first", 0.1)
    database.close()


def go_on(tx: Transaction) -> RunRecord:
    """Store a file and a run beside what is there, and return what is there."""
    access = Access(factories.actor(users.get(tx, "ada")), projects.get(tx, "team/project"), Role.DEVELOPER)
    artifacts.put(tx, access, Address.of_run(RUN_ID, "a.txt"), Stored(1, b"s" * 32), "0" * 32)
    assert factories.run(tx, access).run.iid == 2
    return runs.get(tx, access, RUN_ID)


def test_a_migration_that_fails_leaves_the_older_schema_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    database = at_revision(url, "0001")
    before = database.read_now(facts.rows, "SELECT name, sql FROM sqlite_master ORDER BY name")
    database.write_now(facts.run, "CREATE TABLE artifacts (in_the_way INTEGER)")
    with pytest.raises(Exception, match="artifacts already exists"):
        database.migrate()
    assert database.schema_version() == "0001"
    database.write_now(facts.run, "DROP TABLE artifacts")
    assert database.read_now(facts.rows, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert database.migrate() == migration.pending("0001")
    database.close()
