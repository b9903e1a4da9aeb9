"""Requests and answers about packages; field names are GitLab's."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.artifact import Address, OwnerKind, check_path
from modelstead.domain.package import Package, PackageFile, PackageType
from modelstead.domain.project import Project
from modelstead.errors import InvalidParameter
from modelstead.rest_api.listing import Paged
from modelstead.store.packages import FileOrder, PackageOrder, Part

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class Sort(Enum):
    """The direction of a list."""

    ASC = "asc"
    DESC = "desc"


class Status(Enum):
    """What a package is; here they are never anything else."""

    DEFAULT = "default"


class Select(Enum):
    """What an upload is answered with, instead of a message."""

    PACKAGE_FILE = "package_file"


class ModelFile(msgspec.Struct, frozen=True):
    """A file of a run: `reference` is candidate:<its number>."""

    reference: str
    path: str
    status: Status = Status.DEFAULT
    select: Select | None = None

    @property
    def address(self) -> Address:
        return _address(self.path, "ml_models", self.reference)


class GenericFile(msgspec.Struct, frozen=True):
    """A file of a generic package, or of a run by GitLab's older path."""

    name: str
    version: str
    path: str
    status: Status = Status.DEFAULT
    select: Select | None = None

    @property
    def address(self) -> Address:
        return _address(self.path, "generic", self.name, self.version)


class ListPackages(Paged, frozen=True, kw_only=True):
    """GET packages: `package_name` is searched for in the names, `package_version` is the whole version."""

    order_by: PackageOrder = PackageOrder.CREATED_AT
    sort: Sort = Sort.ASC
    package_type: PackageType | None = None
    package_name: str = ""
    package_version: str = ""
    status: Status = Status.DEFAULT

    @property
    def part(self) -> Part:
        return Part(self.limit, self.offset, self.sort is Sort.DESC)


class OnePackage(msgspec.Struct, frozen=True):
    """A package by its id."""

    package_id: Id


class ListFiles(Paged, frozen=True, kw_only=True):
    """GET package_files."""

    path_parts = ("package_id",)

    package_id: Id
    order_by: FileOrder = FileOrder.ID
    sort: Sort = Sort.ASC

    @property
    def part(self) -> Part:
        return Part(self.limit, self.offset, self.sort is Sort.DESC)


class OneFile(msgspec.Struct, frozen=True):
    """A file of a package by their ids."""

    package_id: Id
    package_file_id: Id


class Links(msgspec.Struct, frozen=True):
    """Where a package is seen, and deleted."""

    web_path: str
    delete_api_path: str


class PackageInfo(msgspec.Struct, frozen=True):
    """A package in an answer."""

    id: int
    name: str
    version: str
    package_type: PackageType
    status: Status
    links: Links = msgspec.field(name="_links")
    created_at: str
    tags: list[str]


class FileInfo(msgspec.Struct, frozen=True):
    """A file of a package in an answer; the older digests are not kept."""

    id: int
    package_id: int
    created_at: str
    file_name: str
    size: int
    file_sha256: str
    file_md5: None = None
    file_sha1: None = None


class Created(msgspec.Struct, frozen=True):
    """What GitLab says after an upload."""

    message: str = "201 Created"


def package_info(package: Package, project: Project) -> PackageInfo:
    links = Links(
        web_path=f"/{project.path}/-/packages/{package.id}",
        delete_api_path=f"/api/v4/projects/{project.id}/packages/{package.id}",
    )
    created = _time(package.created_at)
    return PackageInfo(package.id, package.name, package.version, package.type, Status.DEFAULT, links, created, [])


def file_info(file: PackageFile, package_id: int) -> FileInfo:
    artifact = file.artifact
    created = _time(artifact.updated_at)
    return FileInfo(file.id, package_id, created, file.name, artifact.size, artifact.sha256.hex())


def _address(path: str, *reference: str) -> Address:
    if any("/" in part for part in reference):  # decoded, a part of a path is to be one part still
        raise InvalidParameter("The package's name and version are invalid: they may not hold a slash.")
    return Address(OwnerKind.PACKAGE, "/".join(reference), check_path(path))


def _time(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
