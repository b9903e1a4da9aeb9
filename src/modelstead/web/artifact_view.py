"""What the page of files shows, a run's or a version's: a folder, or a file as its viewer shows it."""

from typing import Any

import msgspec

from modelstead.services.run_head import RunHead
from modelstead.services.version_head import VersionHead
from modelstead.web.artifact_tree import TreeNode
from modelstead.web.artifacts_state import ArtifactsState


class Row(msgspec.Struct, frozen=True):
    """A file or folder in a list. `count` is of the files in a folder, whose times and sizes are theirs together."""

    name: str
    address: str
    icon: str
    kind: str
    size: int
    updated_at: int
    sha256: str = ""
    count: int = 0
    is_folder: bool = False


class ListingView(msgspec.Struct, frozen=True):
    """A page of a folder, or of what a search in it found."""

    rows: tuple[Row, ...]
    total: int
    first: int
    newer: str
    older: str


class FileView(msgspec.Struct, frozen=True):
    """A file, and what its viewer shows of it: nothing where it is too large, which `limit` says."""

    row: Row
    raw: str
    download: str
    viewer: str
    preview: Any
    note: str = ""
    limit: int = 0
    anyway: str = ""  # the address that shows it however large it is
    preview_at: str = ""  # the address of the same as a viewer shows it, where it is text now
    text_at: str = ""  # and as text, where it is not


class ArtifactsView(msgspec.Struct, frozen=True):
    """What the page shows. `folder` is the path that is open, or that the open file is in."""

    head: RunHead | VersionHead
    state: ArtifactsState
    way: tuple[tuple[str, str], ...]
    tree: TreeNode
    files: int
    size: int
    folder: str
    uris: tuple[str, ...]
    load: str  # what clients load all of it by
    can_change: bool
    upload: str
    listing: ListingView | None = None
    file: FileView | None = None
