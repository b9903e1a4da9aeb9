"""The migrations, run by alembic, make the same schema as schema.sql, on each engine."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from modelstead.store import migration
from modelstead.store.open import open_database
from tests.postgresql import Postgresql

Columns = set[tuple[str, str, bool, bool]]
"""Table, column, whether it may be null, whether it is in the primary key."""

INDEXES = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
PG_COLUMNS = """
SELECT c.relname, a.attname, NOT a.attnotnull, COALESCE(a.attnum = ANY(i.indkey), FALSE)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""
PG_INDEXES = """
SELECT tablename, indexname FROM pg_indexes
WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
UNIQUE = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname) FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(k.conkey)
WHERE k.contype = 'u' AND c.relnamespace = 'public'::regnamespace GROUP BY k.oid, c.relname
"""


def sqlite_columns(connection: sqlite3.Connection) -> Columns:
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        (table, row[1], not row[3], row[5] > 0)
        for table in tables
        if not table.startswith("sqlite_")
        for row in connection.execute(f"PRAGMA table_info({table})")
    }


def sqlite_unique(connection: sqlite3.Connection) -> set[tuple[str, tuple[str, ...]]]:
    tables = {column[0] for column in sqlite_columns(connection)}
    return {
        (table, tuple(sorted(row[2] for row in connection.execute(f"PRAGMA index_info({index[1]})"))))
        for table in tables
        for index in connection.execute(f"PRAGMA index_list({table})")
        if index[3] == "u"
    }


@pytest.fixture
def written() -> sqlite3.Connection:
    """Return a database made from schema.sql."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(migration.schema_script())
    return connection


def test_on_sqlite_statement_by_statement(tmp_path: Path, written: sqlite3.Connection) -> None:
    migration.upgrade(f"sqlite:///{tmp_path / 'test.db'}")
    upgraded = sqlite3.connect(tmp_path / "test.db")
    statements = "SELECT name, replace(replace(replace(sql, char(10), ''), char(9), ''), ' ', '') FROM sqlite_master"
    assert set(upgraded.execute(statements)) == set(written.execute(statements))
    assert upgraded.execute("SELECT version_num FROM alembic_version").fetchall() == [(migration.HEAD,)]
    upgraded.close()
    written.close()


def test_an_upgraded_sqlite_database_is_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    migration.upgrade(url)
    database = open_database(url, pool=1, readers=1)
    assert database.schema_version() == migration.HEAD
    assert database.migrate() == ()
    database.close()


def test_on_postgresql_column_by_column(postgresql: Postgresql, written: sqlite3.Connection) -> None:
    with psycopg.connect(postgresql.database()) as connection:
        columns: Columns = set(connection.execute(PG_COLUMNS).fetchall())
        indexes = set(connection.execute(PG_INDEXES).fetchall())
        unique = {(table, tuple(names)) for table, names in connection.execute(UNIQUE).fetchall()}
    assert columns == sqlite_columns(written)
    assert indexes == set(written.execute(INDEXES))
    assert unique == sqlite_unique(written)
    written.close()


def test_postgresql_keeps_whole_numbers_and_values_in_eight_bytes(postgresql: Postgresql) -> None:
    types = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'metric_points'"
    with psycopg.connect(postgresql.database()) as connection:
        assert dict(connection.execute(types).fetchall()) == {
            "run_id": "bigint",
            "key_id": "bigint",
            "timestamp": "bigint",
            "step": "bigint",
            "value": "double precision",
            "is_nan": "smallint",
        }
