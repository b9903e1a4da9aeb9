"""Artifacts: find, list, put and delete files below runs and whatever else has artifacts."""

from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Artifact, Entry, Owner, OwnerKind
from modelstead.errors import InvalidParameter, InvalidState, LimitExceeded, NotFound
from modelstead.services import logged_models, package_owners, runs, version_files
from modelstead.store import artifacts, blob_rows
from modelstead.store.blobs.blobs import Stored
from modelstead.store.transaction import Transaction


class Place(NamedTuple):
    """Where an address leads: an owner's row, and a path below it, "" for all of it."""

    owner: Owner
    path: str


def find(tx: Transaction, access: Access, address: Address) -> Artifact:
    """Return a file; raise NotFound when there is none, InvalidParameter for a folder."""
    place = _place(tx, access, address)
    found = artifacts.get(tx, place.owner, place.path) if place.path else None
    if found is None:
        if not place.path or artifacts.is_folder(tx, place.owner, place.path):
            raise InvalidParameter(f"'{place.path}' is a folder. List it, and download its files one by one.")
        raise NotFound(f"There is no artifact '{place.path}'.")
    return found


def entries(tx: Transaction, access: Access, address: Address) -> list[Entry]:
    """Return what is in a folder, by name; nothing for a file and for what is not there.

    Raise LimitExceeded for more than one answer holds: clients take a listing for all there is.
    """
    place = _place(tx, access, address)
    found = artifacts.entries(tx, place.owner, place.path, limits.ARTIFACT_LIST + 1)
    if len(found) > limits.ARTIFACT_LIST:
        raise LimitExceeded(
            f"The folder has more than {limits.ARTIFACT_LIST} entries, which no answer holds. List the folders in it, "
            "and put files into more folders."
        )
    return found


def owner(tx: Transaction, access: Access, address: Address) -> Owner:
    """Return the owner of an address; raise InvalidState for one in the trash."""
    found = _place(tx, access, address).owner
    _check_active(found, address)
    return found


def check_new(tx: Transaction, access: Access, address: Address) -> None:
    """Raise what putting a file there would raise, before its bytes are taken."""
    _new_place(tx, access, address)


def put(tx: Transaction, access: Access, address: Address, stored: Stored, blob: str) -> str | None:
    """Let an address lead to a stored blob; return the blob that is not needed, since its bytes were there already."""
    place = _new_place(tx, access, address)
    now = clock.now_ms()
    blob_id, kept = blob_rows.ensure(tx, access.project.id, name=blob, sha256=stored.sha256, size=stored.size, now=now)
    made = package_owners.make(tx, access, place.owner, address.owner)
    version_files.put(tx, access, made, place.path, blob_id, now)
    return None if kept == blob else blob


def delete(tx: Transaction, access: Access, address: Address) -> None:
    """Remove a file, or a folder with all that is in it; what is not there stays so."""
    place = _place(tx, access, address)
    _check_active(place.owner, address)
    version_files.delete(tx, access, place.owner, place.path, clock.now_ms())


def _new_place(tx: Transaction, access: Access, address: Address) -> Place:
    place = _place(tx, access, address)
    _check_active(place.owner, address)
    if not place.path:
        raise InvalidParameter("The path names no file. Add a file name.")
    in_the_way = artifacts.file_on_the_way(tx, place.owner, place.path)
    if in_the_way is not None:
        raise InvalidParameter(f"'{in_the_way}' is a file, so nothing can be stored below it.")
    if artifacts.is_folder(tx, place.owner, place.path):
        raise InvalidParameter(f"'{place.path}' is a folder, so no file can be stored under that name.")
    return place


def _place(tx: Transaction, access: Access, address: Address) -> Place:
    return Place(_OWNERS[address.kind](tx, access, address.owner), address.path)


def _run(tx: Transaction, access: Access, run_id: str) -> Owner:
    return package_owners.of_run(runs.find(tx, access, run_id))


def _logged_model(tx: Transaction, access: Access, model_id: str) -> Owner:
    model = logged_models.find(tx, access, model_id)
    return Owner(OwnerKind.LOGGED_MODEL, model.id, is_deleted=model.deleted_at is not None)


# How an owner is found by the id that clients hold, for each kind in domain.artifact.ROOTS;
# a package's by GitLab's reference.
_OWNERS: MappingProxyType[OwnerKind, Callable[[Transaction, Access, str], Owner]] = MappingProxyType(
    {
        OwnerKind.RUN: _run,
        OwnerKind.LOGGED_MODEL: _logged_model,
        OwnerKind.MODEL_VERSION: package_owners.version,
        OwnerKind.PACKAGE: package_owners.find,
    }
)


def _check_active(owner: Owner, address: Address) -> None:
    if owner.is_deleted:
        noun = owner.kind.name.lower().replace("_", " ")
        raise InvalidState(
            f"The {noun} {address.owner} must be in the 'active' state. Current state is deleted. Restore it first."
        )
