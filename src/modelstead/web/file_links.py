"""The addresses of files, of a run or of a model version, and what the pages of them say that differs."""

import msgspec

from modelstead.domain.permission import WRITE_EXPERIMENTS, WRITE_MODELS, Permission
from modelstead.domain.project import Project
from modelstead.services.file_holders import Holder
from modelstead.services.run_head import RunHead
from modelstead.services.version_head import VersionHead
from modelstead.web import urls


class FileLinks(msgspec.Struct, frozen=True):
    """Where the files of a holder are. Templates have one as `links`."""

    project: Project
    holder: Holder

    def page(self, path: str = "") -> str:
        if self.holder.model is None:
            return urls.artifacts(self.project, self.holder.iid, path)
        return urls.version_files(self.project, self.holder.model, self.holder.iid, path)

    def raw(self, path: str) -> str:
        if self.holder.model is None:
            return urls.raw_artifact(self.project, self.holder.iid, path)
        return urls.raw_version_file(self.project, self.holder.model, self.holder.iid, path)

    def download(self, path: str) -> str:
        return urls.query(self.raw(path), download=1)

    def zip(self, path: str = "") -> str:
        if self.holder.model is None:
            return urls.artifact_zip(self.project, self.holder.iid, path)
        return urls.version_zip(self.project, self.holder.model, self.holder.iid, path)

    @property
    def delete(self) -> str:
        """Where a form removes a file or a folder."""
        if self.holder.model is None:
            return urls.run_action(self.project, self.holder.iid, "delete-artifacts")
        return urls.version_action(self.project, self.holder.model, self.holder.iid, "delete-files")

    def upload(self, head: RunHead | VersionHead) -> str:
        """Return where the client puts files, which pages do too; the file's path comes behind it."""
        if isinstance(head, VersionHead):
            return urls.version_upload(self.project, head.iid)
        return urls.artifact_upload(self.project, head.run_id)

    @property
    def zip_name(self) -> str:
        """What an archive of the files is called."""
        return f"run-{self.holder.iid}" if self.holder.model is None else f"version-{self.holder.iid}"

    @property
    def changed_by(self) -> Permission:
        """Who may change the files."""
        return WRITE_EXPERIMENTS if self.holder.model is None else WRITE_MODELS


def load_uri(head: RunHead | VersionHead) -> str:
    """Return what clients load the files by; a path below it is a file."""
    return head.uri if isinstance(head, VersionHead) else f"runs:/{head.run_id}"
