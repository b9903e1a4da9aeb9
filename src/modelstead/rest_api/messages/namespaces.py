"""Requests and answers about groups as what projects are in; field names are GitLab's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.group import GroupRecord
from modelstead.domain.namespace import Namespace
from modelstead.rest_api.listing import Paged
from modelstead.store.group_search import WantedGroups

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class ListNamespaces(Paged, frozen=True, kw_only=True):
    """GET namespaces: the groups in which one has a role, and for administrators all."""

    search: str = ""
    top_level_only: bool = False

    @property
    def wanted(self) -> WantedGroups:
        return WantedGroups(search=self.search, top_level=self.top_level_only, limit=self.limit, offset=self.offset)


class OneNamespace(msgspec.Struct, frozen=True):
    """A group by its id or path."""

    reference: str


class NamespaceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A group in an answer about something that is in it."""

    id: int
    name: str
    path: str
    kind: str = "group"
    full_path: str
    parent_id: int | None
    avatar_url: None = None
    web_url: str


def namespace_info(namespace: Namespace, url: str) -> NamespaceInfo:
    return NamespaceInfo(
        id=namespace.id,
        name=namespace.name,
        path=namespace.path.rpartition("/")[2],
        full_path=namespace.path,
        parent_id=namespace.parent_id,
        web_url=group_page(url, namespace.path),
    )


def namespace_of(record: GroupRecord, url: str) -> NamespaceInfo:
    return namespace_info(record.group.namespace, url)


def group_page(url: str, path: str) -> str:
    """Return the address of a group's page."""
    return f"{url}/groups/{path}"
