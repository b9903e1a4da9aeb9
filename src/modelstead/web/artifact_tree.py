"""The tree of a run's files: its folders and files, with those open that lead to where one is."""

from collections.abc import Callable

import msgspec

from modelstead import limits
from modelstead.domain.artifact import folder_of
from modelstead.services.artifact_views import Look, below, way_to
from modelstead.web.viewers.choosing import choose


class TreeNode(msgspec.Struct, frozen=True):
    """A folder or a file. A folder whose content is not there is a link to it; `more` entries of it are left out."""

    name: str
    path: str
    address: str
    icon: str
    is_folder: bool = False
    is_here: bool = False
    is_open: bool = False
    count: int = 0
    size: int = 0
    children: tuple["TreeNode", ...] = ()
    more: int = 0


def tree(look: Look, address: Callable[[str], str]) -> TreeNode:
    """Return the whole tree where the run has few files, and else the folders on the way with the first of theirs."""
    here = look.path if look.file is None else folder_of(look.path)
    return _Growing(look, address, set(way_to(here))).folder("", "")


class _Growing:
    """What every node needs to know."""

    def __init__(self, look: Look, address: Callable[[str], str], way: set[str]) -> None:
        self._look = look
        self._address = address
        self._way = way
        self._files: dict[str, list[TreeNode]] = {}
        for file in look.beside:
            self._files.setdefault(folder_of(file.path), []).append(self._file(file.path, file.size))

    def folder(self, name: str, path: str, count: int = 0, size: int = 0) -> TreeNode:
        is_open = path in self._way
        known = is_open or self._look.is_whole
        folders = below(self._look.folders, path) if known else ()
        own = next((row.files for row in self._look.folders if row.folder == path), 0)
        files = self._files.get(path, []) if known else []
        most = limits.ARTIFACT_TREE_LEVEL
        shown = [
            self.folder(row.folder.rpartition("/")[2], row.folder, row.files, row.size)
            for place, row in enumerate(folders)
            if place < most or row.folder in self._way
        ]
        left_out = len(folders) - len(shown) + (own - len(files) if known else 0)
        return TreeNode(
            name,
            path,
            self._address(path),
            "folder",
            is_folder=True,
            is_here=self._look.path == path,
            is_open=is_open,
            count=count,
            size=size,
            children=(*shown, *files),
            more=left_out,
        )

    def _file(self, path: str, size: int) -> TreeNode:
        name = path.rpartition("/")[2]
        return TreeNode(name, path, self._address(path), choose(name).icon, is_here=self._look.path == path, size=size)
