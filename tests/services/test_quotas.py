"""What a project keeps is counted as it is stored and removed, and never more than its quota; on each engine."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.quota import Usage
from modelstead.domain.upload import Part, UploadKind
from modelstead.errors import QuotaExceeded
from modelstead.services import artifacts, projects, quotas, uploads
from modelstead.store import blob_rows
from modelstead.store import projects as rows
from modelstead.store.blobs.blobs import Stored, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

LATER = 2**60


def put(tx: Transaction, access: Access, run_id: str, path: str, content: int, size: int) -> str | None:
    stored = Stored(size, content.to_bytes(32, "big"))
    return artifacts.put(tx, access, Address.of_run(run_id, path), stored, new_name())


def usage(database: Database, access: Access) -> Usage:
    return database.read_now(rows.usage, access.project.id)


def counted(tx: Transaction, access: Access) -> int:
    row = tx.one("SELECT COALESCE(SUM(size), 0) FROM blobs WHERE project_id = ?", (access.project.id,))
    assert row is not None
    return int(row[0])


def delete_all(tx: Transaction, access: Access, run_id: str) -> None:
    artifacts.delete(tx, access, Address.of_run(run_id))


@pytest.fixture
def run_id(database: Database, access: Access) -> str:
    return database.write_now(factories.run_id, access)


def test_distinct_bytes_count_once_for_each_project(
    database: Database, access: Access, elsewhere: Access, run_id: str
) -> None:
    for path, content in (("a", 1), ("b", 1), ("c", 2), ("a", 2)):
        database.write_now(put, access, run_id, path, content, 100)
    assert usage(database, access) == Usage(200, None)
    foreign = database.write_now(factories.run_id, elsewhere)
    database.write_now(put, elsewhere, foreign, "a", 1, 100)
    assert usage(database, elsewhere) == Usage(100, None)
    assert usage(database, access) == Usage(200, None)


def test_what_is_deleted_counts_until_its_bytes_are_released(database: Database, access: Access, run_id: str) -> None:
    for content in (1, 2, 3):
        database.write_now(put, access, run_id, f"f{content}", content, 100)
    database.write_now(delete_all, access, run_id)
    assert usage(database, access).used == 300
    ids = [blob.id for blob in database.read_now(blob_rows.page, 0, 10)]
    assert len(database.write_now(blob_rows.release, ids[:2], LATER)) == 2
    assert usage(database, access).used == 100
    database.write_now(blob_rows.release, ids, LATER)
    assert usage(database, access).used == 0


def test_a_file_beyond_the_quota_is_refused_and_nothing_of_it_is_there(
    database: Database, access: Access, run_id: str
) -> None:
    database.write_now(projects.set_quota, access.project, 250)
    database.write_now(put, access, run_id, "a", 1, 200)
    with pytest.raises(QuotaExceeded, match="quota is 250 bytes, and 200 are used; 51 more do not fit"):
        database.write_now(put, access, run_id, "b", 2, 51)
    assert usage(database, access) == Usage(200, 250)
    assert [entry.name for entry in database.read_now(artifacts.entries, access, Address.of_run(run_id))] == ["a"]
    database.write_now(put, access, run_id, "b", 2, 50)
    database.write_now(put, access, run_id, "c", 1, 200)
    assert usage(database, access) == Usage(250, 250)


def test_a_quota_below_what_is_there_lets_all_stay_and_nothing_in(
    database: Database, access: Access, run_id: str
) -> None:
    database.write_now(put, access, run_id, "a", 1, 200)
    assert database.write_now(projects.set_quota, access.project, 100) == Usage(200, 100)
    with pytest.raises(QuotaExceeded):
        database.write_now(put, access, run_id, "b", 2, 1)
    assert database.write_now(projects.set_quota, access.project, None) == Usage(200, None)
    database.write_now(put, access, run_id, "b", 2, 1)


def test_setting_a_quota_counts_anew(database: Database, access: Access, run_id: str) -> None:
    database.write_now(put, access, run_id, "a", 1, 200)
    database.write_now(rows.add_used, access.project.id, 77)
    assert database.write_now(projects.set_quota, access.project, 500) == Usage(200, 500)


def test_many_at_once_are_counted_exactly_and_stay_within_the_quota(
    database: Database, access: Access, run_id: str
) -> None:
    database.write_now(projects.set_quota, access.project, 1_050)

    def try_to(number: int) -> bool:
        try:
            database.write_now(put, access, run_id, f"f{number}", number, 100)
        except QuotaExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        stored = list(threads.map(try_to, range(30)))
    assert sum(stored) == 10
    assert usage(database, access).used == database.read_now(counted, access) == 1_000


def test_parts_of_unfinished_uploads_count_against_the_quota(database: Database, access: Access, run_id: str) -> None:
    database.write_now(projects.set_quota, access.project, 1_000)
    address = Address.of_run(run_id, "x")
    upload_id, _ = database.write_now(uploads.begin, access, address, UploadKind.PARTS, 3, 60)
    for number in (1, 2):
        part = Part(number, new_name(), bytes(32), 400)
        database.write_now(uploads.put_part, access.project.id, upload_id, part, 10_000)
    part = Part(3, new_name(), bytes(32), 201)
    with pytest.raises(QuotaExceeded):
        database.write_now(uploads.put_part, access.project.id, upload_id, part, 10_000)
    with pytest.raises(QuotaExceeded):
        database.read_now(quotas.check_room, access.project.id, 201)
    database.read_now(quotas.check_room, access.project.id, 200)
    assert usage(database, access).used == 0
    assert len(database.write_now(uploads.abort, access, address, upload_id)) == 2
    database.read_now(quotas.check_room, access.project.id, 1_000)
