"""services.uploads: all or nothing, on each engine."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.upload import Part, PartGiven, Upload, UploadKind
from modelstead.errors import Conflict, InvalidParameter, NotFound
from modelstead.services import artifacts, uploads
from modelstead.store import uploads as rows
from modelstead.store.blobs.blobs import Stored, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

WHOLE = Stored(3, b"w" * 32)


def part(number: int, size: int = 1) -> Part:
    return Part(number, new_name(), bytes([number]) * 32, size)


def expire(tx: Transaction) -> None:
    tx.execute("UPDATE uploads SET expires_at = 1")


@pytest.fixture
def address(database: Database, access: Access) -> Address:
    return Address.of_run(database.write_now(factories.run_id, access), "d/x")


def begun(database: Database, access: Access, address: Address, count: int) -> str:
    upload_id, _ = database.write_now(uploads.begin, access, address, UploadKind.PARTS, count, 60)
    return upload_id


def planned(
    database: Database, access: Access, address: Address, upload_id: str, *parts: Part
) -> tuple[Upload, list[Part]]:
    """Store parts and return what completes the upload."""
    for each in parts:
        database.write_now(uploads.put_part, access.project.id, upload_id, each, 100)
    given = [PartGiven(each.number, f'"{each.etag}"') for each in parts]
    found = database.read_now(uploads.parts_to_join, access, address, upload_id, given)
    assert found is not None
    return found


def test_completing_names_the_file_and_forgets_the_parts(database: Database, access: Access, address: Address) -> None:
    upload_id = begun(database, access, address, 2)
    sent = (part(2), part(1))
    upload, parts = planned(database, access, address, upload_id, *sent)
    assert parts == [sent[1], sent[0]]
    blob = new_name()
    gone = database.write_now(uploads.finish, access, upload, parts, WHOLE, blob)
    assert sorted(gone) == sorted(each.blob for each in sent)
    found = database.read_now(artifacts.find, access, address)
    assert (found.blob, found.size, found.sha256) == (blob, 3, WHOLE.sha256)
    assert database.read_now(rows.parts, upload.id) == []
    assert database.read_now(uploads.parts_to_join, access, address, upload_id, []) is None


def test_a_single_part_becomes_the_file_itself(database: Database, access: Access, address: Address) -> None:
    only = part(1)
    upload, parts = planned(database, access, address, begun(database, access, address, 1), only)
    assert database.write_now(uploads.finish, access, upload, parts, Stored(1, only.sha256), only.blob) == []
    assert database.read_now(artifacts.find, access, address).blob == only.blob


def test_a_single_part_of_known_bytes_is_not_needed(database: Database, access: Access, address: Address) -> None:
    first, second = part(1), part(1)
    for each in (first, second):
        upload, parts = planned(database, access, address, begun(database, access, address, 1), each)
        gone = database.write_now(uploads.finish, access, upload, parts, Stored(1, each.sha256), each.blob)
        assert gone == ([] if each is first else [second.blob])
    assert database.read_now(artifacts.find, access, address).blob == first.blob


def test_of_two_who_complete_at_once_one_names_the_file_and_the_other_s_bytes_go(
    database: Database, access: Access, address: Address
) -> None:
    upload, parts = planned(database, access, address, begun(database, access, address, 1), part(1))
    blobs = [new_name(), new_name()]

    def finish(blob: str) -> list[str]:
        return database.write_now(uploads.finish, access, upload, parts, WHOLE, blob)

    with ThreadPoolExecutor(2) as threads:
        gone = list(threads.map(finish, blobs))
    kept = database.read_now(artifacts.find, access, address).blob
    assert sorted(gone) == sorted([[parts[0].blob], [blob for blob in blobs if blob != kept]])


def test_a_part_that_is_replaced_while_the_upload_is_completed_stops_it(
    database: Database, access: Access, address: Address
) -> None:
    upload_id = begun(database, access, address, 1)
    upload, parts = planned(database, access, address, upload_id, part(1))
    database.write_now(uploads.put_part, access.project.id, upload_id, part(1, size=2), 100)
    with pytest.raises(Conflict):
        database.write_now(uploads.finish, access, upload, parts, Stored(1, parts[0].sha256), parts[0].blob)
    with pytest.raises(NotFound):
        database.read_now(artifacts.find, access, address)


def test_what_is_aborted_meanwhile_is_not_completed(database: Database, access: Access, address: Address) -> None:
    upload_id = begun(database, access, address, 1)
    upload, parts = planned(database, access, address, upload_id, part(1))
    database.write_now(uploads.abort, access, address, upload_id)
    with pytest.raises(NotFound, match="There is no such upload"):
        database.write_now(uploads.finish, access, upload, parts, WHOLE, new_name())


def test_expired_uploads_are_forgotten_some_at_a_time(database: Database, access: Access, address: Address) -> None:
    ids = [begun(database, access, address, 2) for _ in range(3)]
    blobs = []
    for upload_id in ids:
        blobs.append(part(1))
        database.write_now(uploads.put_part, access.project.id, upload_id, blobs[-1], 100)
    assert database.write_now(uploads.release_expired, 10) == []
    database.write_now(expire)
    released = database.write_now(uploads.release_expired, 2) + database.write_now(uploads.release_expired, 2)
    assert sorted(released) == sorted(each.blob for each in blobs)
    assert database.read_now(rows.count_open, access.project.id) == 0


def test_stored_bytes_are_those_of_the_parts_that_are_there(
    database: Database, access: Access, address: Address
) -> None:
    upload_id = begun(database, access, address, 2)
    for each in (part(1, 10), part(2, 20), part(1, 5)):
        database.write_now(uploads.put_part, access.project.id, upload_id, each, 100)
    assert database.read_now(rows.stored_bytes, access.project.id) == 25


def test_an_id_of_another_project_is_not_found(
    database: Database, access: Access, elsewhere: Access, address: Address
) -> None:
    upload_id = begun(database, access, address, 1)
    with pytest.raises(NotFound):
        database.write_now(uploads.put_part, elsewhere.project.id, upload_id, part(1), 100)
    with pytest.raises(NotFound):
        database.read_now(uploads.parts_to_join, elsewhere, address, upload_id, [])
    assert database.write_now(uploads.abort, elsewhere, address, upload_id) == []


def test_in_the_trash_nothing_is_begun(database: Database, access: Access, address: Address) -> None:
    def trash(tx: Transaction) -> None:
        tx.execute("UPDATE runs SET deleted_at = 1")

    database.write_now(trash)
    with pytest.raises(InvalidParameter, match="Restore it first"):
        begun(database, access, address, 1)
