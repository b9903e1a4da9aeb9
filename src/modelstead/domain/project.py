"""Projects: the tenants that everything belongs to."""

import re
from enum import Enum

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length, quoted
from modelstead.domain.namespace import Namespace
from modelstead.domain.quota import Usage
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter

_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_NOT_IN_SLUGS = re.compile(r"[^A-Za-z0-9_.]+")


class Visibility(Enum):
    """Who sees a project: its members, everyone signed in, or everyone."""

    PRIVATE = "private"
    INTERNAL = "internal"
    PUBLIC = "public"

    @property
    def width(self) -> int:
        return list(Visibility).index(self)


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


class ProjectRecord(msgspec.Struct, frozen=True):
    """A project as it is shown to one user: with its group, its settings, what it keeps, and the user's roles.

    `own_role` is that of the user in the project itself, `group_role` the highest in the groups above it.
    """

    project: Project
    group: Namespace
    full_name: str
    created_by: int | None
    active_at: int
    retention_days: int | None
    shared_names: bool
    usage: Usage
    own_role: Role | None
    group_role: Role | None


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


def slug_of(name: str) -> str:
    """Return the path that a name without one gets, as GitLab makes it."""
    return _NOT_IN_SLUGS.sub("-", name).strip("-.").lower()


def check_title(name: str) -> str:
    """Return what people read as a project's or group's name."""
    if not name.strip() or not name.isprintable():
        raise InvalidParameter(f"{quoted(name)} is no name: it has to be one line of text.")
    return check_length(name.strip(), "name", limits.NAME_LENGTH)


def check_description(text: str) -> str:
    return check_length(text, "description", limits.DESCRIPTION_LENGTH)


def check_retention(days: int | None) -> int | None:
    """Return for how many days the trash is kept; None is until somebody purges it."""
    if days is not None and not 1 <= days <= limits.RETENTION_DAYS_MAX:
        raise InvalidParameter(f"'retention_days' is from 1 to {limits.RETENTION_DAYS_MAX}, or none; got {days}.")
    return days


def check_fits(visibility: Visibility, above: Visibility, group: str) -> None:
    """Raise InvalidParameter for something that more people would see than the group that it is in."""
    if visibility.width > above.width:
        raise InvalidParameter(
            f"visibility {visibility.value} is wider than that of the group '{group}', which is {above.value}. "
            "Widen the group's first, or choose a narrower one."
        )
