"""Artifacts of runs: found by address, within the project of the caller alone."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.errors import InvalidParameter, InvalidState, LimitExceeded, NotFound
from modelstead.services import artifacts, runs
from modelstead.store import blob_rows
from modelstead.store.blobs.blobs import Stored, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def put(tx: Transaction, access: Access, address: Address, content: str = "x", name: str = "") -> str | None:
    stored = Stored(len(content), content.encode().ljust(32))
    return artifacts.put(tx, access, address, stored, name or new_name())


@pytest.fixture
def run_id(database: Database, access: Access) -> str:
    return database.write_now(factories.run_id, access)


def test_a_file_is_found_where_it_was_put(database: Database, access: Access, run_id: str) -> None:
    name = new_name()
    assert database.write_now(put, access, Address.of_run(run_id, "dir/a"), "content", name) is None
    found = database.read_now(artifacts.find, access, Address.of_run(run_id, "dir/a"))
    assert (found.path, found.size, found.blob) == ("dir/a", 7, name)


def test_of_equal_bytes_the_second_blob_is_not_needed(database: Database, access: Access, run_id: str) -> None:
    first, second = new_name(), new_name()
    database.write_now(put, access, Address.of_run(run_id, "a"), "same", first)
    assert database.write_now(put, access, Address.of_run(run_id, "b"), "same", second) == second
    assert database.read_now(artifacts.find, access, Address.of_run(run_id, "b")).blob == first
    assert database.read_now(blob_rows.totals) == (1, 4)


def test_another_projects_run_is_not_found(database: Database, access: Access, elsewhere: Access, run_id: str) -> None:
    address = Address.of_run(run_id, "a")
    database.write_now(put, access, address)
    for work in (artifacts.find, artifacts.entries, artifacts.check_new, artifacts.delete, put):
        with pytest.raises(NotFound, match=f"Run with id={run_id} not found"):
            database.write_now(work, elsewhere, address)
    assert database.read_now(artifacts.find, access, address).size == 1
    assert database.read_now(blob_rows.totals) == (1, 1)


def test_a_refused_put_leaves_no_row(database: Database, access: Access, run_id: str) -> None:
    database.write_now(put, access, Address.of_run(run_id, "a"))
    for path in ("a/b", ""):
        for work in (put, artifacts.check_new):
            with pytest.raises(InvalidParameter):
                database.write_now(work, access, Address.of_run(run_id, path))
    assert database.read_now(blob_rows.totals) == (1, 1)


def test_a_run_in_the_trash_is_read_only(database: Database, access: Access, run_id: str) -> None:
    address = Address.of_run(run_id, "a")
    database.write_now(put, access, address)
    database.write_now(runs.delete, access, run_id)
    assert database.read_now(artifacts.find, access, address).size == 1
    assert len(database.read_now(artifacts.entries, access, Address.of_run(run_id))) == 1
    for work in (artifacts.check_new, artifacts.delete, put):
        with pytest.raises(InvalidState, match=f"The run {run_id} must be in the 'active' state"):
            database.write_now(work, access, address)


def test_a_folder_with_more_than_one_answer_holds_is_not_listed_in_part(
    database: Database, access: Access, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARTIFACT_LIST", 3)
    for number in range(3):
        database.write_now(put, access, Address.of_run(run_id, f"dir/{number}"))
    assert len(database.read_now(artifacts.entries, access, Address.of_run(run_id, "dir"))) == 3
    database.write_now(put, access, Address.of_run(run_id, "dir/sub/a"))
    with pytest.raises(LimitExceeded, match="more than 3 entries"):
        database.read_now(artifacts.entries, access, Address.of_run(run_id, "dir"))
    assert len(database.read_now(artifacts.entries, access, Address.of_run(run_id))) == 1


def test_deleting_twice_is_fine(database: Database, access: Access, run_id: str) -> None:
    database.write_now(put, access, Address.of_run(run_id, "dir/a"))
    for _ in range(2):
        database.write_now(artifacts.delete, access, Address.of_run(run_id, "dir"))
    with pytest.raises(NotFound, match="There is no artifact 'dir/a'"):
        database.read_now(artifacts.find, access, Address.of_run(run_id, "dir/a"))
