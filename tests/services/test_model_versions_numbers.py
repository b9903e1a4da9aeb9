"""The numbers of new versions: sequence numbers are never given twice, semantic versions go on from the highest."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.model_version import BUMP_TAG, VERSION_TAG
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.services import model_versions, registered_models
from modelstead.store.database import Database
from tests.registering import version, versions


def test_versions_without_a_wish_count_the_patch_up_from_1_0_0(database: Database, access: Access) -> None:
    made = database.write_now(versions, access, "", "", "")
    assert [(each.number, each.semantic_version) for each in made] == [(1, "1.0.0"), (2, "1.0.1"), (3, "1.0.2")]


@pytest.mark.parametrize(
    ("held", "bump", "expected"),
    [
        ((), "major", "1.0.0"),
        (("1.2.3",), "major", "2.0.0"),
        (("1.2.3",), "minor", "1.3.0"),
        (("1.2.3",), "patch", "1.2.4"),
        (("1.10.0", "1.9.0"), "minor", "1.11.0"),
        (("2.0.0-rc.1", "1.0.0"), "patch", "2.0.0"),
        (("2.0.0-rc.1", "1.0.0"), "major", "2.0.0"),
        (("1.0.0+build",), "patch", "1.0.1"),
        (("0.1.0",), "minor", "0.2.0"),
        (("9999999999999999999.0.0",), "major", "10000000000000000000.0.0"),
    ],
)
def test_the_next_version_counts_the_wished_part_up_from_the_highest(
    database: Database, access: Access, held: tuple[str, ...], bump: str, expected: str
) -> None:
    database.write_now(versions, access, *held)
    assert database.write_now(version, access, tags=(Tag(BUMP_TAG, bump),)).semantic_version == expected


def test_a_semantic_version_that_is_named_need_not_be_the_highest(database: Database, access: Access) -> None:
    made = database.write_now(versions, access, "3.0.0", "1.5.0", "2.0.0-a+b", "")
    assert [(each.number, each.semantic_version) for each in made] == [
        (1, "3.0.0"),
        (2, "1.5.0"),
        (3, "2.0.0-a+b"),
        (4, "3.0.1"),
    ]


def test_the_named_version_counts_before_the_part(database: Database, access: Access) -> None:
    database.write_now(versions, access, "1.0.0")
    tags = (Tag(BUMP_TAG, "nonsense"), Tag(VERSION_TAG, "1.2.0"))
    assert database.write_now(version, access, tags=tags).semantic_version == "1.2.0"


def test_a_taken_semantic_version_is_refused_and_uses_no_number_up(database: Database, access: Access) -> None:
    database.write_now(versions, access, "1.2.0")
    with pytest.raises(AlreadyExists, match="Version has already been taken") as caught:
        database.write_now(version, access, semantic="1.2.0")
    assert str(caught.value).startswith("Model Version (name=churn, version=1.2.0): ")
    made = database.write_now(version, access)
    assert (made.number, made.iid, made.semantic_version) == (2, 2, "1.2.1")


def test_builds_of_one_version_are_versions_of_their_own(database: Database, access: Access) -> None:
    made = database.write_now(versions, access, "1.0.0+a", "1.0.0", "1.0.0+b", "")
    assert [each.semantic_version for each in made] == ["1.0.0+a", "1.0.0", "1.0.0+b", "1.0.1"]


def test_a_sequence_number_is_never_given_again_but_a_semantic_version_is(database: Database, access: Access) -> None:
    database.write_now(versions, access, "", "")
    database.write_now(model_versions.delete, access, "churn", "2")
    made = database.write_now(version, access)
    assert (made.number, made.iid, made.semantic_version) == (3, 3, "1.0.1")
    for name in ("1", "3"):
        database.write_now(model_versions.delete, access, "churn", name)
    made = database.write_now(version, access)
    assert (made.number, made.iid, made.semantic_version) == (4, 4, "1.0.0")


def test_numbers_go_on_in_a_model_that_was_renamed_or_restored(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    database.write_now(registered_models.rename, access, "churn", "loss")
    assert database.write_now(version, access, "loss").number == 2
    database.write_now(registered_models.delete, access, "loss")
    database.write_now(registered_models.restore, access, "loss")
    assert database.write_now(version, access, "loss").number == 3


def test_the_longest_version_has_no_next_one(database: Database, access: Access) -> None:
    database.write_now(versions, access, f"1.0.{'9' * 251}")
    with pytest.raises(InvalidParameter, match="at most 255 characters"):
        database.write_now(version, access)
    assert database.write_now(version, access, tags=(Tag(BUMP_TAG, "minor"),)).semantic_version == "1.1.0"
