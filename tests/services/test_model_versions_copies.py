"""Copies of versions, as clients make them: with the tags of the original."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.model_version import VERSION_TAG
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists
from modelstead.services import model_versions, registered_models
from modelstead.store.database import Database
from tests.registering import NAME, versions

NUMBERED = (Tag(VERSION_TAG, "2.1.0"),)


@pytest.fixture(autouse=True)
def original(database: Database, access: Access) -> None:
    database.write_now(versions, access)
    database.write_now(model_versions.create, access, NAME, tags=NUMBERED)
    database.write_now(registered_models.create, access, "copies")


def copy(database: Database, access: Access, source: str = f"models:/{NAME}/2.1.0") -> str:
    made = database.write_now(model_versions.create, access, "copies", source=source, tags=NUMBERED)
    return made.semantic_version


def test_a_copy_has_the_number_of_the_original(database: Database, access: Access) -> None:
    assert copy(database, access) == "2.1.0"


def test_a_copy_whose_number_is_taken_gets_the_next_one(database: Database, access: Access) -> None:
    copy(database, access)

    assert copy(database, access) == "2.1.1"


def test_what_is_no_copy_does_not_get_another_number_than_it_asks_for(database: Database, access: Access) -> None:
    copy(database, access)

    with pytest.raises(AlreadyExists, match="Version has already been taken"):
        copy(database, access, source="")
