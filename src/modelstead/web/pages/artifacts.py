"""The files of a run or of a model version: their tree, what is in a folder, and a file as its viewer shows it."""

import asyncio
from typing import Any

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Artifact, folder_of
from modelstead.errors import NotFound
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import artifact_views
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.artifact_views import Look
from modelstead.store.database import Database
from modelstead.web.artifact_tree import tree
from modelstead.web.artifact_view import ArtifactsView, FileView, ListingView, Row
from modelstead.web.artifacts_state import ArtifactsState
from modelstead.web.dialect import show
from modelstead.web.file_links import FileLinks, load_uri
from modelstead.web.viewers.binary import is_text
from modelstead.web.viewers.choosing import choose
from modelstead.web.viewers.text import TEXT
from modelstead.web.viewers.viewer import Source, Unfit, Viewer


class ArtifactsPages:
    """Shows a folder or a file."""

    def __init__(self, database: Database, files: ArtifactFiles) -> None:
        self._database = database
        self._files = files

    async def show(self, visit: Visit, request: ArtifactsState) -> Answer:
        state = msgspec.structs.replace(request, path=request.path.rstrip("/"))
        look = await self._database.read(
            artifact_views.look, visit.in_project, state.holder, state.path, text=state.q.strip(), page=state.page
        )
        opening = _Opening(visit, visit.in_project, state, self._database, self._files)
        file = await opening.file(look.file) if look.file else None
        view = await asyncio.to_thread(opening.view, look, file)
        template = "artifacts.html" if state.holder.model is None else "version_files.html"
        return await asyncio.to_thread(show, visit, template, view, links=opening.links)


class _Opening:
    """One visit to one path."""

    def __init__(
        self, visit: Visit, access: Access, state: ArtifactsState, database: Database, files: ArtifactFiles
    ) -> None:
        self.links = FileLinks(access.project, state.holder)
        self._visit = visit
        self._access = access
        self._state = state
        self._database = database
        self._files = files

    def view(self, look: Look, file: FileView | None) -> ArtifactsView:
        head, path = look.head, look.path
        below = f"/{path}" if path else ""
        return ArtifactsView(
            head=head,
            state=self._state,
            way=tuple((each.rpartition("/")[2], self.links.page(each)) for each in artifact_views.way_to(path)[1:]),
            tree=tree(look, self.links.page),
            files=sum(row.files for row in look.folders),
            size=sum(row.size for row in look.folders),
            folder=folder_of(path) if file else path,
            uris=(load_uri(head) + below, head.artifact_uri + below),
            load=load_uri(head),
            can_change=head.deleted_at is None and self._visit.may(self.links.changed_by),
            upload=self.links.upload(head),
            listing=None if file else self._listing(look),
            file=file,
        )

    async def file(self, artifact: Artifact) -> FileView:
        """Return a file as the first viewer shows it that can."""
        source, state = self._source(artifact), self._state
        viewer, note = await self._viewer(source), ""
        anyway = text_at = preview_at = ""
        if state.text and viewer.has_text and viewer is not TEXT:
            preview_at, viewer = source.here(text=False, at=-1), TEXT
        elif artifact.size > viewer.at_most and viewer.has_text:
            note, viewer = f"It is too large to be shown as {viewer.label}, so this is its text.", TEXT
        elif artifact.size > viewer.at_once and not state.anyway:
            anyway = source.here(anyway=True)
            if not viewer.has_text:
                return self._file(artifact, viewer, None, limit=viewer.at_once, anyway=anyway)
            note, viewer = f"It is large, so this is its text and not its {viewer.label}.", TEXT
        elif viewer.has_text and viewer is not TEXT:
            text_at = source.here(text=True)
        try:
            preview = await viewer.show(source) if artifact.size else None
        except Unfit as error:
            viewer = TEXT if viewer.has_text else choose("")
            note, text_at = str(error), ""
            preview = await viewer.show(source)
        return self._file(artifact, viewer, preview, note=note, anyway=anyway, text_at=text_at, preview_at=preview_at)

    async def _viewer(self, source: Source) -> Viewer:
        found = choose(source.name)
        if found.name == "binary" and is_text(await source.read(0, min(source.size, limits.VIEW_HEAD_BYTES))):
            return TEXT
        return found

    def _file(self, artifact: Artifact, viewer: Viewer, preview: Any, **more: Any) -> FileView:
        return FileView(
            row=self._row(artifact),
            raw=self.links.raw(artifact.path),
            download=self.links.download(artifact.path),
            viewer=viewer.name,
            preview=preview,
            **more,
        )

    def _source(self, artifact: Artifact) -> Source:
        holder, path = self._state.holder, artifact.path

        async def read(start: int, size: int) -> bytes:
            return await read_all(self._files, artifact, start, size)

        async def read_beside(name: str, most: int) -> bytes | None:
            folder = folder_of(path)
            beside = f"{folder}/{name}" if folder else name
            try:
                found = await self._database.read(artifact_views.file, self._access, holder, beside)
            except NotFound:
                return None
            return await read_all(self._files, found, 0, min(found.size, most))

        async def names_beside(prefix: str) -> list[str]:
            return await self._database.read(artifact_views.names_beside, self._access, holder, path, prefix)

        return Source(
            path=path,
            size=artifact.size,
            state=self._state,
            read=read,
            read_beside=read_beside,
            names_beside=names_beside,
            raw=self.links.raw,
            page=self.links.page,
        )

    def _listing(self, look: Look) -> ListingView:
        listing, state = look.listing, self._state
        assert listing is not None
        start = len(look.path) + 1 if look.path else 0
        rows = [
            Row(row.folder[start:], self.links.page(row.folder), "folder", "Folder", row.size, row.updated_at,
                count=row.files, is_folder=True)
            for row in listing.folders
        ]  # fmt: skip
        rows += [self._row(file, file.path[start:]) for file in listing.files]
        first = (state.page - 1) * limits.ARTIFACT_ROWS
        here = self.links.page(look.path)
        return ListingView(
            tuple(rows),
            listing.total,
            first + 1 if rows else 0,
            newer=here + state.query(page=state.page - 1) if state.page > 1 else "",
            older=here + state.query(page=state.page + 1) if first + len(rows) < listing.total else "",
        )

    def _row(self, artifact: Artifact, name: str = "") -> Row:
        own = artifact.path.rpartition("/")[2]
        viewer = choose(own)
        digest = artifact.sha256.hex()
        page = self.links.page(artifact.path)
        return Row(name or own, page, viewer.icon, viewer.label, artifact.size, artifact.updated_at, sha256=digest)


async def read_all(files: ArtifactFiles, artifact: Artifact, start: int, size: int) -> bytes:
    """Return some bytes of a file."""
    if size <= 0:
        return b""
    chunks = await files.read(artifact, start, size)
    return b"".join([chunk async for chunk in chunks])
