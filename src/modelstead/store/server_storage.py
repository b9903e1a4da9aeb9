"""What all projects together keep, and what of it nobody needs any more."""

from typing import NamedTuple

from modelstead.store.transaction import Transaction


class Kept(NamedTuple):
    """Bytes that projects keep, of which some are of projects in the trash, and of uploads that are not finished."""

    projects: int
    used: int
    in_trash: int
    uploads: int
    upload_bytes: int
    uploads_expired: int


class Files(NamedTuple):
    """Files that are stored, each once in a project, and those of them that nothing points to any more."""

    files: int
    unneeded: int
    unneeded_bytes: int


def kept(tx: Transaction, now: int) -> Kept:
    """Count what is known without a look at each file."""
    projects = tx.one(
        "SELECT COUNT(*), COALESCE(SUM(used_bytes), 0), "
        "COALESCE(SUM(CASE WHEN deleted_at IS NULL THEN 0 ELSE used_bytes END), 0) FROM projects"
    )
    uploads = tx.one(
        "SELECT COUNT(*), COALESCE(SUM(stored_bytes), 0), "
        "COALESCE(SUM(CASE WHEN expires_at <= ? THEN 1 ELSE 0 END), 0) FROM uploads WHERE completed_at IS NULL",
        (now,),
    )
    assert projects is not None
    assert uploads is not None
    return Kept(*map(int, projects), *map(int, uploads))


def files(tx: Transaction, before: int) -> Files:
    """Count all files, and those made before a time that nothing points to: a look at each."""
    row = tx.one("SELECT COUNT(*) FROM blobs")
    unneeded = tx.one(
        "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM blobs "
        "WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.blob_id = blobs.id)",
        (before,),
    )
    assert row is not None
    assert unneeded is not None
    return Files(int(row[0]), int(unneeded[0]), int(unneeded[1]))
