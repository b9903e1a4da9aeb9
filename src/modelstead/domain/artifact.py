"""Artifacts: files below a run, a logged model or a model version; a path is a name, never a place on a disk."""

import re
from collections.abc import Callable
from enum import IntEnum
from types import MappingProxyType
from typing import Self

import msgspec

from modelstead import limits
from modelstead.domain.key import quoted
from modelstead.errors import InvalidParameter, NotFound

_REFUSED = re.compile(r"[\x00-\x1f\x7f\\]")
_DRIVE = re.compile(r"[A-Za-z]:|[A-Za-z][A-Za-z0-9+.\-]*:/")
# What would lead elsewhere when decoded once more. Nothing here does; clients name images "…%step%12%timestamp%17…".
_ENCODED = re.compile(r"%(?:25)*(?:2e|2f|5c|00)", re.IGNORECASE)
_ADDRESS = re.compile(r"([^/]+)/([^/]+)/artifacts(?:/(.+))?", re.DOTALL)


class OwnerKind(IntEnum):
    """What an artifact is below; the numbers are stored."""

    RUN = 1
    MODEL_VERSION = 2
    LOGGED_MODEL = 3
    PACKAGE = 4


class Owner(msgspec.Struct, frozen=True):
    """What holds artifacts, by its row. What is in the trash can be read and not written to."""

    kind: OwnerKind
    id: int
    is_deleted: bool = False


# What an address begins with, for each kind of owner that has one.
ROOTS = MappingProxyType({"runs": OwnerKind.RUN, "models": OwnerKind.LOGGED_MODEL, "versions": OwnerKind.MODEL_VERSION})


class Address(msgspec.Struct, frozen=True):
    """Where artifacts are: an owner, by the id that clients hold, and a path below it, "" for all of them."""

    kind: OwnerKind
    owner: str
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what the path of an `mlflow-artifacts:` address names.

        Raise InvalidParameter as check_path does, NotFound for what is below no owner.
        """
        found = _ADDRESS.fullmatch(text)
        if found is None or found[1] not in ROOTS:
            check_path(text)
            roots = " or ".join(f"{root}/<id>/artifacts" for root in ROOTS)
            raise NotFound(f"Nothing is kept at {quoted(text)}. Artifacts are below {roots}.")
        root, owner, path = found.groups(default="")
        return cls(ROOTS[root], check_path(owner), path and check_path(path))

    @classmethod
    def of_run(cls, run_id: str, path: str = "") -> Self:
        return cls(OwnerKind.RUN, run_id, path and check_path(path))

    @classmethod
    def of_logged_model(cls, model_id: str, path: str = "") -> Self:
        return cls(OwnerKind.LOGGED_MODEL, model_id, path and check_path(path))


class Artifact(msgspec.Struct, frozen=True):
    """A file: its path below the owner, and the blob that holds its bytes, with their size and SHA-256."""

    path: str
    size: int
    sha256: bytes
    blob: str
    updated_at: int


class Entry(msgspec.Struct, frozen=True):
    """What a listing of a folder shows: a file with its size, or a folder. The name is the last part of the path."""

    name: str
    is_folder: bool
    size: int = 0


def check_path(path: str, field: str = "path") -> str:
    """Return a file's or folder's path: names joined by slashes, as they came after one decoding.

    Raise InvalidParameter, beginning with "Invalid path", for whatever could lead out of the owner on some system, and
    for what is too long.
    """
    fault = _fault(path)
    if fault:
        raise InvalidParameter(f"Invalid path {quoted(_shown(path))} for '{field}': {fault}.")
    return path


def folder_of(path: str) -> str:
    """Return the folder that a path is in; "" for the owner's own."""
    return path.rpartition("/")[0]


def _fault(path: str) -> str:
    """Return what is wrong with a path, "" when it is fine."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return "it is not UTF-8"
    return next((fault for fault, has in _FAULTS if has(path)), "")


def _is_long(path: str) -> bool:
    return len(path.encode()) > limits.ARTIFACT_PATH_BYTES


_FAULTS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("it is empty, begins or ends with '/', or holds '//'", lambda path: "" in path.split("/")),
    (f"it has more than {limits.ARTIFACT_PATH_BYTES} bytes", _is_long),
    (f"it is more than {limits.ARTIFACT_DEPTH} names deep", lambda path: path.count("/") >= limits.ARTIFACT_DEPTH),
    ("it holds a backslash or a control character", _REFUSED.search),
    ("'.' and '..' are no names", lambda path: {".", ".."} & set(path.split("/"))),
    ("it begins like a drive or a URL", _DRIVE.match),
    ("it is percent-encoded twice", _ENCODED.search),
    (
        f"a name in it has more than {limits.ARTIFACT_NAME_BYTES} bytes",
        lambda path: any(len(name.encode()) > limits.ARTIFACT_NAME_BYTES for name in path.split("/")),
    ),
)


def _shown(path: str) -> str:
    return path.encode(errors="backslashreplace").decode()
