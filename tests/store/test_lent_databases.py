"""A PostgreSQL database that another test had is as a new one."""

import psycopg

from modelstead.store.open import open_database
from tests.postgresql import Postgresql
from tests.store import facts

COUNTERS = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"


def held(url: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        return tuple(connection.execute(sql).fetchall() for sql in ("SELECT * FROM instance ORDER BY 1", COUNTERS))


def test_rows_and_counters_are_those_of_a_new_one_even_if_a_connection_was_left_open(postgresql: Postgresql) -> None:
    url = postgresql.database()
    new = held(url)
    database = open_database(url, pool=1, readers=1)
    database.write_now(facts.put, "a")
    database.write_now(lambda tx: tx.execute("SELECT nextval('users_id_seq')"))
    assert held(url) != new
    left_open = psycopg.connect(url)
    left_open.execute("LOCK TABLE instance")
    postgresql.take_back()
    assert held(postgresql.database()) == new
    left_open.close()
    database.close()


def test_one_with_another_schema_is_not_lent_again(postgresql: Postgresql) -> None:
    url = postgresql.database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE more (id bigint)")
    postgresql.take_back()
    assert postgresql.database() != url


def test_one_without_a_schema_has_none_again(postgresql: Postgresql) -> None:
    for _ in range(2):
        url = postgresql.database(migrated=False)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE more (id bigint)")
        postgresql.take_back()
