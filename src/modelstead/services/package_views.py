"""What pages show of packages: the list with sizes and makers, and one package with its files."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import OwnerKind
from modelstead.domain.package import Package, PackageType
from modelstead.errors import NotFound
from modelstead.services import packages
from modelstead.store import package_details
from modelstead.store.package_details import Belongs, Totals
from modelstead.store.packages import PackageOrder, Part
from modelstead.store.transaction import Transaction

NO_FILES = Totals(0, 0)


class PackageLine(msgspec.Struct, frozen=True, kw_only=True):
    """A package; `run`, or `model` and `model_version`, are numbers of what it is of. `by` is who made that, or ""."""

    id: int
    name: str
    version: str
    type: PackageType
    created_at: int
    files: int
    bytes: int
    by: str = ""
    run: int | None = None
    model: int | None = None
    model_version: int | None = None
    belongs_to: str = ""  # the name of that run or model

    @property
    def is_generic(self) -> bool:
        return self.type is PackageType.GENERIC

    @property
    def reference(self) -> str:
        """How the paths of the REST API spell it, behind `packages/`; files of models are below `files/`."""
        if self.run is not None:
            return f"ml_models/candidate:{self.run}/files"
        if self.model_version is not None:
            return f"ml_models/{self.model_version}/files"
        return f"generic/{self.name}/{self.version}"


class FileLine(msgspec.Struct, frozen=True):
    """A file of a package; `id` is another one when its bytes are."""

    id: int
    path: str
    size: int
    sha256: str
    updated_at: int


class PackageList(msgspec.Struct, frozen=True):
    """A page of a project's packages, and how many the whole list has."""

    lines: list[PackageLine]
    total: int


class WholePackage(msgspec.Struct, frozen=True):
    """A package with a page of its files."""

    line: PackageLine
    files: list[FileLine]


def page(
    tx: Transaction, access: Access, part: Part, order: PackageOrder, type_: PackageType | None, name: str
) -> PackageList:
    """Return a page of the list, in a number of queries that does not depend on its length."""
    found, total = packages.page(tx, access, part, order=order, type=type_, name=name)
    return PackageList(_lines(tx, found), total)


def whole(tx: Transaction, access: Access, package_id: int, part: Part) -> WholePackage:
    """Return a package with some of its files."""
    line = head(tx, access, package_id)
    found, _ = packages.files(tx, access, package_id, part)
    files = [
        FileLine(
            file.id,
            file.artifact.path,
            file.artifact.size,
            file.artifact.sha256.hex(),
            file.artifact.updated_at,
        )
        for file in found
    ]
    return WholePackage(line, files)


def head(tx: Transaction, access: Access, package_id: int) -> PackageLine:
    """Return a package without its files."""
    return _lines(tx, [packages.get(tx, access, package_id)])[0]


def file_of(tx: Transaction, access: Access, package_id: int, file_id: int) -> tuple[PackageLine, FileLine]:
    """Return a package and a file of it; raise NotFound when other bytes have taken the file's place."""
    found = whole(tx, access, package_id, Part(limits.INT64_MAX))
    for file in found.files:
        if file.id == file_id:
            return found.line, file
    raise NotFound("There is no such file in the package any more. Go back and look at its files again.")


def _lines(tx: Transaction, found: list[Package]) -> list[PackageLine]:
    owners = [package.owner for package in found]
    totals, belongings = package_details.totals(tx, owners), package_details.belongings(tx, owners)
    return [_line(package, totals.get(package.owner, NO_FILES), belongings.get(package.owner)) for package in found]


def _line(package: Package, totals: Totals, belongs: Belongs | None) -> PackageLine:
    is_run = package.owner.kind is OwnerKind.RUN
    return PackageLine(
        id=package.id,
        name=package.name,
        version=package.version,
        type=package.type,
        created_at=package.created_at,
        files=totals.files,
        bytes=totals.bytes,
        by=belongs.username if belongs else "",
        run=belongs.iid if belongs and is_run else None,
        model=belongs.model_iid if belongs and not is_run else None,
        model_version=belongs.iid if belongs and not is_run else None,
        belongs_to=belongs.name if belongs else "",
    )
