"""Small writes and reads for tests of the database itself: facts of the installation, which stand alone."""

from modelstead.store import instance
from modelstead.store.transaction import Row, Transaction


class Refused(Exception):
    """What a failing write of a test raises."""


def run(tx: Transaction, sql: str, *values: object) -> int:
    return tx.execute(sql, values)


def rows(tx: Transaction, sql: str, *values: object) -> list[Row]:
    return tx.all(sql, values)


def put(tx: Transaction, name: str, value: str = "") -> str:
    """Store a fact and return its name."""
    assert instance.insert(tx, name, value)
    return name


def put_and_fail(tx: Transaction, name: str) -> None:
    put(tx, name)
    raise Refused(name)


def names(tx: Transaction) -> list[str]:
    return [row[0] for row in tx.all("SELECT name FROM instance ORDER BY name")]


def count(tx: Transaction) -> int:
    row = tx.one("SELECT COUNT(*) FROM instance")
    assert row is not None
    return int(row[0])
