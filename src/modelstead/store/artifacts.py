"""Rows of artifacts: (owner, folder, name) → blob. Folders are where files are; an empty one does not exist."""

from modelstead.domain.artifact import Artifact, Entry, Owner
from modelstead.store.transaction import Transaction

_OWNED = "a.owner_kind = ? AND a.owner_id = ?"
_BELOW = "(a.folder = ? OR (a.folder >= ? AND a.folder < ?))"


def put(tx: Transaction, owner: Owner, path: str, blob_id: int, now: int) -> None:
    """Let a path lead to a blob, whatever it led to before."""
    folder, name = _split(path)
    tx.execute(
        "INSERT INTO artifacts (owner_kind, owner_id, folder, name, blob_id, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (owner_kind, owner_id, folder, name) "
        "DO UPDATE SET blob_id = excluded.blob_id, updated_at = excluded.updated_at",
        (int(owner.kind), owner.id, folder, name, blob_id, now),
    )


def get(tx: Transaction, owner: Owner, path: str) -> Artifact | None:
    row = tx.one(
        "SELECT b.size, b.sha256, b.name, a.updated_at FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
        f"WHERE {_OWNED} AND a.folder = ? AND a.name = ?",
        (int(owner.kind), owner.id, *_split(path)),
    )
    return None if row is None else Artifact(path, row[0], bytes(row[1]), row[2], row[3])


def entries(tx: Transaction, owner: Owner, folder: str, limit: int) -> list[Entry]:
    """Return what is in a folder, by name; nothing where there is no such folder."""
    files = tx.all(
        "SELECT a.name, b.size FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
        f"WHERE {_OWNED} AND a.folder = ? ORDER BY a.name LIMIT ?",
        (int(owner.kind), owner.id, folder, limit),
    )
    beneath = tx.all(
        f"SELECT DISTINCT a.folder FROM artifacts a WHERE {_OWNED} AND {_BELOW}",
        (int(owner.kind), owner.id, *_range(folder)),
    )
    start = len(folder) + 1 if folder else 0
    folders = {row[0][start:].partition("/")[0] for row in beneath if len(row[0]) > len(folder)}
    found = [Entry(name, is_folder=True) for name in folders]
    found += [Entry(name, is_folder=False, size=size) for name, size in files]
    return sorted(found, key=lambda entry: entry.name)[:limit]


def delete(tx: Transaction, owner: Owner, path: str) -> int:
    """Remove a file, or a folder with all that is in it; return how many files are gone."""
    owned = f"owner_kind = ? AND owner_id = ? AND {_BELOW.replace('a.', '')}"
    gone = tx.execute(f"DELETE FROM artifacts WHERE {owned}", (int(owner.kind), owner.id, *_range(path)))
    if path:
        gone += tx.execute(
            "DELETE FROM artifacts WHERE owner_kind = ? AND owner_id = ? AND folder = ? AND name = ?",
            (int(owner.kind), owner.id, *_split(path)),
        )
    return gone


def is_folder(tx: Transaction, owner: Owner, path: str) -> bool:
    """Tell whether there is a file below a path."""
    row = tx.one(
        f"SELECT 1 FROM artifacts a WHERE {_OWNED} AND {_BELOW} LIMIT 1", (int(owner.kind), owner.id, *_range(path))
    )
    return row is not None


def file_on_the_way(tx: Transaction, owner: Owner, path: str) -> str | None:
    """Return the part of a path that is a file, so that nothing can be below it."""
    folder = _split(path)[0]
    while folder:
        if tx.one(
            f"SELECT 1 FROM artifacts a WHERE {_OWNED} AND a.folder = ? AND a.name = ?",
            (int(owner.kind), owner.id, *_split(folder)),
        ):
            return folder
        folder = _split(folder)[0]
    return None


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _range(folder: str) -> tuple[str, str, str]:
    """Return a folder and the range of those below it: '0' comes right behind '/'. The owner's own has all."""
    return (folder, f"{folder}/", f"{folder}0") if folder else ("", "", "\U0010ffff")
