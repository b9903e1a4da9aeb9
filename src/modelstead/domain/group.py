"""Groups: namespaces of projects and of further groups, whose members are members of all below."""

import msgspec

from modelstead import limits
from modelstead.domain.namespace import Namespace
from modelstead.domain.project import Visibility, check_slug
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter


class Group(msgspec.Struct, frozen=True):
    """A group; `path` is the whole one, `name` what people read. Times are milliseconds."""

    id: int
    parent_id: int | None
    path: str
    name: str
    description: str
    visibility: Visibility
    created_at: int
    updated_at: int

    @property
    def namespace(self) -> Namespace:
        return Namespace(self.id, self.parent_id, self.path, self.name)


class GroupRecord(msgspec.Struct, frozen=True):
    """A group as it is shown to one user: with the names of those above it, and the user's role."""

    group: Group
    full_name: str
    created_by: int | None
    role: Role | None


def check_group_path(path: str) -> str:
    """Return the whole path of a group, `group` or `group/subgroup`."""
    if len(path) > limits.PATH_LENGTH:
        raise InvalidParameter(f"A group's path has at most {limits.PATH_LENGTH} characters; got {len(path)}.")
    for part in path.split("/"):
        check_slug(part, "path")
    return path


def below(path: str, name: str) -> str:
    """Return the path of what has a name in a group; that of a top group where there is none."""
    return f"{path}/{name}" if path else name
