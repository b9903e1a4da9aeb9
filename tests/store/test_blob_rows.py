"""Rows of blobs: one for each content of a project, removed when nothing points to it."""

from collections.abc import Callable

from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.blob import Blob, BlobUse
from modelstead.domain.role import Role
from modelstead.store import artifacts, blob_rows
from modelstead.store import runs as run_rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

OWNER = Owner(OwnerKind.RUN, 1)


def new_project(tx: Transaction, path: str = "team/project") -> int:
    return factories.member(tx, path, role=Role.OWNER).project.id


def ensure(tx: Transaction, project_id: int, name: str, content: str, *, now: int = 1) -> tuple[int, str]:
    sha256 = content.encode()
    return blob_rows.ensure(tx, project_id, name=name, sha256=sha256, size=len(content), now=now)


def test_equal_bytes_of_a_project_are_one_row_under_the_first_name(database: Database) -> None:
    project_id = database.write_now(new_project)
    first = database.write_now(ensure, project_id, "one", "content")
    assert first[1] == "one"
    assert database.write_now(ensure, project_id, "two", "content") == first
    other_id, other_name = database.write_now(ensure, project_id, "three", "other")
    assert (other_id != first[0], other_name) == (True, "three")
    assert database.read_now(blob_rows.totals) == (2, len("content") + len("other"))


def test_another_project_has_its_own_row(database: Database) -> None:
    mine, theirs = database.write_now(new_project), database.write_now(new_project, "other/project")
    assert database.write_now(ensure, mine, "one", "content")[1] == "one"
    assert database.write_now(ensure, theirs, "two", "content")[1] == "two"


def test_known_names_are_those_with_a_row(database: Database) -> None:
    project_id = database.write_now(new_project)
    database.write_now(ensure, project_id, "one", "1")
    database.write_now(ensure, project_id, "two", "2")
    assert database.read_now(blob_rows.known, ["one", "three", "two", ""]) == {"one", "two"}
    assert database.read_now(blob_rows.known, []) == set()


def test_what_nothing_points_to_is_not_needed_and_released(database: Database) -> None:
    project_id = database.write_now(new_project)
    used, _ = database.write_now(ensure, project_id, "used", "used")
    database.write_now(artifacts.put, OWNER, "a", used, 1)
    spare, _ = database.write_now(ensure, project_id, "spare", "spare")
    young, _ = database.write_now(ensure, project_id, "young", "young", now=50)
    assert [blob.id for blob in database.read_now(blob_rows.unneeded, 50, 0, 10)] == [spare]
    assert database.write_now(blob_rows.release, [used, spare, young], 50) == ["spare"]
    assert database.read_now(blob_rows.known, ["used", "spare", "young"]) == {"used", "young"}
    assert database.write_now(blob_rows.release, [used, spare, young], 50) == []


def test_bytes_that_come_again_are_young_again(database: Database) -> None:
    project_id = database.write_now(new_project)
    blob_id, _ = database.write_now(ensure, project_id, "one", "content", now=1)
    database.write_now(ensure, project_id, "two", "content", now=100)
    assert database.write_now(blob_rows.release, [blob_id], 100) == []
    assert database.write_now(blob_rows.release, [blob_id], 101) == ["one"]


def test_pages_go_through_all_by_id(database: Database) -> None:
    project_id = database.write_now(new_project)
    made = [database.write_now(ensure, project_id, f"n{number}", f"c{number}")[0] for number in range(5)]
    expected = [Blob(made[number], f"n{number}", 2, f"c{number}".encode()) for number in range(5)]
    assert paged(lambda after: database.read_now(blob_rows.page, after, 2)) == expected
    assert paged(lambda after: database.read_now(blob_rows.unneeded, 100, after, 2)) == expected


def paged(read: Callable[[int], list[Blob]]) -> list[Blob]:
    seen: list[Blob] = []
    while found := read(seen[-1].id if seen else 0):
        seen += found
    return seen


def test_a_blob_says_which_files_of_which_runs_need_it(database: Database) -> None:
    row = database.write_now(factories.run_row)
    blob_id, _ = database.write_now(ensure, row.project_id, "one", "content")
    unused, _ = database.write_now(ensure, row.project_id, "two", "other")
    for path in ("z", "dir/a"):
        database.write_now(artifacts.put, Owner(OwnerKind.RUN, row.id), path, blob_id, 1)
    run_id = database.read_now(run_id_of, row)
    expected = [BlobUse(factories.PATH, run_id, "z"), BlobUse(factories.PATH, run_id, "dir/a")]
    assert database.read_now(blob_rows.uses, blob_id) == expected
    assert database.read_now(blob_rows.uses, unused) == []
    assert database.read_now(blob_rows.uses, 9_999) is None


def run_id_of(tx: Transaction, row: run_rows.RunKey) -> str:
    found = tx.one("SELECT run_id FROM runs WHERE id = ?", (row.id,))
    assert found is not None
    return str(found[0])
