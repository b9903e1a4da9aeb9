"""Requests and answers about artifacts; field names are MLflow's."""

import msgspec

from modelstead.domain.artifact import Address, Entry
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.reference import RunReference


class ArtifactAddress(msgspec.Struct, frozen=True):
    """GET, PUT and DELETE of mlflow-artifacts/artifacts/…: the path of an `mlflow-artifacts:` address."""

    address: str

    @property
    def of_file(self) -> Address:
        return Address.parse(self.address)

    @property
    def of_all(self) -> Address:
        """A file, or a folder, after which clients write a slash."""
        return Address.parse(self.address.removesuffix("/"))


class ListAddress(msgspec.Struct, frozen=True):
    """GET mlflow-artifacts/artifacts?path=…: the same, of a folder."""

    path: str = ""

    @property
    def of_folder(self) -> Address:
        return Address.parse(self.path.removesuffix("/"))


class RunArtifact(RunReference, frozen=True):
    """A file or folder below a run: artifacts/list, get-artifact and upload-artifact."""

    path: str = ""

    @property
    def of_file(self) -> Address:
        run = self.run
        if not self.path:
            raise InvalidParameter("Missing value for required parameter 'path'.")
        return Address.of_run(run, self.path)

    @property
    def of_folder(self) -> Address:
        return Address.of_run(self.run, self.path.removesuffix("/"))


class FileInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file or folder in a listing."""

    path: str
    is_dir: bool
    file_size: int | None = None


class Files(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is in a folder, each by its name alone."""

    files: list[FileInfo] = []


class RunFiles(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is in a folder below a run, each by its path below the run."""

    root_uri: str
    files: list[FileInfo] = []


def file_info(entry: Entry, folder: str = "") -> FileInfo:
    path = f"{folder}/{entry.name}" if folder else entry.name
    return FileInfo(path, entry.is_folder, None if entry.is_folder else entry.size)
