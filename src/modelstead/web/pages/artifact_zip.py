"""A folder of a run's files as one archive, sent while it is made."""

from typing import Annotated
from urllib.parse import quote

import msgspec

from modelstead.domain.actor import Access
from modelstead.http.answer import Streamed
from modelstead.http.files import LOCKED
from modelstead.http.visit import Visit
from modelstead.services import artifact_views
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.store.database import Database
from modelstead.web import zips

ZIP = b"application/zip"


class WantZip(msgspec.Struct, frozen=True, kw_only=True):
    """A folder, "" for all files of the run."""

    iid: Annotated[int, msgspec.Meta(ge=0)]
    path: str = ""


class ZipPages:
    """Sends archives."""

    def __init__(self, database: Database, files: ArtifactFiles) -> None:
        self._database = database
        self._files = files

    async def show(self, visit: Visit, request: WantZip) -> Streamed:
        assert isinstance(visit.access, Access)
        files = await self._database.read(artifact_views.all_below, visit.access, request.iid, request.path)
        folder = request.path.rpartition("/")[2]
        name = f"run-{request.iid}-{folder}.zip" if folder else f"run-{request.iid}.zip"
        headers = (
            (b"content-disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}".encode()),
            (b"content-security-policy", LOCKED),
        )
        return Streamed(200, zips.size(files), zips.archive(files, self._files.read), ZIP, headers)
