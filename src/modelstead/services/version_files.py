"""The files of model versions: each change is noted, and a digest of their list is part of the version.

Files of other owners change without a note.
"""

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.audit_event import Action
from modelstead.domain.model_version import files_digest
from modelstead.services import audit
from modelstead.store import artifacts, model_versions
from modelstead.store.transaction import Transaction


def put(tx: Transaction, access: Access, owner: Owner, path: str, blob_id: int, now: int) -> None:
    """Let a path of any owner lead to a blob."""
    _hold(tx, owner, now)
    artifacts.put(tx, owner, path, blob_id, now)
    _note(tx, access, owner, Action.PUT_FILE, path)


def delete(tx: Transaction, access: Access, owner: Owner, path: str, now: int) -> None:
    """Remove a file of any owner, or a folder with all that is in it; "" for all files."""
    _hold(tx, owner, now)
    if artifacts.delete(tx, owner, path, now):
        _note(tx, access, owner, Action.DELETE_FILES, path)


def digest(tx: Transaction, owner: Owner) -> bytes:
    """Return the digest of the list of an owner's files."""
    return files_digest(artifacts.every(tx, owner))


def _hold(tx: Transaction, owner: Owner, now: int) -> None:
    """Let writers of one version's files wait for each other, so that the digest counts the files of all of them."""
    if owner.kind is OwnerKind.MODEL_VERSION:
        model_versions.touch(tx, owner.id, now)


def _note(tx: Transaction, access: Access, owner: Owner, action: Action, path: str) -> None:
    if owner.kind is not OwnerKind.MODEL_VERSION:
        return
    sha256 = digest(tx, owner)
    model_versions.set_files(tx, owner.id, sha256)
    version = model_versions.by_row(tx, owner.id)
    if version is not None:
        audit.record(tx, access, action, version.label, path=path, files_sha256=sha256.hex())
