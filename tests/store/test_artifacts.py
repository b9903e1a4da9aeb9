"""Rows of artifacts: paths that lead to blobs."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.artifact import Artifact, Entry, Owner, OwnerKind
from modelstead.store import artifacts, blob_rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.properties import on_database

OWNER = Owner(OwnerKind.RUN, 1)
PATHS = ("a", "b/x", "b/y", "b/c/z", "bc/x", "b-/x", "b./x", "b0/x", "B/x", "é/x", "\U0010ffff/x")


def new_project(tx: Transaction) -> int:
    return factories.member(tx, "team/artifacts").project.id


def put(tx: Transaction, project_id: int, path: str, owner: Owner = OWNER, *, size: int = 1, now: int = 5) -> int:
    """Let a path lead to a blob of its own; return the blob's row id."""
    sha256 = f"{owner} {path} {size}".encode()
    blob_id, _ = blob_rows.ensure(tx, project_id, name=sha256.hex(), sha256=sha256, size=size, now=now)
    artifacts.put(tx, owner, path, blob_id, now)
    return blob_id


def put_all(tx: Transaction, paths: Iterable[str] = PATHS, owner: Owner = OWNER) -> int:
    project_id = new_project(tx)
    for path in paths:
        put(tx, project_id, path, owner)
    return project_id


def tree(tx: Transaction, owner: Owner = OWNER, folder: str = "") -> set[str]:
    found = set()
    for entry in artifacts.entries(tx, owner, folder, 1_000):
        path = f"{folder}/{entry.name}" if folder else entry.name
        found |= tree(tx, owner, path) if entry.is_folder else {path}
    return found


def test_a_path_leads_to_its_blob(database: Database) -> None:
    project_id = database.write_now(new_project)
    database.write_now(put, project_id, "b/x.txt", size=7, now=9)
    sha256 = f"{OWNER} b/x.txt 7".encode()
    assert database.read_now(artifacts.get, OWNER, "b/x.txt") == Artifact("b/x.txt", 7, sha256, sha256.hex(), 9)
    for path in ("b", "x.txt", "b/x", "b/x.txt/", "B/x.txt"):
        assert database.read_now(artifacts.get, OWNER, path) is None


def test_putting_again_replaces(database: Database) -> None:
    project_id = database.write_now(new_project)
    database.write_now(put, project_id, "a", size=1, now=1)
    database.write_now(put, project_id, "a", size=2, now=2)
    found = database.read_now(artifacts.get, OWNER, "a")
    assert found is not None
    assert (found.size, found.updated_at) == (2, 2)
    assert database.read_now(tree) == {"a"}


def test_entries_are_files_and_folders_by_name(database: Database) -> None:
    database.write_now(put_all)
    names = ["B", "a", "b", "b-", "b.", "b0", "bc", "é", "\U0010ffff"]
    expected = [Entry(name, is_folder=name != "a", size=1 if name == "a" else 0) for name in names]
    assert database.read_now(artifacts.entries, OWNER, "", 100) == expected
    assert database.read_now(artifacts.entries, OWNER, "b", 100) == [
        Entry("c", is_folder=True),
        Entry("x", is_folder=False, size=1),
        Entry("y", is_folder=False, size=1),
    ]
    assert database.read_now(artifacts.entries, OWNER, "b", 2) == [
        Entry("c", is_folder=True),
        Entry("x", is_folder=False, size=1),
    ]
    for path in ("a", "nothing", "b/x", "c"):
        assert database.read_now(artifacts.entries, OWNER, path, 100) == []


