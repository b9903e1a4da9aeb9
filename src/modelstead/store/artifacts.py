"""Rows of artifacts: (owner, folder, name) → blob. Folders are where files are; an empty one does not exist."""

from modelstead.domain.artifact import Artifact, Entry, Owner
from modelstead.store.transaction import Transaction

OWNED = "a.owner_kind = ? AND a.owner_id = ?"


def put(tx: Transaction, owner: Owner, path: str, blob_id: int, now: int) -> None:
    """Let a path lead to a blob, whatever it led to before."""
    folder, name = _split(path)
    _keep_for_readers(tx, f"{OWNED} AND a.folder = ? AND a.name = ?", (int(owner.kind), owner.id, folder, name), now)
    tx.execute(
        "INSERT INTO artifacts (owner_kind, owner_id, folder, name, blob_id, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (owner_kind, owner_id, folder, name) "
        "DO UPDATE SET blob_id = excluded.blob_id, updated_at = excluded.updated_at",
        (int(owner.kind), owner.id, folder, name, blob_id, now),
    )


def get(tx: Transaction, owner: Owner, path: str) -> Artifact | None:
    row = tx.one(
        "SELECT b.size, b.sha256, b.name, a.updated_at FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
        f"WHERE {OWNED} AND a.folder = ? AND a.name = ?",
        (int(owner.kind), owner.id, *_split(path)),
    )
    return None if row is None else Artifact(path, row[0], bytes(row[1]), row[2], row[3])


def entries(tx: Transaction, owner: Owner, folder: str, limit: int) -> list[Entry]:
    """Return what is in a folder, by name; nothing where there is no such folder."""
    files = tx.all(
        "SELECT a.name, b.size FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
        f"WHERE {OWNED} AND a.folder = ? ORDER BY a.name LIMIT ?",
        (int(owner.kind), owner.id, folder, limit),
    )
    below, values = within(folder)
    beneath = tx.all(
        f"SELECT DISTINCT a.folder FROM artifacts a WHERE {OWNED} AND {below}", (int(owner.kind), owner.id, *values)
    )
    start = len(folder) + 1 if folder else 0
    folders = {row[0][start:].partition("/")[0] for row in beneath if len(row[0]) > len(folder)}
    found = [Entry(name, is_folder=True) for name in folders]
    found += [Entry(name, is_folder=False, size=size) for name, size in files]
    return sorted(found, key=lambda entry: entry.name)[:limit]


def delete(tx: Transaction, owner: Owner, path: str, now: int) -> int:
    """Remove a file, or a folder with all that is in it; return how many files are gone."""
    below, values = within(path)
    gone = f"{OWNED} AND ({below} OR (a.folder = ? AND a.name = ?))"
    values = (int(owner.kind), owner.id, *values, *_split(path))
    _keep_for_readers(tx, gone, values, now)
    return tx.execute(f"DELETE FROM artifacts AS a WHERE {gone}", values)


def every(tx: Transaction, owner: Owner) -> list[Artifact]:
    """Return all files of an owner, in whichever folder, in no order."""
    rows = tx.all(
        "SELECT a.folder, a.name, b.size, b.sha256, b.name, a.updated_at FROM artifacts a "
        f"JOIN blobs b ON b.id = a.blob_id WHERE {OWNED}",
        (int(owner.kind), owner.id),
    )
    return [
        Artifact(f"{folder}/{name}" if folder else name, size, bytes(sha256), blob, updated_at)
        for folder, name, size, sha256, blob, updated_at in rows
    ]


def copy(tx: Transaction, source: Owner, path: str, target: Owner, now: int) -> int:
    """Give an owner the file at a path, or the files below it by their paths from there; return how many.

    Rows are copied and no bytes: both lead to the same blobs.
    """
    below, values = within(path)
    return tx.execute(
        "INSERT INTO artifacts (owner_kind, owner_id, folder, name, blob_id, updated_at) "
        "SELECT ?, ?, CASE WHEN length(a.folder) <= ? THEN '' ELSE substr(a.folder, ?) END, a.name, a.blob_id, ? "
        f"FROM artifacts a WHERE {OWNED} AND ({below} OR (a.folder = ? AND a.name = ?))",
        (
            int(target.kind),
            target.id,
            len(path),
            len(path) + 2 if path else 1,
            now,
            int(source.kind),
            source.id,
            *values,
            *_split(path),
        ),
    )


def is_folder(tx: Transaction, owner: Owner, path: str) -> bool:
    """Tell whether there is a file below a path."""
    below, values = within(path)
    row = tx.one(f"SELECT 1 FROM artifacts a WHERE {OWNED} AND {below} LIMIT 1", (int(owner.kind), owner.id, *values))
    return row is not None


def file_on_the_way(tx: Transaction, owner: Owner, path: str) -> str | None:
    """Return the part of a path that is a file, so that nothing can be below it."""
    folder = _split(path)[0]
    while folder:
        if tx.one(
            f"SELECT 1 FROM artifacts a WHERE {OWNED} AND a.folder = ? AND a.name = ?",
            (int(owner.kind), owner.id, *_split(folder)),
        ):
            return folder
        folder = _split(folder)[0]
    return None


def _keep_for_readers(tx: Transaction, gone: str, values: tuple[object, ...], now: int) -> None:
    """Let the blobs of files that go count as new: someone who has found such a file may still be about to read it."""
    tx.execute(
        f"UPDATE blobs SET created_at = ? WHERE id IN (SELECT a.blob_id FROM artifacts a WHERE {gone})", (now, *values)
    )


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def within(folder: str) -> tuple[str, tuple[object, ...]]:
    """Return the condition for what is in a folder or below it, and its values: '0' comes right behind '/'."""
    if not folder:
        return "1 = 1", ()
    return "(a.folder = ? OR (a.folder >= ? AND a.folder < ?))", (folder, f"{folder}/", f"{folder}0")
