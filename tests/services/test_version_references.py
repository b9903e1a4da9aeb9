"""Which version is meant: by its number, semantic version, range, alias, as the latest, or by its stage."""

import pytest

from modelstead.domain.actor import Access
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import aliases, model_versions
from modelstead.store.database import Database
from tests.registering import NAME, model, versions

HELD = ("1.2.0", "1.10.0", "1.9.9", "2.0.0-rc.1", "0.1.0", "1.2.7+b", "3.0.0-a")


@pytest.fixture
def held(database: Database, access: Access) -> None:
    """Create versions 1 to 7, and aliases that lead to some."""
    database.write_now(versions, access, *HELD)
    database.write_now(aliases.put, access, NAME, "champion", "3")
    database.write_now(aliases.put, access, NAME, "Production", "5")
    database.write_now(model_versions.move, access, NAME, "3", "Production", archive_others=False)
    database.write_now(model_versions.move, access, NAME, "4", "production", archive_others=False)


def found(database: Database, access: Access, text: str) -> str:
    return database.read_now(model_versions.get, access, NAME, text).semantic_version


def followed(database: Database, access: Access, alias: str) -> str:
    return database.read_now(aliases.follow, access, NAME, alias).semantic_version


def latest(database: Database, access: Access, *stages: str) -> list[str]:
    return [each.semantic_version for each in database.read_now(model_versions.latest, access, NAME, stages)]


NAMED = {
    "1.9.9": "1.9.9",
    "2.0.0-rc.1": "2.0.0-rc.1",
    "1.2.7+b": "1.2.7+b",
    "1.2": "1.2.7+b",
    "1.10": "1.10.0",
    "2.0": "2.0.0-rc.1",
    "latest": "1.10.0",
    "LATEST": "1.10.0",
    "champion": "1.9.9",
    "Production": "0.1.0",
}


@pytest.mark.usefixtures("held")
def test_a_version_has_many_names(database: Database, access: Access) -> None:
    assert {text: found(database, access, text) for text in NAMED} == NAMED
    assert {text: followed(database, access, text) for text in NAMED} == NAMED


@pytest.mark.usefixtures("held")
def test_digits_alone_are_a_sequence_number_where_a_version_is_named(database: Database, access: Access) -> None:
    assert [found(database, access, str(number)) for number in range(1, 8)] == list(HELD)
    assert found(database, access, "0003") == "1.9.9"


@pytest.mark.usefixtures("held")
def test_digits_alone_are_a_range_where_an_alias_is_named(database: Database, access: Access) -> None:
    assert [followed(database, access, text) for text in "0123"] == ["0.1.0", "1.10.0", "2.0.0-rc.1", "3.0.0-a"]
    with pytest.raises(NotFound, match=r"\(name=churn, version=7\) not found"):
        followed(database, access, "7")


UNKNOWN = [
    "0",
    "8",
    "-1",
    "1e3",
    "1.0",
    "4.0",
    "1.2.1",
    "1.2.7",
    "1.2.7+c",
    "1.2.3.4",
    "01.2",
    "v1",
    "champio",
    "CHAMPION",
]
STRANGE = [
    str(10**30),
    "9223372036854775808",
    "\u0663",
    "\u00b2",
    " 1",
    "1 ",
    "x" * 9_999,
    "%",
    "1.2%",
    "..",
    "1/2",
    "a@b",
]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("text", [*UNKNOWN, *STRANGE], ids=range(len(UNKNOWN) + len(STRANGE)))
def test_other_texts_name_no_version(database: Database, access: Access, text: str) -> None:
    with pytest.raises(NotFound, match=r"^Model Version \(name=churn, version=.*\) not found\.") as caught:
        found(database, access, text)
    assert len(str(caught.value)) < 300


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("alias", ["champio", "CHAMPION", "production", "x" * 9_999, "a b", "-1"])
def test_an_unknown_alias_is_refused_as_on_mlflows_own_server(database: Database, access: Access, alias: str) -> None:
    with pytest.raises(InvalidParameter, match=r"^Registered model alias .* not found"):
        followed(database, access, alias)


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("alias", ["9.9.9", "1.2.7", "9.9", "9"])
def test_a_semantic_version_or_range_of_nothing_is_not_found(database: Database, access: Access, alias: str) -> None:
    with pytest.raises(NotFound, match=r"^Model Version .* not found"):
        followed(database, access, alias)


@pytest.mark.usefixtures("held")
def test_the_latest_of_a_stage_is_its_highest(database: Database, access: Access) -> None:
    assert latest(database, access) == ["1.10.0"]
    assert latest(database, access, "Production") == ["1.9.9"]
    assert latest(database, access, "none", "PRODUCTION") == ["1.10.0", "1.9.9"]
    assert latest(database, access, "Staging", "Archived") == []


@pytest.mark.usefixtures("held")
def test_a_version_may_stand_where_a_stage_does(database: Database, access: Access) -> None:
    for text, expected in (*NAMED.items(), ("7", "3.0.0-a")):
        if text != "Production":
            assert latest(database, access, text) == [expected]
    assert latest(database, access, "latest", "1.10.0", "2", "None") == ["1.10.0"]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("text", ["8", "1.2.1", "4.0", str(10**30)])
def test_a_version_that_is_not_there_is_not_found_as_a_stage(database: Database, access: Access, text: str) -> None:
    with pytest.raises(NotFound, match=rf"^Model Version \(name=churn, version={text}"):
        latest(database, access, "Production", text)


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("text", ["prod", "", "1.2.3.4", "-1"])
def test_what_is_neither_a_stage_nor_a_version_is_refused(database: Database, access: Access, text: str) -> None:
    message = "Value must be one of None, Staging, Production, Archived"
    with pytest.raises(InvalidParameter, match=f"^Invalid Model Version stage: '{text}'. {message}"):
        latest(database, access, text)


def test_a_model_without_versions_has_no_latest(database: Database, access: Access) -> None:
    database.write_now(model, access)
    assert latest(database, access) == []
    with pytest.raises(NotFound, match="Latest version not found for model churn"):
        followed(database, access, "latest")
    with pytest.raises(NotFound, match=r"version=latest\) not found"):
        found(database, access, "latest")


def test_a_prerelease_is_the_latest_while_nothing_is_released(database: Database, access: Access) -> None:
    database.write_now(versions, access, "1.0.0-b", "1.0.0-rc.1", "1.0.0-a")
    for text in ("latest", "1.0"):
        assert found(database, access, text) == "1.0.0-rc.1"
    assert latest(database, access) == ["1.0.0-rc.1"]
    assert followed(database, access, "1") == "1.0.0-rc.1"
