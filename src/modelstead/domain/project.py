"""Projects: the tenants that everything belongs to."""

import re
from enum import Enum

import msgspec

from modelstead import limits
from modelstead.errors import InvalidParameter

_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class Visibility(Enum):
    """Who sees a project: its members, everyone signed in, or everyone."""

    PRIVATE = "private"
    INTERNAL = "internal"
    PUBLIC = "public"


class Project(msgspec.Struct, frozen=True):
    """A project; `path` is group/name, `name` what people read. One in the archive can be read and not written to."""

    id: int
    path: str
    visibility: Visibility
    created_at: int
    name: str = ""
    description: str = ""
    archived_at: int | None = None
    updated_at: int = 0


def split_path(path: str) -> tuple[str, str]:
    """Return (group path, project name) of `group/name`; groups nest as `group/subgroup/name`."""
    group, _, name = path.strip().rpartition("/")
    if not group:
        raise InvalidParameter(f"A project's path is GROUP/NAME; '{path}' names no group.")
    if len(path) > limits.PATH_LENGTH:
        raise InvalidParameter(f"A project's path has at most {limits.PATH_LENGTH} characters; got {len(path)}.")
    for part in (*group.split("/"), name):
        check_slug(part, "path")
    return group, name


def check_slug(part: str, field: str) -> str:
    """Return a path segment that GitLab would take too; raise InvalidParameter otherwise."""
    if len(part) > limits.NAME_LENGTH:
        raise InvalidParameter(f"Each part of a {field} has at most {limits.NAME_LENGTH} characters; got {len(part)}.")
    if not _SLUG.fullmatch(part) or part.endswith((".", ".git", ".atom")) or part.isdigit():
        raise InvalidParameter(
            f"'{part}' cannot be part of a {field}: use letters, digits, '_', '-' and '.', begin with a letter, "
            "digit or '_', do not end in '.', '.git' or '.atom', and do not use digits alone."
        )
    return part
