"""GitLab's calls about packages: lists, single ones, and the files in them."""

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.http.answer import Answer, Streamed
from modelstead.http.body import Body
from modelstead.http.files import file_answer
from modelstead.rest_api.dialect import NO_CONTENT, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.packages import (
    Created,
    FileInfo,
    GenericFile,
    ListFiles,
    ListPackages,
    ModelFile,
    OneFile,
    OnePackage,
    PackageInfo,
    file_info,
    package_info,
)
from modelstead.services import packages
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.store.transaction import Transaction


async def put(files: ArtifactFiles, access: Access, request: ModelFile | GenericFile, body: Body) -> Answer:
    body.check_is_plain()
    address = request.address
    await files.put(access, address, body.chunks(), body.size)
    if request.select is None:
        return created(Created())
    return created(await files.database.read(_stored, access, address))


async def get(files: ArtifactFiles, access: Access, request: ModelFile | GenericFile, body: Body) -> Answer | Streamed:
    return await file_answer(await files.find(access, request.address), body, files.read)


def list_packages(tx: Transaction, access: Access, request: ListPackages) -> Listing:
    found, total = packages.page(
        tx,
        access,
        request.part,
        order=request.order_by,
        type=request.package_type,
        name=request.package_name,
        version=request.package_version,
    )
    rows = [package_info(each, access.project) for each in found]
    return Listing(rows, total, request, f"/api/v4/projects/{access.project.id}/packages")


def get_package(tx: Transaction, access: Access, request: OnePackage) -> PackageInfo:
    return package_info(packages.get(tx, access, request.package_id), access.project)


def delete_package(tx: Transaction, access: Access, request: OnePackage) -> Answer:
    packages.delete(tx, access, request.package_id)
    return NO_CONTENT


def list_files(tx: Transaction, access: Access, request: ListFiles) -> Listing:
    found, total = packages.files(tx, access, request.package_id, request.part, request.order_by)
    rows = [file_info(each, request.package_id) for each in found]
    path = f"/api/v4/projects/{access.project.id}/packages/{request.package_id}/package_files"
    return Listing(rows, total, request, path)


def delete_file(tx: Transaction, access: Access, request: OneFile) -> Answer:
    packages.delete_file(tx, access, request.package_id, request.package_file_id)
    return NO_CONTENT


def _stored(tx: Transaction, access: Access, address: Address) -> FileInfo:
    package_id, file = packages.file_at(tx, access, address)
    return file_info(file, package_id)
