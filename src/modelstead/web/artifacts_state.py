"""The state of the pages of files: their address says whose, which file or folder, and how it is shown."""

from typing import Annotated, ClassVar, Literal

import msgspec

from modelstead import limits
from modelstead.services.file_holders import Holder
from modelstead.web.run_state import Iid
from modelstead.web.view_state import ViewState

Offset = Annotated[int, msgspec.Meta(ge=-1, le=limits.INT64_MAX)]


class ArtifactsState(ViewState, frozen=True, kw_only=True):
    """A folder has `q` and `page`; the rest is about a file: -1 for `at` is where its viewer likes to begin."""

    iid: int = 0
    path: str = ""
    q: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    anyway: bool = False  # however large it is
    text: bool = False  # as the text it is made of
    at: Offset = -1  # the byte where a text begins
    next_line: bool = False  # with the line after that
    fit: Literal["fit", "full", "pixels"] = "fit"
    sort: Annotated[int, msgspec.Meta(ge=-10_000, le=10_000)] = 0  # by which column from 1, downwards if below 0
    ask: Literal["", "delete"] = ""

    @property
    def holder(self) -> Holder:
        """Whose files they are."""
        return Holder(self.iid)


class VersionFilesState(ArtifactsState, frozen=True, kw_only=True):
    """The same of a version of a model."""

    parts: ClassVar[frozenset[str]] = frozenset({"model", "iid", "path"})

    model: Iid

    @property
    def holder(self) -> Holder:
        return Holder(self.iid, self.model)
