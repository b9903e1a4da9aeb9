"""Rows of artifacts as people look through them: folders with what is in them, pages of files, searches, neighbours."""

from collections.abc import Iterable
from typing import NamedTuple

from modelstead.domain.artifact import Artifact, Owner
from modelstead.store.artifacts import OWNED, within
from modelstead.store.matching import Condition, contains
from modelstead.store.transaction import Row, Transaction

_FILES = "FROM artifacts a JOIN blobs b ON b.id = a.blob_id"
_SELECT = f"SELECT a.folder, a.name, b.size, b.sha256, b.name, a.updated_at {_FILES}"


class FolderRow(NamedTuple):
    """A folder that has files of its own: how many, of how many bytes together, and when the newest came."""

    folder: str
    files: int
    size: int
    updated_at: int


def folders(tx: Transaction, owner: Owner, most: int) -> list[FolderRow]:
    """Return the folders of an owner that have files of their own, "" among them, by name."""
    rows = tx.all(
        f"SELECT a.folder, COUNT(*), CAST(SUM(b.size) AS BIGINT), MAX(a.updated_at) {_FILES} "
        f"WHERE {OWNED} GROUP BY a.folder ORDER BY a.folder LIMIT ?",
        (int(owner.kind), owner.id, most),
    )
    return [FolderRow(*row) for row in rows]


def files(tx: Transaction, owner: Owner, folder: str, limit: int, offset: int) -> list[Artifact]:
    """Return a page of the files in a folder, by name."""
    rows = tx.all(
        f"{_SELECT} WHERE {OWNED} AND a.folder = ? ORDER BY a.name LIMIT ? OFFSET ?",
        (int(owner.kind), owner.id, folder, limit, offset),
    )
    return [_artifact(row) for row in rows]


def first_files(tx: Transaction, owner: Owner, chosen: Iterable[str], most: int) -> list[Artifact]:
    """Return the first files of each of these folders, `most` of each, by folder and name."""
    rows = tx.all(
        "SELECT folder, name, size, sha256, blob, updated_at FROM (SELECT a.folder, a.name, b.size, b.sha256, "
        "b.name AS blob, a.updated_at, ROW_NUMBER() OVER (PARTITION BY a.folder ORDER BY a.name) AS place "
        f"{_FILES} WHERE {OWNED} AND a.folder = ANY(?)) ranked WHERE place <= ? ORDER BY folder, name",
        (int(owner.kind), owner.id, tx.array(chosen), most),
    )
    return [_artifact(row) for row in rows]


def search(tx: Transaction, owner: Owner, folder: str, text: str, limit: int, offset: int) -> list[Artifact]:
    """Return a page of the files in a folder or below it whose path from there holds a text, by path."""
    found, values = _holding(owner, folder, text)
    rows = tx.all(f"{_SELECT} WHERE {found} ORDER BY a.folder, a.name LIMIT ? OFFSET ?", (*values, limit, offset))
    return [_artifact(row) for row in rows]


def count(tx: Transaction, owner: Owner, folder: str, text: str) -> int:
    """Return how many files a search finds."""
    found, values = _holding(owner, folder, text)
    row = tx.one(f"SELECT COUNT(*) FROM artifacts a WHERE {found}", values)
    return 0 if row is None else int(row[0])


def names(tx: Transaction, owner: Owner, folder: str, prefix: str, most: int) -> list[str]:
    """Return the names of a folder's files that begin with a text."""
    rows = tx.all(
        f"SELECT a.name FROM artifacts a WHERE {OWNED} AND a.folder = ? AND substr(a.name, 1, ?) = ? "
        "ORDER BY a.name LIMIT ?",
        (int(owner.kind), owner.id, folder, len(prefix), prefix, most),
    )
    return [row[0] for row in rows]


def everything(tx: Transaction, owner: Owner, path: str, most: int) -> list[Artifact]:
    """Return the files in a folder and below it, in the order of their paths' folders and names."""
    below, values = within(path)
    rows = tx.all(
        f"{_SELECT} WHERE {OWNED} AND {below} ORDER BY a.folder, a.name LIMIT ?",
        (int(owner.kind), owner.id, *values, most),
    )
    return [_artifact(row) for row in rows]


def _holding(owner: Owner, folder: str, text: str) -> Condition:
    below, values = within(folder)
    held, texts = contains(text, f"(substr(a.folder, {len(folder) + 1}) || '/' || a.name)")
    return f"{OWNED} AND {below} AND {held}", (int(owner.kind), owner.id, *values, *texts)


def _artifact(row: Row) -> Artifact:
    folder, name, size, sha256, blob, updated_at = row
    return Artifact(f"{folder}/{name}" if folder else name, size, bytes(sha256), blob, updated_at)
