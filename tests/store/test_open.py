"""store.open: which engine a URL names."""

from pathlib import Path

import pytest

from modelstead.errors import Unavailable
from modelstead.store.engines.postgresql import PostgresqlDatabase
from modelstead.store.engines.sqlite import SqliteDatabase
from modelstead.store.open import open_database
from tests.store import facts


def test_sqlite_is_named_by_a_path(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a' / 'x.db'}", pool=1, readers=1)
    assert isinstance(database, SqliteDatabase)
    assert database.schema_version() is None
    database.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_named_by_either_scheme(scheme: str) -> None:
    database = open_database(f"{scheme}://user@127.0.0.1:1/name", pool=1, readers=1)
    assert isinstance(database, PostgresqlDatabase)
    database.close()


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'missing' / 'x.db'}", pool=1, readers=1)
    with pytest.raises(Unavailable, match="nothing was stored"):
        database.write_now(facts.put, "a")
    with pytest.raises(Unavailable):
        database.read_now(facts.names)
    database.close()
