"""Blobs: the bytes of artifacts as a project keeps them, each content once."""

import msgspec


class Blob(msgspec.Struct, frozen=True):
    """A blob's row: under which name the store of blobs keeps it, its size in bytes, its SHA-256."""

    id: int
    name: str
    size: int
    sha256: bytes


class BlobUse(msgspec.Struct, frozen=True):
    """Where a blob is needed: a path below a run or another owner, of a project."""

    project: str
    owner: str
    path: str
