"""What a viewer is, and what it is given."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from modelstead import limits
from modelstead.web.artifacts_state import ArtifactsState


class Unfit(Exception):
    """The file is not what its name says; it is shown as text, with this reason."""


class Source(msgspec.Struct, frozen=True):
    """A file as its viewer sees it. Nothing of it is read before the viewer asks for it."""

    path: str
    size: int
    state: ArtifactsState
    read: Callable[[int, int], Awaitable[bytes]]  # start, size
    read_beside: Callable[[str, int], Awaitable[bytes | None]]  # a name in the same folder, and how much at most
    names_beside: Callable[[str], Awaitable[list[str]]]  # those that begin with a text
    raw: Callable[[str], str]  # the address of a file's bytes, by its path
    page: Callable[[str], str]  # the address of its page

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    def beside(self, name: str) -> str:
        """Return the path of a name in the same folder."""
        return f"{self.folder}/{name}" if self.folder else name

    async def whole(self) -> bytes:
        return await self.read(0, self.size)

    def here(self, **changes: object) -> str:
        """Return the address of this page in another state."""
        return self.page(self.path) + self.state.query(**changes)


class Viewer(msgspec.Struct, frozen=True):
    """One kind of file: how its names end, how large it may be, and what makes the view that its template shows.

    A file of more than `at_once` bytes is shown when that is asked for, one of more than `at_most` never. One that
    `has_text` can be looked at as text too, and is, when it is too large for more.
    """

    name: str  # of the template, in templates/viewers
    label: str
    icon: str
    endings: frozenset[str]
    show: Callable[[Source], Awaitable[Any]]
    names: frozenset[str] = frozenset()  # whole ones
    at_once: int = limits.INT64_MAX
    at_most: int = limits.INT64_MAX
    has_text: bool = True
