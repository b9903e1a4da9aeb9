"""A folder of the files of a run or of a model version as one archive, sent while it is made."""

from urllib.parse import quote

import msgspec

from modelstead.http.answer import Streamed
from modelstead.http.files import LOCKED
from modelstead.http.visit import Visit
from modelstead.services import artifact_views
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.file_holders import Holder
from modelstead.store.database import Database
from modelstead.web import zips
from modelstead.web.file_links import FileLinks
from modelstead.web.run_state import Iid

ZIP = b"application/zip"


class WantZip(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of a run, "" for all of its files."""

    iid: Iid
    path: str = ""

    @property
    def holder(self) -> Holder:
        """Whose files they are."""
        return Holder(self.iid)


class WantVersionZip(WantZip, frozen=True, kw_only=True):
    """The same of a version of a model."""

    model: Iid

    @property
    def holder(self) -> Holder:
        return Holder(self.iid, self.model)


class ZipPages:
    """Sends archives."""

    def __init__(self, database: Database, files: ArtifactFiles) -> None:
        self._database = database
        self._files = files

    async def show(self, visit: Visit, request: WantZip) -> Streamed:
        files = await self._database.read(artifact_views.all_below, visit.in_project, request.holder, request.path)
        folder = request.path.rpartition("/")[2]
        whose = FileLinks(visit.in_project.project, request.holder).zip_name
        name = f"{whose}-{folder}.zip" if folder else f"{whose}.zip"
        headers = (
            (b"content-disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}".encode()),
            (b"content-security-policy", LOCKED),
        )
        return Streamed(200, zips.size(files), zips.archive(files, self._files.read), ZIP, headers)
