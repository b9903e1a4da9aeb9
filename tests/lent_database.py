"""A database of PostgreSQL that goes from test to test: how it becomes empty again."""

from dataclasses import dataclass
from typing import Any

import psycopg

MAX_BYTES = 4 * 2**20  # above a new one; deleting rows does not make files smaller
OWN = 16_384  # the first number of what is not PostgreSQL's own

CONNECTIONS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SCHEMA = f"""
    SELECT count(*), max(xmin::text::bigint), max(reltuples) FILTER (WHERE relkind = 'r')
        FROM pg_class WHERE oid >= {OWN}
    UNION ALL SELECT count(*), max(xmin::text::bigint), 0 FROM pg_attribute WHERE attrelid >= {OWN}
    UNION ALL SELECT count(*), max(xmin::text::bigint), 0 FROM pg_constraint WHERE oid >= {OWN}
    UNION ALL SELECT count(*), max(xmin::text::bigint), 0 FROM pg_attrdef WHERE oid >= {OWN}
    UNION ALL SELECT count(*), max(xmin::text::bigint), 0 FROM pg_trigger WHERE oid >= {OWN}
    UNION ALL SELECT count(*), max(xmin::text::bigint), 0 FROM pg_proc WHERE oid >= {OWN}
    UNION ALL SELECT count(*), max(xmin::text::bigint), 0 FROM pg_namespace
"""  # what a statement other than INSERT, UPDATE and DELETE changes, ANALYZE included
SIZE = f"SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE oid >= {OWN} AND relkind IN ('r', 'i', 't')"
NOTHING = """
    DROP SCHEMA public CASCADE;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC
"""


@dataclass(frozen=True)
class Template:
    """What a migrated database holds, as the statements that bring another one back to it."""

    statements: str

    @classmethod
    def of(cls, connection: psycopg.Connection[Any]) -> "Template":
        """Read a migrated database: a few rows are there, and where its counters are."""
        statements = ["SET LOCAL session_replication_role = replica"]  # no triggers, so in any order
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            statements.append(f'DELETE FROM "{table}"')
            held = connection.execute(f'SELECT json_agg(each)::text FROM "{table}" each').fetchone()
            if held and held[0]:
                rows = psycopg.sql.quote(held[0])
                statements.append(
                    f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", {rows})'
                )
        counters = connection.execute(
            "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
        ).fetchall()
        statements += [f"SELECT setval('\"{name}\"', {value}, {called})" for name, value, called in counters]
        return cls("; ".join(statements))


class LentDatabase:
    """One database, and a connection to it that stays; without a template it has no tables."""

    def __init__(self, name: str, url: str, template: Template | None) -> None:
        self.name = name
        self.url = url
        self._template = template
        self._connection = psycopg.connect(url, autocommit=True)
        self._schema = self._facts(SCHEMA)
        self._size = self._bytes()

    def emptied(self) -> bool:
        """Make it as it was when it was new, if that is quicker than another new one."""
        self._facts(CONNECTIONS)
        if self._template is None:
            self._connection.execute(NOTHING)
            return True
        if self._facts(SCHEMA) != self._schema or self._bytes() > self._size + MAX_BYTES:
            return False
        with self._connection.transaction():
            self._connection.execute(self._template.statements)
        return True

    def close(self) -> None:
        self._connection.close()

    def _facts(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def _bytes(self) -> int:
        return int(self._facts(SIZE)[0][0] or 0)
