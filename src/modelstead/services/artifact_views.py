"""Artifacts as people look through them: what is at a path of a run or of a version, its way there, its neighbours."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Artifact, Owner, check_path, folder_of
from modelstead.errors import InvalidState, LimitExceeded, NotFound
from modelstead.services import artifacts as services
from modelstead.services import file_holders
from modelstead.services.file_holders import Held, Holder
from modelstead.services.run_head import RunHead
from modelstead.services.version_head import VersionHead
from modelstead.store import artifact_listings, artifacts
from modelstead.store.artifact_listings import FolderRow
from modelstead.store.transaction import Transaction


class Listing(msgspec.Struct, frozen=True):
    """A page of a folder: the files of this page, how many there are, and how many folders come before them."""

    folders: tuple[FolderRow, ...]
    files: tuple[Artifact, ...]
    total: int


class Look(msgspec.Struct, frozen=True):
    """What is at a path: a file, or a folder with a page of what is in it.

    `folders` are all that the holder has; `beside` are the files that a tree shows: all of them where they are few,
    else the first of each folder on the way.
    """

    head: RunHead | VersionHead
    path: str
    folders: tuple[FolderRow, ...]
    beside: tuple[Artifact, ...]
    is_whole: bool  # whether `beside` are all of its files
    file: Artifact | None = None
    listing: Listing | None = None


def look(tx: Transaction, access: Access, holder: Holder, path: str, *, text: str = "", page: int = 1) -> Look:
    """Return what is at a path of a holder; in a folder those files that a text is in, if one is given."""
    owner = _held(tx, access, holder, path).owner
    folders = tuple(artifact_listings.folders(tx, owner, limits.ARTIFACT_LIST))
    file = artifacts.get(tx, owner, path) if path else None
    if file is None and path and not any(_is_in(row.folder, path) for row in folders):
        raise NotFound(f"There is no artifact '{path}'.")
    folder = path if file is None else folder_of(path)
    is_whole = sum(row.files for row in folders) <= limits.ARTIFACT_TREE_FILES
    if is_whole:
        beside = artifact_listings.everything(tx, owner, "", limits.ARTIFACT_TREE_FILES)
    else:
        beside = artifact_listings.first_files(tx, owner, way_to(folder), limits.ARTIFACT_TREE_LEVEL)
    listing = _listing(tx, owner, folder, folders, text, page) if file is None else None
    head = file_holders.head(tx, access, holder)
    return Look(head, path, folders, tuple(beside), is_whole, file, listing)


def file(tx: Transaction, access: Access, holder: Holder, path: str) -> Artifact:
    """Return a file of a holder."""
    owner = _held(tx, access, holder, path).owner
    found = artifacts.get(tx, owner, path) if path else None
    if found is None:
        raise NotFound(f"There is no file '{path}'.")
    return found


def all_below(tx: Transaction, access: Access, holder: Holder, path: str) -> list[Artifact]:
    """Return the files in a folder and below it, for one download."""
    owner = _held(tx, access, holder, path).owner
    found = artifact_listings.everything(tx, owner, path, limits.ARTIFACT_ZIP_FILES + 1)
    if not found:
        raise NotFound(f"There is no folder '{path}'.")
    if len(found) > limits.ARTIFACT_ZIP_FILES:
        raise LimitExceeded(
            f"The folder has more than {limits.ARTIFACT_ZIP_FILES:,} files, which is too much for one archive. "
            "Download the folders in it, or use the client: mlflow.artifacts.download_artifacts."
        )
    return found


def names_beside(tx: Transaction, access: Access, holder: Holder, path: str, prefix: str) -> list[str]:
    """Return the names in a file's folder that begin with a text."""
    owner = _held(tx, access, holder, path).owner
    return artifact_listings.names(tx, owner, folder_of(path), prefix, limits.VIEW_STEPS)


def delete(tx: Transaction, access: Access, holder: Holder, path: str) -> str:
    """Remove a file, or a folder with all that is in it; return the innermost folder around it that is still there."""
    owner, address = _held(tx, access, holder, check_path(path))
    if owner.is_deleted:
        raise InvalidState("What is in the trash cannot be changed. Restore it, then delete files of it.")
    services.delete(tx, access, msgspec.structs.replace(address, path=path))
    kept = {each for row in artifact_listings.folders(tx, owner, limits.ARTIFACT_LIST) for each in way_to(row.folder)}
    return next((folder for folder in reversed(way_to(folder_of(path))) if folder in kept), "")


def way_to(folder: str) -> list[str]:
    """Return a folder and all that it is in, the outermost, "", first."""
    way = [""]
    if folder:
        parts = folder.split("/")
        way += ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return way


def below(folders: Sequence[FolderRow], folder: str) -> tuple[FolderRow, ...]:
    """Return the folders right in a folder, with all that is in them and below them."""
    prefix = f"{folder}/" if folder else ""
    found: dict[str, list[int]] = {}
    for path, files, size, updated_at in folders:
        if not path or not path.startswith(prefix):
            continue
        end = path.find("/", len(prefix))
        held = found.setdefault(path if end < 0 else path[:end], [0, 0, 0])
        held[0] += files
        held[1] += size
        held[2] = max(held[2], updated_at)
    return tuple(FolderRow(path, *found[path]) for path in sorted(found))


def _held(tx: Transaction, access: Access, holder: Holder, path: str) -> Held:
    found = file_holders.find(tx, access, holder)
    if path:
        check_path(path)
    return found


def _is_in(folder: str, path: str) -> bool:
    return folder == path or folder.startswith(path + "/")


def _listing(tx: Transaction, owner: Owner, folder: str, folders: Sequence[FolderRow], text: str, page: int) -> Listing:
    size, first = limits.ARTIFACT_ROWS, (page - 1) * limits.ARTIFACT_ROWS
    if text:
        total = artifact_listings.count(tx, owner, folder, text)
        return Listing((), tuple(artifact_listings.search(tx, owner, folder, text, size, first)), total)
    within = below(folders, folder)
    own = next((row.files for row in folders if row.folder == folder), 0)
    shown = within[first : first + size]
    files = artifact_listings.files(tx, owner, folder, size - len(shown), max(first - len(within), 0))
    return Listing(shown, tuple(files), len(within) + own)
