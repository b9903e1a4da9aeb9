"""The schema that a new SQLite database gets."""

from tests.store import write_schema


def test_schema_sql_is_what_the_migrations_make() -> None:
    assert write_schema.FILE.read_text() == write_schema.script(), "run: make schema"
