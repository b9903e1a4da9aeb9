"""Files for viewers, in memory."""

import asyncio
from typing import Any
from urllib.parse import quote

from modelstead.web.artifacts_state import ArtifactsState
from modelstead.web.viewers.viewer import Source, Viewer


def source(path: str, content: bytes, beside: dict[str, bytes] | None = None, **state: Any) -> Source:
    """Return a file that counts what is read of it, with names beside it."""
    files = beside or {}

    async def read(start: int, size: int) -> bytes:
        await asyncio.sleep(0)
        return content[start : start + size]

    async def read_beside(name: str, most: int) -> bytes | None:
        await asyncio.sleep(0)
        return files[name][:most] if name in files else None

    async def names_beside(prefix: str) -> list[str]:
        await asyncio.sleep(0)
        return sorted(name for name in {path.rpartition("/")[2], *files} if name.startswith(prefix))

    return Source(
        path=path,
        size=len(content),
        state=ArtifactsState(path=path, **state),
        read=read,
        read_beside=read_beside,
        names_beside=names_beside,
        raw=lambda path: f"/raw/{quote(path)}",
        page=lambda path: f"/files/{quote(path)}",
    )


def shown(viewer: Viewer, path: str, content: bytes, beside: dict[str, bytes] | None = None, **state: Any) -> Any:
    """Return what a viewer shows of a file."""
    return asyncio.run(viewer.show(source(path, content, beside, **state)))  # type: ignore[arg-type]
