"""Packages: the registry's view of what has files. List and delete; the files go by services.artifacts."""

from modelstead import clock, limits
from modelstead.domain import package as rules
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.package import Package, PackageFile, PackageType
from modelstead.errors import NotFound
from modelstead.services import artifacts, package_owners, version_files
from modelstead.store import packages
from modelstead.store.packages import FileOrder, PackageOrder, Part
from modelstead.store.transaction import Transaction


def page(
    tx: Transaction,
    access: Access,
    part: Part,
    *,
    order: PackageOrder = PackageOrder.CREATED_AT,
    type: PackageType | None = None,  # noqa: A002 - GitLab's word
    name: str = "",
    version: str = "",
) -> tuple[list[Package], int]:
    """Return some packages and how many there are; those without files, and of runs in the trash, are not shown."""
    too_long = "Counting the packages takes too long. Ask for one package_type, or try again later."
    with tx.time_limit(limits.SEARCH_SECONDS, too_long):
        return packages.page(tx, access.project.id, part, order=order, type=type, name=name, version=version)


def get(tx: Transaction, access: Access, package_id: int) -> Package:
    owner = rules.owner(package_id)
    found = None if owner is None else packages.get(tx, access.project.id, owner)
    if found is None:
        raise NotFound(f"There is no package with the id {package_id}.")
    return found


def files(
    tx: Transaction, access: Access, package_id: int, part: Part, order: FileOrder = FileOrder.FILE_NAME
) -> tuple[list[PackageFile], int]:
    """Return some files of a package and how many it has."""
    return packages.files(tx, get(tx, access, package_id).owner, part, order)


def file_at(tx: Transaction, access: Access, address: Address) -> tuple[int, PackageFile]:
    """Return the file at an address, and the id of its package."""
    owner = package_owners.find(tx, access, address.owner)
    return rules.package_id(owner), PackageFile(artifacts.find(tx, access, address))


def delete(tx: Transaction, access: Access, package_id: int) -> None:
    """Remove all files of a package, which is then not shown; the run or version that it is of stays."""
    version_files.delete(tx, access, get(tx, access, package_id).owner, "", clock.now_ms())


def delete_file(tx: Transaction, access: Access, package_id: int, file_id: int) -> None:
    """Remove a file, unless other bytes have taken its place since the caller saw its number."""
    owner = get(tx, access, package_id).owner
    found, _ = packages.files(tx, owner, Part(limits.INT64_MAX))
    for file in found:
        if file.id == file_id:
            version_files.delete(tx, access, owner, file.artifact.path, clock.now_ms())
            return
    raise NotFound(f"There is no file with the id {file_id} in the package {package_id}.")
