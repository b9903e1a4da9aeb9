"""store.registry_tags: tags of models and of versions, on each engine."""

import pytest

from modelstead import limits
from modelstead.domain.tag import Tag
from modelstead.store import registry_tags
from modelstead.store.database import Database
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Transaction
from tests import factories
from tests.store import facts
from tests.store.registry import add_model, add_version


def owners(tx: Transaction) -> dict[Tagged, list[int]]:
    """Create two models and two versions."""
    project_id = factories.member(tx).project.id
    models = [add_model(tx, project_id, name) for name in ("a", "b")]
    versions = [add_version(tx, project_id, models[0], text) for text in ("1.0.0", "1.0.1")]
    return {Tagged.MODEL: [each.id for each in models], Tagged.VERSION: versions}


@pytest.mark.parametrize("tagged", Tagged)
def test_tags_overwrite_and_go(database: Database, tagged: Tagged) -> None:
    one, other = database.write_now(owners)[tagged]
    long = "𝄞" * limits.KEY_LENGTH
    database.write_now(
        registry_tags.put, tagged, one, {"b": "1", "a": "x", long: "y" * limits.REGISTRY_TAG_VALUE_LENGTH}
    )
    database.write_now(registry_tags.put, tagged, one, {"b": "2", "B": ""})
    database.write_now(registry_tags.put, tagged, other, {"b": "3"})
    expected = [Tag("B", ""), Tag("a", "x"), Tag("b", "2"), Tag(long, "y" * 100_000)]
    found = database.read_now(registry_tags.of_owners, tagged, [other, one, 999])
    assert found == {one: expected, other: [Tag("b", "3")]}
    assert database.write_now(registry_tags.delete, tagged, one, "b")
    assert not database.write_now(registry_tags.delete, tagged, one, "b")
    assert database.read_now(registry_tags.of_owners, tagged, [other]) == {other: [Tag("b", "3")]}


def test_models_and_versions_of_one_number_are_apart(database: Database) -> None:
    made = database.write_now(owners)
    assert made[Tagged.MODEL][0] == made[Tagged.VERSION][0]
    database.write_now(registry_tags.put, Tagged.MODEL, made[Tagged.MODEL][0], {"k": "of the model"})
    assert database.read_now(registry_tags.of_owners, Tagged.VERSION, made[Tagged.VERSION]) == {}


def test_no_tags_are_put_without_complaint(database: Database) -> None:
    one = database.write_now(owners)[Tagged.MODEL][0]
    database.write_now(registry_tags.put, Tagged.MODEL, one, {})
    assert database.read_now(registry_tags.of_owners, Tagged.MODEL, [one]) == {}


@pytest.mark.parametrize("tagged", Tagged)
def test_nothing_is_tagged_that_is_not_there(database: Database, tagged: Tagged) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        database.write_now(facts.run, f"INSERT INTO {tagged.value} (owner_id, key, value) VALUES (999, 'a', 'b')")
