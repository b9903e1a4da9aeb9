"""Artifacts: find, list, put and delete files, by the path of an `mlflow-artifacts:` address."""

from typing import NamedTuple

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Artifact, Entry, Owner, OwnerKind, check_path
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import runs
from modelstead.store import artifacts, blob_rows
from modelstead.store.blobs.blobs import Stored
from modelstead.store.transaction import Transaction

_ROOTS = "runs/<run id>/artifacts"


class Place(NamedTuple):
    """Where an address leads: an owner, and a path below it, "" for all of it."""

    owner: Owner
    path: str


def run_address(run_id: str, path: str = "") -> str:
    """Return the address of a path below a run."""
    return f"runs/{run_id}/artifacts/{path}".rstrip("/")


def find(tx: Transaction, access: Access, address: str) -> Artifact:
    """Return a file; raise NotFound when there is none, InvalidParameter for a folder."""
    place = _place(tx, access, address)
    found = artifacts.get(tx, place.owner, place.path) if place.path else None
    if found is None:
        if not place.path or artifacts.is_folder(tx, place.owner, place.path):
            raise InvalidParameter(f"'{address}' is a folder. List it, and download its files one by one.")
        raise NotFound(f"There is no artifact '{address}'.")
    return found


def entries(tx: Transaction, access: Access, address: str) -> list[Entry]:
    """Return what is in a folder, by name; nothing for a file and for what is not there."""
    place = _place(tx, access, address)
    return artifacts.entries(tx, place.owner, place.path, limits.ARTIFACT_LIST)


def check_new(tx: Transaction, access: Access, address: str) -> None:
    """Raise what putting a file there would raise, before its bytes are taken."""
    _new_place(tx, access, address)


def put(tx: Transaction, access: Access, address: str, stored: Stored, blob: str) -> str | None:
    """Let an address lead to a stored blob; return the blob that is not needed, since its bytes were there already."""
    place = _new_place(tx, access, address)
    now = clock.now_ms()
    blob_id, kept = blob_rows.ensure(tx, access.project.id, name=blob, sha256=stored.sha256, size=stored.size, now=now)
    artifacts.put(tx, place.owner, place.path, blob_id, now)
    return None if kept == blob else blob


def delete(tx: Transaction, access: Access, address: str) -> None:
    """Remove a file, or a folder with all that is in it; what is not there stays so."""
    place = _place(tx, access, address)
    _check_active(place)
    artifacts.delete(tx, place.owner, place.path)


def _new_place(tx: Transaction, access: Access, address: str) -> Place:
    place = _place(tx, access, address)
    _check_active(place)
    if not place.path:
        raise InvalidParameter(f"'{address}' names no file. Add a file name.")
    in_the_way = artifacts.file_on_the_way(tx, place.owner, place.path)
    if in_the_way is not None:
        raise InvalidParameter(f"'{in_the_way}' is a file, so nothing can be stored below it.")
    if artifacts.is_folder(tx, place.owner, place.path):
        raise InvalidParameter(f"'{place.path}' is a folder, so no file can be stored under that name.")
    return place


def _place(tx: Transaction, access: Access, address: str) -> Place:
    check_path(address)
    kind, _, rest = address.partition("/")
    owner_id, _, rest = rest.partition("/")
    root, _, path = rest.partition("/")
    if kind != "runs" or root != "artifacts":
        raise NotFound(f"Nothing is kept at '{address}'. Artifacts are below {_ROOTS}.")
    run = runs.find(tx, access, owner_id)
    return Place(Owner(OwnerKind.RUN, run.id, is_deleted=run.deleted_at is not None), path)


def _check_active(place: Place) -> None:
    if place.owner.is_deleted:
        raise InvalidParameter("The run is in the trash, so its artifacts stay as they are. Restore it first.")
