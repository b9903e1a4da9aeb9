"""Namespaces: what GitLab calls the groups that projects and groups are in."""

import msgspec


class Namespace(msgspec.Struct, frozen=True):
    """A group as what is in it shows it; `path` is the whole one."""

    id: int
    parent_id: int | None
    path: str
    name: str
