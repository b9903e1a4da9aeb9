"""New versions as people make them: the number that was shown or none, aliases, files of a run."""

import pytest

from modelstead.domain.actor import Access
from modelstead.errors import AlreadyExists
from modelstead.services import registered_models, runs, version_creation
from modelstead.services.version_creation import OWN, NameTaken, Numbers, Wanted
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import NAME, again, audit_log, files, run_with_files, versions


def numbers(tx: Transaction, access: Access) -> Numbers:
    return version_creation.numbers(tx, registered_models.find(tx, access, NAME))


@pytest.mark.parametrize(
    ("made", "next_ones"),
    [
        ((), ("", "1.0.0", "1.0.0", "1.0.0")),
        (("1.2.3",), ("1.2.3", "2.0.0", "1.3.0", "1.2.4")),
        (("1.2.3", "2.0.0-rc.1"), ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0")),
    ],
)
def test_the_next_numbers_follow_the_highest(
    database: Database, made: tuple[str, ...], next_ones: tuple[str, str, str, str]
) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, *made)
    assert database.read_now(numbers, access) == Numbers(*next_ones)


def test_a_version_is_made_with_aliases_in_one_transaction(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, "1.0.0")
    made = database.write_now(
        version_creation.create, access, NAME, Wanted("minor", highest="1.0.0", aliases=("a", "b"), description="x")
    )
    found = database.read_now(again, made)
    assert (found.semantic_version, found.aliases, found.description) == ("1.1.0", ("a", "b"), "x")
    assert [event.action for event in database.read_now(audit_log, access)].count("model_version.set_alias") == 2


def test_a_number_that_is_taken_or_not_next_any_more_makes_nothing(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, "1.0.0")
    for wanted, said in (
        (Wanted(OWN, "1.0.0"), "1.0.0 is taken. Free are 1.0.1, 1.1.0 and 2.0.0"),
        (Wanted("minor", highest="0.9.0"), "1.0.0 was made meanwhile. The next numbers are 1.0.1, 1.1.0 and 2.0.0"),
    ):
        with pytest.raises(AlreadyExists, match=said):
            database.write_now(version_creation.create, access, NAME, wanted)
    with pytest.raises(NameTaken):
        database.write_now(version_creation.create_in_new_model, access, NAME, Wanted("minor"))
    assert database.read_now(numbers, access).highest == "1.0.0"


def test_the_folders_with_models_come_first_and_are_copied_alone(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access)
    run_id = database.write_now(run_with_files, access, "a/b.txt", "model/MLmodel", "model/data/x.bin")

    def choices(tx: Transaction) -> list[tuple[str, bool, int]]:
        run = runs.find(tx, access, run_id)
        return [(each.value, each.is_model, each.files) for each in version_creation.file_choices(tx, access, run)]

    assert database.read_now(choices) == [
        ("model", True, 2),
        ("", False, 3),
        ("a", False, 1),
        ("model/data", False, 1),
    ]
    wanted = Wanted("patch", source=f"runs:/{run_id}/model", run_id=run_id)
    made = database.write_now(version_creation.create, access, NAME, wanted)
    assert database.read_now(files, made) == {"MLmodel", "data/x.bin"}
