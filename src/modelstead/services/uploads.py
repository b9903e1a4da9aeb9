"""Uploads that take more than one call: in parts, or by an address that works once."""

from collections.abc import Sequence

from modelstead import clock, ids, limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.permission import WRITE_EXPERIMENTS
from modelstead.domain.upload import Part, PartGiven, Upload, UploadKind, check_part_count, check_parts, written
from modelstead.errors import Conflict, InvalidParameter, LimitExceeded, NotFound
from modelstead.services import access as standing
from modelstead.services import artifacts, quotas
from modelstead.store import uploads
from modelstead.store.blobs.blobs import Stored
from modelstead.store.transaction import Transaction

HOUR_SECONDS = 3_600
RELEASED_AT_ONCE = 4  # expired uploads that a new one clears away; each has many parts


def begin(
    tx: Transaction, access: Access, address: Address, kind: UploadKind, part_count: int, seconds: int
) -> tuple[str, list[str]]:
    """Begin an upload; return its id, and blobs of expired ones, which nobody needs any more."""
    check_part_count(part_count)
    artifacts.check_new(tx, access, address)
    quotas.check_room(tx, access.project.id, 0)
    released = release_expired(tx, RELEASED_AT_ONCE)
    if uploads.count_open(tx, access.project.id) >= limits.UPLOADS_OPEN:
        raise LimitExceeded(
            f"The project has {limits.UPLOADS_OPEN} unfinished uploads. Complete or abort some, or wait: "
            "each ends by itself."
        )
    now = clock.now_ms()
    upload_id = ids.run_id()
    uploads.insert(
        tx,
        access.project.id,
        upload_id=upload_id,
        kind=kind,
        address=written(address),
        part_count=part_count,
        token_id=access.actor.token_id,
        expires_at=now + seconds * 1000,
        now=now,
    )
    return upload_id, released


def check_part(tx: Transaction, project_id: int, upload_id: str, size: int, max_bytes: int) -> None:
    """Raise what putting a part would raise, before its bytes are taken."""
    _unfinished(tx, project_id, upload_id)
    if size > max_bytes:
        raise _too_large(max_bytes)
    quotas.check_room(tx, project_id, size)


def put_part(tx: Transaction, project_id: int, upload_id: str, part: Part, max_bytes: int) -> str | None:
    """Store a part, in place of one of the same number; return the blob of that one."""
    upload = uploads.hold(tx, _unfinished(tx, project_id, upload_id).id)
    if upload is None or upload.completed_at is not None:
        raise _gone()
    total, replaced = uploads.put_part(tx, upload.id, part)
    if total > max_bytes:
        raise _too_large(max_bytes)
    quotas.check_room(tx, project_id, 0)
    return replaced


def parts_to_join(
    tx: Transaction, access: Access, address: Address, upload_id: str, given: Sequence[PartGiven]
) -> tuple[Upload, list[Part]] | None:
    """Return what completes an upload, its parts in order; None when it is complete already."""
    upload = _of(tx, access, address, upload_id)
    if upload.completed_at is not None:
        return None
    if upload.expires_at <= clock.now_ms():
        raise _gone()
    artifacts.check_new(tx, access, address)
    return upload, check_parts(uploads.parts(tx, upload.id), list(given), upload.part_count)


def finish(
    tx: Transaction, access: Access, upload: Upload, parts: Sequence[Part], stored: Stored, blob: str
) -> list[str]:
    """Let the address lead to a blob that holds all parts; return the blobs that nobody needs any more."""
    held = uploads.hold(tx, upload.id)
    if held is None:
        raise _gone()
    if held.completed_at is not None:
        return [blob]
    if uploads.parts(tx, held.id) != list(parts):
        raise Conflict("A part was sent again while the upload was being completed. Complete it again.")
    unneeded = artifacts.put(tx, access, Address.parse(held.address), stored, blob)
    uploads.complete(tx, held.id, clock.now_ms())
    gone = [name for name in uploads.delete_parts(tx, held.id) if name != blob]
    return gone if unneeded is None else [*gone, unneeded]


def abort(tx: Transaction, access: Access, address: Address, upload_id: str) -> list[str]:
    """Forget an upload that is not complete; return the blobs of its parts. Once more changes nothing."""
    upload = uploads.get(tx, access.project.id, upload_id)
    if upload is None or upload.completed_at is not None:
        return []
    return _forget(tx, _of(tx, access, address, upload_id).id)


def check_piece(tx: Transaction, project_id: int, upload_id: str, size: int) -> tuple[Upload, Access]:
    """Return an upload that is one piece and who began it; raise what storing its bytes would raise."""
    upload = _unfinished(tx, project_id, upload_id)
    access = standing.of_token(tx, upload.token_id, project_id, WRITE_EXPERIMENTS, clock.now_ms())
    artifacts.check_new(tx, access, Address.parse(upload.address))
    quotas.check_room(tx, project_id, size)
    return upload, access


def finish_piece(tx: Transaction, project_id: int, upload_id: str, stored: Stored, blob: str) -> list[str]:
    """Store what came by an address that works once."""
    upload, access = check_piece(tx, project_id, upload_id, 0)
    return finish(tx, access, upload, (), stored, blob)


def release_expired(tx: Transaction, limit: int) -> list[str]:
    """Forget some uploads that are too old; return the blobs of their parts."""
    return [blob for row_id in uploads.expired(tx, clock.now_ms(), limit) for blob in _forget(tx, row_id)]


def _forget(tx: Transaction, row_id: int) -> list[str]:
    if uploads.hold(tx, row_id) is None:
        return []
    blobs = uploads.delete_parts(tx, row_id)
    uploads.delete(tx, row_id)
    return blobs


def _of(tx: Transaction, access: Access, address: Address, upload_id: str) -> Upload:
    """Return an upload to an address; one to another address is not found, whatever its id."""
    upload = uploads.get(tx, access.project.id, upload_id)
    if upload is None or upload.kind is not UploadKind.PARTS or upload.address != written(address):
        raise _gone()
    return upload


def _unfinished(tx: Transaction, project_id: int, upload_id: str) -> Upload:
    upload = uploads.get(tx, project_id, upload_id)
    if upload is None or upload.completed_at is not None or upload.expires_at <= clock.now_ms():
        raise _gone()
    return upload


def _gone() -> NotFound:
    return NotFound("There is no such upload: it is complete, was aborted, or is too old. Begin another.")


def _too_large(max_bytes: int) -> LimitExceeded:
    return LimitExceeded(f"The file is larger than {max_bytes} bytes, the most this server takes.")


def check_seconds(seconds: int) -> int:
    """Return how long an address is to work; raise InvalidParameter for more than any store allows."""
    if not 1 <= seconds <= limits.PRESIGNED_SECONDS_MAX:
        raise InvalidParameter(
            f"expiration must be between 1 and {limits.PRESIGNED_SECONDS_MAX} seconds (got {seconds})."
        )
    return seconds
