"""What a project's bytes are of: each blob counts once, for the first of what shares it; on each engine."""

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, OwnerKind
from modelstead.services import model_versions, runs, storage_use
from modelstead.services.storage_use import StorageUse
from modelstead.store.database import Database
from modelstead.store.storage_use import Part
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import address, run_with_files, versions
from tests.trashing import full_model, put_file


def parts(use: StorageUse) -> dict[Part, tuple[int, int]]:
    return {each.part: (each.blobs, each.size) for each in use.parts}


def put(tx: Transaction, access: Access, run_id: str, path: str, content: bytes) -> None:
    put_file(tx, access, Address.of_run(run_id, path), content)


def test_an_empty_project_has_no_parts(database: Database, access: Access) -> None:
    use = database.read_now(storage_use.look, access)
    assert (use.parts, use.largest, use.unfinished, use.usage.used) == ([], [], 0, 0)


def test_each_blob_counts_once_and_all_of_them_are_what_is_used(
    database: Database, access: Access, elsewhere: Access
) -> None:
    def fill(tx: Transaction) -> None:
        run_id = run_with_files(tx, access, "a", "bb")
        put(tx, access, run_id, "again", b"a")
        version = versions(tx, access, "")[0]
        put_file(tx, access, address(version, "model"), b"bb")
        put_file(tx, access, address(version, "more"), b"1234")
        full_model(tx, access)
        gone = run_with_files(tx, access, "deleted", "a")
        runs.delete(tx, access, gone)
        run_with_files(tx, elsewhere, "foreign")

    database.write_now(fill)
    use = database.read_now(storage_use.look, access)
    found = parts(use)
    assert found[Part.RUNS] == (1, 1)
    assert found[Part.VERSIONS] == (2, 6)
    assert found[Part.TRASH] == (1, len("deleted"))
    assert found[Part.LOGGED_MODELS][0] == 1
    assert sum(size for _, size in found.values()) == use.usage.used
    assert use.waiting == 0


def test_what_is_below_something_deleted_is_in_the_trash(database: Database, access: Access) -> None:
    def fill(tx: Transaction) -> None:
        version = versions(tx, access, "")[0]
        put_file(tx, access, address(version, "model"), b"1234")
        model_versions.delete(tx, access, "churn", str(version.number))

    database.write_now(fill)
    use = database.read_now(storage_use.look, access)
    assert parts(use) == {Part.TRASH: (1, 4)}
    assert [(each.kind, each.is_deleted, each.size) for each in use.largest] == [(OwnerKind.MODEL_VERSION, True, 4)]


def test_what_nothing_points_to_waits_to_be_removed(database: Database, access: Access) -> None:
    database.write_now(run_with_files, access, "a")
    database.write_now(lambda tx: tx.execute("DELETE FROM artifacts"))
    use = database.read_now(storage_use.look, access)
    assert (use.parts, use.waiting, use.usage.used) == ([], 1, 1)


def test_the_largest_things_are_named_with_their_files(database: Database, access: Access) -> None:
    def fill(tx: Transaction) -> None:
        for size in range(1, 13):
            made = factories.run(tx, access, name=f"run {size}").run
            put(tx, access, made.run_id, "f", bytes([size]) * size)
            put(tx, access, made.run_id, "g", bytes([size]) * size)
        full_model(tx, access)

    database.write_now(fill)
    largest = database.read_now(storage_use.look, access).largest
    assert len(largest) == 10
    assert (largest[0].kind, largest[0].iid, largest[0].above_iid, largest[0].name) == (
        OwnerKind.LOGGED_MODEL,
        None,
        0,
        "forest",
    )
    assert [(each.name, each.files, each.size) for each in largest[1:3]] == [("run 12", 2, 24), ("run 11", 2, 22)]
