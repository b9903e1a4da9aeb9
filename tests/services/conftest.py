"""What tests of services ask for."""

import pytest

from modelstead.domain.actor import Access
from modelstead.store.database import Database
from tests import factories


@pytest.fixture
def access(database: Database) -> Access:
    """Return a developer's standing in a new project."""
    return database.write_now(factories.member)


@pytest.fixture
def elsewhere(database: Database) -> Access:
    """Return a developer's standing in another project."""
    return database.write_now(factories.member, "other/project")
