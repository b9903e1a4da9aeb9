"""store.artifacts.copy: another owner gets the same files, by rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.store import artifacts
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.properties import on_database
from tests.store.test_artifacts import new_project, paths, put, put_all

SOURCE = Owner(OwnerKind.RUN, 1)
TARGET = Owner(OwnerKind.MODEL_VERSION, 1)
PATHS = (
    "a",
    "b/x",
    "b/c/z",
    "b/c/d/e",
    "bc/x",
    "b-/x",
    "b0/x",
    "B/x",
    "é/ü/x",
    "e\u0301/x",
    "100%/x",
    "1000/x",
    "a_b/x",
    "axb/x",
    "a b/x",
    "𝄞/𝄞/x",
)
DEEP = "/".join(f"{number:02}" for number in range(limits.ARTIFACT_DEPTH))


def copied(database: Database, path: str) -> set[str]:
    """Copy what is at a path and return the paths that the target has, after a look at the blobs."""
    count = database.write_now(artifacts.copy, SOURCE, path, TARGET, 7)
    found = database.read_now(artifacts.every, TARGET)
    held = {each.path: each for each in database.read_now(artifacts.every, SOURCE)}
    assert len(found) == count
    for each in found:
        origin = held[path] if path in held else held[f"{path}/{each.path}" if path else each.path]
        assert (each.blob, each.sha256, each.size, each.updated_at) == (origin.blob, origin.sha256, origin.size, 7)
    return {each.path for each in found}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", set(PATHS)),
        ("a", {"a"}),
        ("b/x", {"x"}),
        ("b", {"x", "c/z", "c/d/e"}),
        ("b/c", {"z", "d/e"}),
        ("b/c/d/e", {"e"}),
        ("B", {"x"}),
        ("é", {"ü/x"}),
        ("é/ü", {"x"}),
        ("e\u0301", {"x"}),
        ("100%", {"x"}),
        ("a_b", {"x"}),
        ("𝄞", {"𝄞/x"}),
        ("𝄞/𝄞/x", {"x"}),
        ("nothing", set()),
        ("b/", set()),
        ("%", set()),
        ("_", set()),
        ("b/c/z/more", set()),
    ],
)
def test_a_file_or_what_is_below_a_folder_is_copied_and_no_neighbour(
    database: Database, path: str, expected: set[str]
) -> None:
    database.write_now(put_all, PATHS, SOURCE)
    assert copied(database, path) == expected


@pytest.mark.parametrize("depth", [0, 1, 31, 32])
def test_folders_may_be_as_deep_as_they_get(database: Database, depth: int) -> None:
    database.write_now(put_all, (DEEP,), SOURCE)
    names = DEEP.split("/")
    expected = "/".join(names[depth:]) if depth < len(names) else names[-1]
    assert copied(database, "/".join(names[:depth])) == {expected}


def test_other_owners_keep_what_they_have(database: Database) -> None:
    project_id = database.write_now(new_project)
    others = [Owner(OwnerKind.RUN, 2), Owner(OwnerKind.LOGGED_MODEL, 1), Owner(OwnerKind.MODEL_VERSION, 2)]
    for owner in (SOURCE, *others):
        database.write_now(put, project_id, f"of {owner.kind} {owner.id}", owner)
    assert copied(database, "") == {"of 1 1"}
    assert [each.path for owner in others for each in database.read_now(artifacts.every, owner)] == [
        "of 1 2",
        "of 3 1",
        "of 2 2",
    ]


def test_a_copy_does_not_follow_its_source(database: Database) -> None:
    project_id = database.write_now(new_project)
    database.write_now(put, project_id, "dir/a", SOURCE, size=1)
    copied(database, "dir")
    database.write_now(put, project_id, "dir/a", SOURCE, size=2)
    assert [(each.path, each.size) for each in database.read_now(artifacts.every, TARGET)] == [("a", 1)]
    database.write_now(artifacts.delete, SOURCE, "", 1)
    assert len(database.read_now(artifacts.every, TARGET)) == 1


@on_database
@given(put_paths=st.sets(paths, max_size=12), chosen=paths | st.just(""))
def test_copying_agrees_with_a_plain_set_of_paths(database: Database, put_paths: set[str], chosen: str) -> None:
    def example(tx: Transaction) -> None:
        for owner in (SOURCE, TARGET):
            artifacts.delete(tx, owner, "", 1)
        project = tx.one("SELECT id FROM projects")
        project_id = project[0] if project else new_project(tx)
        kept = {path for path in put_paths if not any(each.startswith(f"{path}/") for each in put_paths)}
        for path in kept:
            put(tx, project_id, path, SOURCE)
        start = f"{chosen}/" if chosen else ""
        expected = {path.removeprefix(start) for path in kept if path.startswith(start)}
        if chosen in kept:
            expected = {chosen.rpartition("/")[2]}
        assert artifacts.copy(tx, SOURCE, chosen, TARGET, 1) == len(expected)
        assert {each.path for each in artifacts.every(tx, TARGET)} == expected

    database.write_now(example)
