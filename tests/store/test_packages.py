"""store.packages: rows of generic packages, and pages of everything that has files."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.package import PackageType
from modelstead.store import artifacts, blob_rows, packages, runs
from modelstead.store.database import Database
from modelstead.store.packages import FileOrder, PackageOrder, Part
from modelstead.store.transaction import Transaction
from tests import factories

ALL = Part(100)


def put(tx: Transaction, access: Access, owner: Owner, path: str, now: int = 1) -> None:
    content = path.encode().ljust(32)
    blob_id, _ = blob_rows.ensure(tx, access.project.id, name=f"{owner}{path}", sha256=content, size=len(path), now=now)
    artifacts.put(tx, owner, path, blob_id, now)


def generic(tx: Transaction, access: Access, name: str, version: str, now: int = 1) -> Owner:
    owner = Owner(OwnerKind.PACKAGE, packages.ensure(tx, access.project.id, name, version))
    put(tx, access, owner, "file", now)
    return owner


def of_run(tx: Transaction, access: Access, now: int = 1) -> Owner:
    run_id = factories.run_id(tx, access)
    owner = Owner(OwnerKind.RUN, runs.keys(tx, [run_id])[run_id].id)
    put(tx, access, owner, "file", now)
    return owner


def test_a_row_is_made_once(database: Database) -> None:
    access = database.write_now(factories.member)
    first = database.write_now(packages.ensure, access.project.id, "p", "1")
    assert database.write_now(packages.ensure, access.project.id, "p", "1") == first
    assert database.read_now(packages.row_id, access.project.id, "p", "1") == first
    assert database.read_now(packages.row_id, access.project.id, "p", "2") is None
    assert database.read_now(packages.page, access.project.id, ALL) == ([], 0)


def test_projects_have_their_own(database: Database) -> None:
    access = database.write_now(factories.member)
    elsewhere = database.write_now(factories.member, "other/project")
    owners = [database.write_now(generic, each, "p", "1") for each in (access, elsewhere)]
    owners.append(database.write_now(of_run, elsewhere))
    assert owners[0].id != owners[1].id
    for owner in owners[1:]:
        assert database.read_now(packages.get, access.project.id, owner) is None
        assert database.read_now(packages.get, elsewhere.project.id, owner) is not None
    assert database.read_now(packages.page, access.project.id, ALL)[1] == 1
    assert database.read_now(packages.page, elsewhere.project.id, ALL)[1] == 2


@pytest.mark.parametrize("kind", [OwnerKind.MODEL_VERSION, OwnerKind.LOGGED_MODEL])
def test_other_owners_have_no_package(database: Database, kind: OwnerKind) -> None:
    access = database.write_now(factories.member)
    database.write_now(put, access, Owner(kind, 1), "file")
    assert database.read_now(packages.get, access.project.id, Owner(kind, 1)) is None
    assert database.read_now(packages.page, access.project.id, ALL) == ([], 0)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (PackageOrder.CREATED_AT, ["b 1", "candidate", "B 2", "a 3"]),
        (PackageOrder.NAME, ["B 2", "a 3", "b 1", "candidate"]),
        (PackageOrder.VERSION, ["b 1", "B 2", "a 3", "candidate"]),
        (PackageOrder.TYPE, ["B 2", "a 3", "b 1", "candidate"]),
    ],
)
def test_orders(database: Database, order: PackageOrder, expected: list[str], *, descending: bool) -> None:
    access = database.write_now(factories.member)
    database.write_now(generic, access, "a", "3", 40)
    database.write_now(generic, access, "b", "1", 10)
    database.write_now(generic, access, "B", "2", 30)
    database.write_now(of_run, access, 20)

    def shown(part: Part) -> list[str]:
        found, total = database.read_now(packages.page, access.project.id, part, order=order)
        assert total == 4
        return [f"{each.name} {each.version}" if each.type is PackageType.GENERIC else "candidate" for each in found]

    assert shown(Part(9, descending=descending)) == (expected[::-1] if descending else expected)
    pages = [shown(Part(2, offset, descending)) for offset in (0, 2, 4)]
    assert [*pages[0], *pages[1], *pages[2]] == shown(Part(9, descending=descending))


def test_filters(database: Database) -> None:
    access = database.write_now(factories.member)
    for name in ("Tools", "to%ls", "x_y", "x-y"):
        database.write_now(generic, access, name, name)

    def named(*, name: str = "", version: str = "") -> list[str]:
        order = PackageOrder.NAME
        found, _ = database.read_now(packages.page, access.project.id, ALL, order=order, name=name, version=version)
        return [each.name for each in found]

    assert named(name="tOO") == ["Tools"]
    assert named(name="%") == ["to%ls"]
    assert named(name="_") == ["x_y"]
    assert named(version="x-y") == ["x-y"]
    assert named(version="X-Y") == []


def test_a_package_is_as_old_as_its_oldest_file(database: Database) -> None:
    access = database.write_now(factories.member)
    owner = database.write_now(generic, access, "p", "1", 10)
    database.write_now(put, access, owner, "older", 5)
    found = database.read_now(packages.get, access.project.id, owner)
    assert found is not None
    assert found.created_at == 5
    assert database.read_now(packages.page, access.project.id, ALL) == ([found], 1)


def test_files_by_path_and_by_time(database: Database) -> None:
    access = database.write_now(factories.member)
    owner = database.write_now(generic, access, "p", "1", 10)
    for path, now in (("a/b", 30), ("a/B", 20), ("z", 5)):
        database.write_now(put, access, owner, path, now)

    def paths(part: Part, order: FileOrder = FileOrder.FILE_NAME) -> list[str]:
        found, total = database.read_now(packages.files, owner, part, order)
        assert total == 4
        return [each.artifact.path for each in found]

    assert paths(ALL) == ["file", "z", "a/B", "a/b"]
    assert paths(Part(9, descending=True)) == ["a/b", "a/B", "z", "file"]
    assert paths(ALL, FileOrder.CREATED_AT) == ["z", "file", "a/B", "a/b"]
    assert paths(Part(2, 1)) == ["z", "a/B"]
    assert paths(Part(2, 50)) == []
