"""The list of registered models: what it says of each, filters, orders, the trash, prompts, and its queries."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.tag import Tag
from modelstead.services import aliases, model_head, model_listing, registered_models
from modelstead.services.model_listing import ModelList, Wanted, first_line
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.counting import Counted
from tests.registering import model, version, versions


def listed(database: Database, access: Access, **wanted: object) -> ModelList:
    return database.read_now(model_listing.page, access, Wanted(**wanted))  # type: ignore[arg-type]


def names(found: ModelList) -> list[str]:
    return [line.name for line in found.lines]


def two_versions(tx: Transaction, /, access: Access, name: str) -> None:
    versions(tx, access, "1.0.0", "1.1.0", name=name)


def test_a_line_says_what_a_model_is_and_which_versions_it_has(database: Database, access: Access) -> None:
    database.write_now(versions, access, "1.0.0", "2.0.0-rc.1", "1.10.0")
    database.write_now(aliases.put, access, "churn", "champion", "1.0.0")
    database.write_now(registered_models.describe, access, "churn", "# Churn\n\nWho **leaves** us.\n\nMore.")
    (line,) = listed(database, access).lines
    assert line.excerpt == "Who leaves us."
    assert line.versions == 3
    assert line.latest is not None
    assert line.latest.semantic_version == "1.10.0"
    assert [(each.alias, each.version.semantic_version) for each in line.aliases] == [("champion", "1.0.0")]
    assert line.user == access.actor.username


def test_a_search_is_a_part_of_the_name_or_a_filter(database: Database, access: Access) -> None:
    database.write_now(model, access, "Half moons", tags=[Tag("team", "vision")])
    database.write_now(model, access, "flats_100%")
    assert names(listed(database, access, q="MOON")) == ["Half moons"]
    assert names(listed(database, access, q="s_100%")) == ["flats_100%"]
    assert names(listed(database, access, q="tags.team = 'vision'")) == ["Half moons"]
    wrong = listed(database, access, q="tags.team = vision")
    assert wrong.error is not None
    assert wrong.error.at is not None


def test_without_an_order_the_starred_come_first(database: Database, access: Access) -> None:
    made = [database.write_now(model, access, name) for name in ("a", "b", "c")]
    database.write_now(lambda tx: model_head.star(tx, access, made[0].model.iid, on=True))
    assert names(listed(database, access))[0] == "a"
    assert names(listed(database, access, sort="-name")) == ["c", "b", "a"]
    database.write_now(lambda tx: version(tx, access, "b"))
    assert names(listed(database, access, sort="-versions"))[0] == "b"
    database.write_now(lambda tx: model_head.star(tx, access, made[0].model.iid, on=False))
    assert not any(line.is_starred for line in listed(database, access).lines)


def test_the_trash_and_prompts_are_apart(database: Database, access: Access) -> None:
    database.write_now(model, access, "kept")
    database.write_now(model, access, "gone")
    database.write_now(registered_models.delete, access, "gone")
    database.write_now(lambda tx: model(tx, access, "asks", tags=[Tag(IS_PROMPT, "true")]))
    found = listed(database, access)
    assert names(found) == ["kept"]
    assert (found.counts.active, found.counts.deleted, found.counts.prompts) == (1, 1, 1)
    assert names(listed(database, access, stage="deleted")) == ["gone"]
    assert set(names(listed(database, access, prompts=True))) == {"kept", "asks"}


def test_another_project_s_models_are_not_there(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(model, elsewhere, "hidden")
    assert listed(database, access).total == 0


def test_many_models_take_as_many_statements_as_one(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    def statements(tx: Transaction) -> int:
        counted = Counted(tx)
        model_listing.page(counted, access, Wanted())
        return counted.statements

    database.write_now(versions, access, "1.0.0")
    few = database.read_now(statements)
    for number in range(12):
        database.write_now(two_versions, access, f"m{number}")
    assert database.read_now(statements) == few <= 8
    monkeypatch.setattr(limits, "MODELS_SHOWN", 5)
    found = listed(database, access, page=3, sort="name")
    assert (len(found.lines), found.first, found.total) == (3, 10, 13)


@pytest.mark.parametrize(
    ("card", "said"),
    [("", ""), ("# Only a heading", "Only a heading"), ("> *quoted* `code`\nmore", "quoted code"), ("\n\n---\n", "")],
)
def test_the_first_line_of_a_card_is_plain(card: str, said: str) -> None:
    assert first_line(card) == said
