"""Packages: what GitLab's registry calls the files of a run, and generic packages that belong to nothing else."""

import hashlib
import re
from enum import Enum
from urllib.parse import quote

import msgspec

from modelstead import limits
from modelstead.domain.artifact import Artifact, Owner, OwnerKind
from modelstead.domain.key import check_length, quoted
from modelstead.errors import InvalidParameter

_LEGAL = re.compile(r"[A-Za-z0-9._+-]+")
_KIND_BITS = 3
_FILE_BITS = 53


class PackageType(Enum):
    """What a package holds: files of models and runs, or anything."""

    ML_MODEL = "ml_model"
    GENERIC = "generic"


class Package(msgspec.Struct, frozen=True):
    """An owner of files, as the registry shows it; it was created when the oldest of its files was stored."""

    owner: Owner
    name: str
    version: str
    created_at: int

    @property
    def id(self) -> int:
        return package_id(self.owner)

    @property
    def type(self) -> PackageType:
        return PackageType.GENERIC if self.owner.kind is OwnerKind.PACKAGE else PackageType.ML_MODEL


class PackageFile(msgspec.Struct, frozen=True):
    """A file of a package."""

    artifact: Artifact

    @property
    def id(self) -> int:
        """A number that other bytes at the same path do not have, so that nobody deletes what they have not seen."""
        known_by = hashlib.blake2b(self.artifact.sha256 + self.artifact.path.encode(), digest_size=8).digest()
        return (int.from_bytes(known_by) >> (64 - _FILE_BITS)) + 1  # JavaScript counts exactly up to 2**53

    @property
    def name(self) -> str:
        """The path in one segment, as GitLab writes it."""
        return quote(self.artifact.path, safe="")


def package_id(owner: Owner) -> int:
    """Return an owner's number among packages: its row and, in the lowest bits, its kind."""
    return owner.id << _KIND_BITS | owner.kind


def owner(package_id: int) -> Owner | None:
    """Return the owner that has a number, None for a number that no package has."""
    try:
        kind = OwnerKind(package_id & (1 << _KIND_BITS) - 1)
    except ValueError:
        return None
    return Owner(kind, package_id >> _KIND_BITS)


def check_name(text: str, field: str) -> str:
    """Return a name or version of a generic package; raise InvalidParameter for one that GitLab would not take."""
    check_length(text, field, limits.PACKAGE_NAME_LENGTH)
    if not _LEGAL.fullmatch(text) or ".." in text or text == ".":
        raise InvalidParameter(
            f"{field} is invalid: {quoted(text)}. Use letters, digits, '.', '_', '-' and '+', without '..'."
        )
    return text
