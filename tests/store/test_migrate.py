"""Migrating: an empty database gets the newest schema, once, whoever comes at the same time; on each engine."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from modelstead.errors import SettingError
from modelstead.store import migration
from modelstead.store.database import Database
from modelstead.store.open import open_database
from tests.postgresql import Postgresql
from tests.store import facts

MIGRATE = """
import sys
from modelstead.store.open import open_database
database = open_database(sys.argv[1], pool=1, readers=1)
print(*database.migrate())
database.close()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgresql = request.getfixturevalue("postgresql")
    return server.database(migrated=False)


def opened(url: str) -> Database:
    return open_database(url, pool=2, readers=1)


def test_an_empty_database_has_no_version_and_every_revision_is_pending(url: str) -> None:
    database = opened(url)
    assert database.schema_version() is None
    assert migration.pending(None) == migration.revisions() != ()
    database.close()


def test_the_second_time_there_is_nothing_to_do(url: str) -> None:
    database = opened(url)
    assert database.migrate() == migration.revisions()
    assert database.schema_version() == migration.HEAD
    database.write_now(facts.put, "a")
    assert database.migrate() == ()
    assert database.read_now(facts.names) == ["a"]
    database.close()


def test_of_several_threads_one_migrates(url: str) -> None:
    databases = [opened(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        runs = list(threads.map(lambda each: each.migrate(), databases))
    assert sorted(runs) == [(), (), (), migration.revisions()]
    assert [each.schema_version() for each in databases] == [migration.HEAD] * 4
    for each in databases:
        each.close()


def test_of_two_processes_one_migrates(url: str) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in started]
    assert sorted(answers) == [(b"\n", b""), (f"{' '.join(migration.revisions())}\n".encode(), b"")]
    database = opened(url)
    assert database.schema_version() == migration.HEAD
    assert database.read_now(facts.rows, "SELECT version_num FROM alembic_version") == [(migration.HEAD,)]
    database.close()


def test_a_newer_schema_is_refused_with_both_versions(url: str) -> None:
    database = opened(url)
    database.migrate()
    database.write_now(facts.run, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingError) as refusal:
        database.migrate()
    assert str(refusal.value) == (
        f"The database has schema 9999; this version of Modelstead knows schemas up to {migration.HEAD}. "
        "Start the newer version again, or restore a backup made before the upgrade."
    )
    assert database.schema_version() == "9999"
    database.close()


def test_revisions_are_numbered_without_a_gap_and_the_newest_is_the_last_one() -> None:
    assert migration.revisions() == tuple(f"{number:04}" for number in range(1, len(migration.revisions()) + 1))
    assert migration.revisions()[-1] == migration.HEAD
    assert migration.pending(migration.HEAD) == ()