def test_owners_of_one_number_and_of_one_kind_are_apart(database: Database) -> None:
    owners = [OWNER, Owner(OwnerKind.RUN, 2), Owner(OwnerKind.LOGGED_MODEL, 1)]
    project_id = database.write_now(new_project)
    for owner in owners:
        database.write_now(put, project_id, f"of {owner.kind} {owner.id}", owner)
    database.write_now(artifacts.delete, owners[1], "", 1)
    assert [database.read_now(tree, owner) for owner in owners] == [{"of 1 1"}, set(), {"of 3 1"}]


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("a", {"a"}),
        ("b", {"b/x", "b/y", "b/c/z"}),
        ("b/x", {"b/x"}),
        ("b/c", {"b/c/z"}),
        ("B", {"B/x"}),
        ("", set(PATHS)),
        ("nothing", set()),
        ("b/c/z/w", set()),
        ("%", set()),
        ("b_", set()),
    ],
)
def test_delete_removes_a_file_or_a_folder_and_no_neighbour(database: Database, path: str, gone: set[str]) -> None:
    database.write_now(put_all)
    assert database.write_now(artifacts.delete, OWNER, path, 1) == len(gone)
    assert database.read_now(tree) == set(PATHS) - gone


def test_a_folder_is_what_has_a_file_below_it(database: Database) -> None:
    database.write_now(put_all)
    folders = {path for path in ("a", "b", "b/c", "b/x", "b/c/z", "bc", "c", "é") if is_folder(database, path)}
    assert folders == {"b", "b/c", "bc", "é"}


def is_folder(database: Database, path: str) -> bool:
    return database.read_now(artifacts.is_folder, OWNER, path)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a/x", "a"),
        ("a/x/y/z", "a"),
        ("b/x/y", "b/x"),
        ("b/c/z/1/2", "b/c/z"),
        ("a", None),
        ("b/new", None),
        ("n/x", None),
    ],
)
def test_a_file_on_the_way_is_found(database: Database, path: str, found: str | None) -> None:
    database.write_now(put_all)
    assert database.read_now(artifacts.file_on_the_way, OWNER, path) == found


def test_the_blob_of_a_file_that_goes_counts_as_new(database: Database) -> None:
    project_id = database.write_now(new_project)
    replaced = database.write_now(put, project_id, "b/x", size=1, now=1)
    deleted = database.write_now(put, project_id, "b/y", now=1)
    kept = database.write_now(put, project_id, "c", now=1)
    database.write_now(put, project_id, "b/x", size=2, now=100)
    database.write_now(artifacts.delete, OWNER, "b", 200)
    ages = database.read_now(created)
    assert (ages[replaced], ages[deleted], ages[kept]) == (100, 200, 1)


def created(tx: Transaction) -> dict[int, int]:
    return {row[0]: row[1] for row in tx.all("SELECT id, created_at FROM blobs")}


names = st.sampled_from(["a", "b", "ab", "a-", "a.", "a0", "A", "é"])
paths = st.lists(names, min_size=1, max_size=3).map("/".join)


@on_database
@given(put_paths=st.sets(paths, max_size=12), deleted=paths)
def test_listing_and_deleting_agree_with_a_plain_set_of_paths(
    database: Database, put_paths: set[str], deleted: str
) -> None:
    def example(tx: Transaction) -> None:
        artifacts.delete(tx, OWNER, "", 1)
        project = tx.one("SELECT id FROM projects")
        project_id = project[0] if project else new_project(tx)
        for path in put_paths:
            put(tx, project_id, path)
        folders = {each.rpartition("/")[0] for each in put_paths}
        for folder in {"", *folders}:
            start = f"{folder}/" if folder else ""
            below = [path.removeprefix(start) for path in put_paths if path.startswith(start)]
            expected = {(name.partition("/")[0], "/" in name) for name in below}
            found = artifacts.entries(tx, OWNER, folder, 1_000)
            assert sorted((entry.name, entry.is_folder) for entry in found) == sorted(expected)
            assert [entry.name for entry in found] == sorted(entry.name for entry in found)
        artifacts.delete(tx, OWNER, deleted, 1)
        left = {path for path in put_paths if path != deleted and not path.startswith(f"{deleted}/")}
        assert {path for path in put_paths if artifacts.get(tx, OWNER, path)} == left

    database.write_now(example)
