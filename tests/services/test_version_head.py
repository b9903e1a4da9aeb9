"""What the pages of a version begin with: its place in its model, its run, its neighbours."""

import pytest

from modelstead.domain.actor import Access
from modelstead.errors import InvalidState, NotFound
from modelstead.services import aliases, model_versions, version_changes, version_head
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import NAME, model, run_with_files, version, versions


def heads(tx: Transaction, access: Access, *iids: int) -> list[version_head.VersionHead]:
    return [version_head.get(tx, access, 1, iid) for iid in iids]


def test_neighbours_follow_the_order_of_semantic_versions_and_leave_out_the_trash(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, "2.0.0", "1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1", "2.0.0+b")
    database.write_now(model_versions.delete, access, NAME, "1.9.0")
    found = database.read_now(heads, access, 1, 2, 3, 4, 5, 6)
    numbers = [
        (each.earlier and each.earlier.semantic_version, each.later and each.later.semantic_version) for each in found
    ]
    assert numbers == [
        ("2.0.0-rc.1", "2.0.0+b"),
        (None, "1.10.0"),
        ("1.0.0", "2.0.0-rc.1"),
        ("1.0.0", "1.10.0"),
        ("1.10.0", "2.0.0"),
        ("2.0.0", None),
    ]
    assert [each.deleted_at is None for each in found] == [True, True, True, False, True, True]


def test_the_run_is_its_own_or_the_promoted_one(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, "1.0.0")
    run_id = database.write_now(run_with_files, access, "a/x.txt", "b.txt")
    promoted = database.write_now(version, access, run_id=run_id)
    own, other = database.read_now(heads, access, 1, promoted.iid)
    assert own.run is not None
    assert other.run is not None
    assert (own.run.is_own, other.run.is_own, other.run.run_id) == (True, False, run_id)
    assert (own.files, other.files, other.size) == (0, 2, len("a/x.txt") + len("b.txt"))


def test_versions_are_found_below_their_own_model_only(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, "1.0.0")
    database.write_now(model, access, "other")
    for place in ((2, 1), (1, 2), (3, 1)):
        with pytest.raises(NotFound):
            database.read_now(version_head.find, access, *place)
    assert database.read_now(version_head.by_reference, access, 1, "1.0") == 1
    with pytest.raises(NotFound):
        database.read_now(version_head.by_reference, access, 1, "champion")


def test_what_is_in_the_trash_is_not_changed(database: Database) -> None:
    access = database.write_now(factories.member)
    database.write_now(versions, access, "1.0.0", "1.1.0")
    database.write_now(aliases.put, access, NAME, "champion", "1")
    assert database.write_now(version_changes.delete, access, 1, 1).aliases == ("champion",)
    with pytest.raises(InvalidState):
        database.write_now(version_changes.describe, access, 1, 1, "x")
    with pytest.raises(InvalidState):
        database.write_now(version_changes.restore, access, 1, 2)
    assert database.write_now(version_changes.restore, access, 1, 1).semantic_version == "1.0.0"
