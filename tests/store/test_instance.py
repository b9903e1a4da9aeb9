"""store.instance, on each engine."""

from modelstead.store import instance
from modelstead.store.database import Database


def test_a_fact_is_stored_once_and_stays(database: Database) -> None:
    assert database.read_now(instance.get, "key") is None
    assert database.write_now(instance.insert, "key", "first")
    assert not database.write_now(instance.insert, "key", "second")
    assert database.read_now(instance.get, "key") == "first"
