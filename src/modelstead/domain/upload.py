"""Uploads: a file on its way, in parts or by an address that works once, until it is complete or too old."""

from enum import IntEnum

import msgspec

from modelstead import limits
from modelstead.domain.artifact import ROOTS, Address
from modelstead.errors import InvalidParameter


class UploadKind(IntEnum):
    """How the bytes come; the numbers are stored. An upload of one piece is complete when they are there."""

    PARTS = 1
    ONE_PIECE = 2


class Upload(msgspec.Struct, frozen=True):
    """A file on its way to an address of a project. Times are milliseconds; `token_id` is who began it."""

    id: int
    project_id: int
    upload_id: str
    kind: UploadKind
    address: str
    part_count: int
    token_id: int | None
    expires_at: int
    completed_at: int | None


class Part(msgspec.Struct, frozen=True):
    """A part that is stored: its number from 1, and the blob that holds its bytes."""

    number: int
    blob: str
    sha256: bytes
    size: int

    @property
    def etag(self) -> str:
        return self.sha256.hex()


class PartGiven(msgspec.Struct, frozen=True):
    """A part as a client lists it: its number, and the ETag that it was answered with."""

    number: int
    etag: str


def check_part_count(count: int) -> int:
    """Return a number of parts; raise InvalidParameter for one that no upload may have."""
    if not 1 <= count <= limits.UPLOAD_PARTS:
        raise InvalidParameter(
            f"An upload has 1 to {limits.UPLOAD_PARTS} parts; num_parts is {count}. "
            "Send larger parts: MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE sets their size."
        )
    return count


def file_name(path: str) -> str:
    """Return the last name of a path as a client's system writes it; older clients send where the file lies there."""
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def written(address: Address) -> str:
    """Return an address as Address.parse reads it."""
    root = next(root for root, kind in ROOTS.items() if kind is address.kind)
    return f"{root}/{address.owner}/artifacts/{address.path}"


def check_parts(stored: list[Part], given: list[PartGiven], count: int) -> list[Part]:
    """Return the parts in order; raise InvalidParameter unless those given are all of them, with the right ETags."""
    held = {part.number: part for part in stored}
    numbers = {part.number for part in given}
    if missing := [number for number in range(1, count + 1) if number not in held]:
        raise InvalidParameter(f"The upload is not complete: {_shown(missing)} of {count} parts were not sent.")
    if numbers != set(range(1, count + 1)) or len(given) != count:
        raise InvalidParameter(f"'parts' must list each of the {count} parts once; it has {len(given)} entries.")
    wrong = [part.number for part in given if part.etag.strip().strip('"') != held[part.number].etag]
    if wrong:
        raise InvalidParameter(f"The ETag of {_shown(sorted(wrong))} is not that of what is stored. Send it again.")
    return [held[number] for number in sorted(held)]


def _shown(numbers: list[int]) -> str:
    """Return the first of some part numbers, in words."""
    first = ", ".join(map(str, numbers[:5]))
    return f"part {first}" if len(numbers) == 1 else f"parts {first}" + ("…" if len(numbers) > 5 else "")  # noqa: PLR2004 - as many as were shown
