"""services.packages and services.package_owners: what references mean, what is shown and deleted."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, OwnerKind
from modelstead.domain.package import Package
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import artifacts, package_owners, packages, runs
from modelstead.store.blobs.blobs import Stored
from modelstead.store.database import Database
from modelstead.store.packages import Part
from modelstead.store.transaction import Transaction
from tests import factories

ALL = Part(100)


def put(tx: Transaction, access: Access, reference: str, path: str = "file") -> Address:
    """Store a file at a package's address."""
    address = Address(OwnerKind.PACKAGE, reference, path)
    content = f"{reference}/{path}".encode()
    artifacts.put(tx, access, address, Stored(len(content), hashlib.sha256(content).digest()), content.hex())
    return address


def shown(tx: Transaction, access: Access) -> list[Package]:
    return packages.page(tx, access, ALL)[0]


def names(database: Database, access: Access) -> list[str]:
    return [f"{each.name}/{each.version}" for each in database.read_now(shown, access)]


@pytest.mark.parametrize(
    "reference",
    [
        "ml_models/candidate:1",
        "ml_models/candidate_1",
        "generic/ml_experiment_0/candidate_1",
        "generic/ml_experiment_0/candidate:1",
        "generic/ml_experiment_0/1",
    ],
)
def test_a_run_s_references_are_its_address(database: Database, access: Access, reference: str) -> None:
    run_id = database.write_now(factories.run_id, access)
    address = database.write_now(put, access, reference)
    found = database.read_now(artifacts.find, access, Address.of_run(run_id, "file"))
    assert database.read_now(artifacts.find, access, address) == found
    assert names(database, access) == ["ml_experiment_0/candidate_1"]


@pytest.mark.parametrize("reference", ["generic/ml_experiment_0/x", "generic/ml_experiment_/1", "generic/models_0/1"])
def test_other_names_are_packages_of_their_own(database: Database, access: Access, reference: str) -> None:
    database.write_now(factories.run_id, access)
    database.write_now(put, access, reference)
    assert names(database, access) == [reference.removeprefix("generic/")]


def test_finding_a_package_makes_none(database: Database, access: Access) -> None:
    for _ in range(2):
        assert database.read_now(package_owners.find, access, "generic/p/1").id == 0
    with pytest.raises(NotFound):
        database.read_now(artifacts.find, access, Address(OwnerKind.PACKAGE, "generic/p/1", "file"))
    assert names(database, access) == []


def test_a_refused_file_makes_no_package(database: Database, access: Access) -> None:
    with pytest.raises(InvalidParameter):
        database.write_now(put, access, "generic/p..q/1")
    with pytest.raises(InvalidParameter):
        database.write_now(put, access, "generic/p/1", "")
    assert names(database, access) == []
    assert database.read_now(package_owners.find, access, "generic/p/1").id == 0


def test_a_project_s_references_do_not_reach_another_s(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(factories.run_id, elsewhere)
    database.write_now(put, elsewhere, "generic/p/1")
    with pytest.raises(NotFound):
        database.read_now(package_owners.find, access, "ml_models/candidate:1")
    [package] = database.read_now(shown, elsewhere)
    assert database.read_now(shown, access) == []
    for work in (packages.get, packages.delete):
        with pytest.raises(NotFound):
            database.write_now(work, access, package.id)
    with pytest.raises(NotFound):
        database.read_now(packages.files, access, package.id, ALL)
    assert names(database, elsewhere) == ["p/1"]


def test_a_run_s_package_has_the_same_id_after_all_of_it_was_deleted(database: Database, access: Access) -> None:
    database.write_now(factories.run_id, access)
    database.write_now(put, access, "ml_models/candidate:1")
    [before] = database.read_now(shown, access)
    database.write_now(packages.delete, access, before.id)
    assert database.read_now(shown, access) == []
    database.write_now(put, access, "ml_models/candidate:1", "other")
    assert [each.id for each in database.read_now(shown, access)] == [before.id]


def test_a_run_in_the_trash_has_no_package(database: Database, access: Access) -> None:
    run_id = database.write_now(factories.run_id, access)
    database.write_now(put, access, "ml_models/candidate:1")
    [package] = database.read_now(shown, access)
    database.write_now(runs.delete, access, run_id)
    assert database.read_now(shown, access) == []
    with pytest.raises(NotFound):
        database.write_now(packages.delete, access, package.id)


def test_one_file_is_deleted_by_its_number(database: Database, access: Access) -> None:
    for path in ("a", "b/c"):
        database.write_now(put, access, "generic/p/1", path)
    [package] = database.read_now(shown, access)
    files, total = database.read_now(packages.files, access, package.id, ALL)
    assert total == 2
    database.write_now(packages.delete_file, access, package.id, files[1].id)
    assert database.read_now(packages.files, access, package.id, ALL) == (files[:1], 1)
    with pytest.raises(NotFound):
        database.write_now(packages.delete_file, access, package.id, files[1].id)


def test_the_file_at_an_address_comes_with_its_package_s_id(database: Database, access: Access) -> None:
    address = database.write_now(put, access, "generic/p/1")
    [package] = database.read_now(shown, access)
    [file], _ = database.read_now(packages.files, access, package.id, ALL)
    assert database.read_now(packages.file_at, access, address) == (package.id, file)


def test_many_that_store_its_first_file_make_one_package(database: Database, access: Access) -> None:
    with ThreadPoolExecutor(4) as threads:
        stored = [threads.submit(database.write_now, put, access, "generic/p/1", f"file {each}") for each in range(8)]
    assert all(each.result() for each in stored)
    [package] = database.read_now(shown, access)
    assert database.read_now(packages.files, access, package.id, ALL)[1] == 8
