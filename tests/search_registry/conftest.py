"""What tests of searching the registry ask for."""

from collections.abc import Iterator

import pytest

from modelstead.store.open import open_database
from tests.search_registry.loading import Loaded, load


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Each engine in turn, loaded once: searching changes nothing."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('search') / 'test.db'}"
    else:
        url = request.getfixturevalue("postgresql").database(kept=True)
    database = open_database(url, pool=2, readers=1)
    database.migrate()  # nothing to do where the database is a copy of a migrated one
    yield Loaded(database, database.write_now(load))
    database.close()
