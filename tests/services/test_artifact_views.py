"""Looking through the files of a run, on both engines."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.errors import InvalidParameter, LimitExceeded, NotFound
from modelstead.services import artifact_views, artifacts
from modelstead.services.artifact_views import Listing, below, way_to
from modelstead.services.file_holders import Holder
from modelstead.store.artifact_listings import FolderRow
from modelstead.store.blobs.blobs import Stored, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

FILES = {"a.txt": 3, "model/MLmodel": 5, "model/data/one.bin": 2**33, "model/data/two_%.bin": 7, "Model/x": 1}


def fill(tx: Transaction, files: dict[str, int]) -> tuple[Access, int]:
    access = factories.member(tx)
    run_id = factories.run_id(tx, access)
    for number, (path, size) in enumerate(files.items()):
        stored = Stored(size, number.to_bytes(32, "big"))
        artifacts.put(tx, access, Address.of_run(run_id, path), stored, new_name())
    row = tx.one("SELECT iid FROM runs WHERE run_id = ?", (run_id,))
    assert row is not None
    return access, int(row[0])


def listed(tx: Transaction, access: Access, iid: int, path: str, text: str, page: int) -> Listing:
    listing = artifact_views.look(tx, access, Holder(iid), path, text=text, page=page).listing
    assert listing is not None
    return listing


def test_folders_know_what_is_in_them_and_below(database: Database) -> None:
    access, iid = database.write_now(fill, FILES)
    look = database.read_now(artifact_views.look, access, Holder(iid), "")
    assert look.listing is not None
    assert [(row.folder, row.files, row.size) for row in look.listing.folders] == [
        ("Model", 1, 1),
        ("model", 3, 2**33 + 12),
    ]
    assert [(file.path, file.size) for file in look.listing.files] == [("a.txt", 3)]
    assert look.listing.total == 3
    assert {file.path for file in look.beside} == set(FILES)


def test_a_file_is_found_with_what_is_beside_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    access, iid = database.write_now(fill, FILES)
    monkeypatch.setattr(limits, "ARTIFACT_TREE_FILES", 2)
    monkeypatch.setattr(limits, "ARTIFACT_TREE_LEVEL", 1)
    look = database.read_now(artifact_views.look, access, Holder(iid), "model/data/one.bin")
    assert look.file is not None
    assert (look.file.path, look.file.size, look.listing) == ("model/data/one.bin", 2**33, None)
    assert [file.path for file in look.beside] == ["a.txt", "model/MLmodel", "model/data/one.bin"]


def test_a_search_takes_no_signs_for_others_and_does_not_mind_cases(database: Database) -> None:
    access, iid = database.write_now(fill, FILES)
    for text, found in (
        ("_%", ["model/data/two_%.bin"]),
        ("MLMODEL", ["model/MLmodel"]),
        ("data/o", ["model/data/one.bin"]),
        ("nothing", []),
    ):
        listing = database.read_now(listed, access, iid, "model", text, 1)
        assert ([file.path for file in listing.files], listing.total) == (found, len(found))


def test_pages_follow_each_other(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARTIFACT_ROWS", 3)
    files = {f"{letter}/x": 1 for letter in "abcd"} | {f"f{number}": 1 for number in range(6)}
    access, iid = database.write_now(fill, files)
    seen = []
    for page in range(1, 6):
        listing = database.read_now(listed, access, iid, "", "", page)
        assert listing.total == 10
        seen += [row.folder for row in listing.folders] + [file.path for file in listing.files]
    assert seen == ["a", "b", "c", "d", *(f"f{number}" for number in range(6))]


def test_an_archive_has_all_below_and_a_limit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    access, iid = database.write_now(fill, FILES)
    found = database.read_now(artifact_views.all_below, access, Holder(iid), "model")
    assert [file.path for file in found] == ["model/MLmodel", "model/data/one.bin", "model/data/two_%.bin"]
    with pytest.raises(NotFound):
        database.read_now(artifact_views.all_below, access, Holder(iid), "mod")
    with pytest.raises(InvalidParameter):
        database.read_now(artifact_views.all_below, access, Holder(iid), "../model")
    monkeypatch.setattr(limits, "ARTIFACT_ZIP_FILES", 2)
    with pytest.raises(LimitExceeded):
        database.read_now(artifact_views.all_below, access, Holder(iid), "model")


def test_deleting_tells_what_folder_is_left(database: Database) -> None:
    access, iid = database.write_now(fill, FILES)
    assert database.write_now(artifact_views.delete, access, Holder(iid), "model/data") == "model"
    assert database.write_now(artifact_views.delete, access, Holder(iid), "model/MLmodel") == ""
    assert database.read_now(artifact_views.names_beside, access, Holder(iid), "a.txt", "") == ["a.txt"]


def test_folders_are_added_up_in_memory() -> None:
    rows = [FolderRow("", 1, 1, 1), FolderRow("a", 1, 2, 3), FolderRow("a/b", 2, 4, 9), FolderRow("ab/c", 1, 1, 1)]
    assert below(rows, "") == (FolderRow("a", 3, 6, 9), FolderRow("ab", 1, 1, 1))
    assert below(rows, "a") == (FolderRow("a/b", 2, 4, 9),)
    assert below(rows, "a/b") == ()
    assert way_to("a/b/c") == ["", "a", "a/b", "a/b/c"]
