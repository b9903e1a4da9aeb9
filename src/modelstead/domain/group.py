"""Groups: namespaces of projects and of further groups, whose members are members of all below."""

import msgspec

from modelstead.domain.project import Visibility


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
