"""The files of model versions: noted when they change, counted by a digest."""

import hashlib

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.model_version import NO_FILES, ModelVersion
from modelstead.services import artifacts, logged_models, packages
from modelstead.store.blobs.blobs import Stored, new_name
from modelstead.store.database import Database
from modelstead.store.packages import Part
from tests.registering import NAME, Noted, address, again, audit_log, digest, model, run_with_files, version, versions
from tests.trashing import put_file


@pytest.fixture
def made(database: Database, access: Access) -> ModelVersion:
    """Create a version whose own run it has."""
    return database.write_now(versions, access, "")[0]


def noted(action: str, path: str, *paths: str) -> Noted:
    return Noted(f"model_version.{action}", "churn 1.0.0", {"path": path, "files_sha256": digest(*paths).hex()})


def test_each_change_is_noted_and_the_digest_follows(database: Database, access: Access, made: ModelVersion) -> None:
    database.write_now(put_file, access, address(made, "b/c"), b"b/c")
    assert database.read_now(again, made).files_sha256 == digest("b/c")
    database.write_now(put_file, access, address(made, "a"), b"a")
    database.write_now(put_file, access, address(made, "a b"), b"a b")
    database.write_now(artifacts.delete, access, address(made, "b"))
    assert database.read_now(again, made).files_sha256 == digest("a", "a b")
    database.write_now(artifacts.delete, access, address(made))
    assert database.read_now(again, made).files_sha256 == NO_FILES
    assert database.read_now(audit_log, access) == [
        noted("put_file", "b/c", "b/c"),
        noted("put_file", "a", "a", "b/c"),
        noted("put_file", "a b", "a", "a b", "b/c"),
        noted("delete_files", "b", "a", "a b"),
        noted("delete_files", ""),
    ]


def test_the_files_of_its_own_run_are_the_versions(database: Database, access: Access, made: ModelVersion) -> None:
    database.write_now(put_file, access, Address.of_run(made.run_id, "a"), b"a")
    assert database.read_now(again, made).files_sha256 == digest("a")
    assert database.read_now(artifacts.find, access, address(made, "a")).size == 1
    database.write_now(artifacts.delete, access, address(made, "a"))
    assert database.read_now(artifacts.entries, access, Address.of_run(made.run_id)) == []
    assert [each.action for each in database.read_now(audit_log, access)] == [
        "model_version.put_file",
        "model_version.delete_files",
    ]


def test_other_bytes_at_the_same_path_are_another_digest(
    database: Database, access: Access, made: ModelVersion
) -> None:
    database.write_now(put_file, access, address(made, "a"), b"a")
    database.write_now(artifacts.put, access, address(made, "a"), Stored(5, b"x" * 32), new_name())
    lines = f"{(b'x' * 32).hex()}  a\n"
    assert database.read_now(again, made).files_sha256 == hashlib.sha256(lines.encode()).digest()


def test_deleting_what_is_not_there_is_no_change(database: Database, access: Access, made: ModelVersion) -> None:
    database.write_now(artifacts.delete, access, address(made, "nothing"))
    assert database.read_now(audit_log, access) == []
    assert database.read_now(again, made).files_sha256 == made.files_sha256


def test_a_change_is_an_update(database: Database, access: Access, made: ModelVersion) -> None:
    database.write_now(put_file, access, address(made, "a"), b"a")
    assert database.read_now(again, made).updated_at >= made.updated_at


def test_files_of_other_owners_leave_no_note(database: Database, access: Access, made: ModelVersion) -> None:
    run_id = database.write_now(run_with_files, access, "a")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "a"))
    logged = database.write_now(logged_models.create, access, "0", name="tree").model.model_id
    database.write_now(put_file, access, Address.of_logged_model(logged, "a"), b"a")
    database.write_now(artifacts.delete, access, Address.of_logged_model(logged))
    assert database.read_now(audit_log, access) == []
    assert database.read_now(again, made) == made


def test_the_digest_of_copied_files_is_there_from_the_start(database: Database, access: Access) -> None:
    run_id = database.write_now(run_with_files, access, "model/a", "b")
    database.write_now(model, access)
    assert database.write_now(version, access, run_id=run_id).files_sha256 == digest("b", "model/a")
    assert database.read_now(audit_log, access) == []
    again_named = database.write_now(version, access, source=f"models:/{NAME}/1")
    assert again_named.files_sha256 == digest("b", "model/a")


def test_deleting_the_package_or_a_file_of_it_is_noted(database: Database, access: Access) -> None:
    run_id = database.write_now(run_with_files, access, "a", "b", "c")
    database.write_now(model, access)
    made = database.write_now(version, access, run_id=run_id)
    [package] = [each for each in database.read_now(packages.page, access, Part(9))[0] if each.name == NAME]
    assert package.version == "1.0.0"
    [file] = [each for each in database.read_now(packages.files, access, package.id, Part(9))[0] if each.name == "b"]
    database.write_now(packages.delete_file, access, package.id, file.id)
    assert database.read_now(again, made).files_sha256 == digest("a", "c")
    database.write_now(packages.delete, access, package.id)
    assert database.read_now(again, made).files_sha256 == NO_FILES
    assert database.read_now(audit_log, access) == [
        noted("delete_files", "b", "a", "c"),
        noted("delete_files", ""),
    ]
