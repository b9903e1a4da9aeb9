"""Requests and answers about groups; field names are GitLab's."""

import msgspec

from modelstead.domain.group import GroupRecord
from modelstead.domain.project import Visibility
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.namespaces import Id, group_page
from modelstead.rest_api.messages.projects import Sort, lowest_role
from modelstead.rest_api.messages.times import time_text
from modelstead.services.groups import GroupChanges, NewGroup
from modelstead.store.group_search import GroupOrder, WantedGroups


class ListGroups(Paged, frozen=True, kw_only=True):
    """GET groups. A flag that is false asks for nothing, but for `all_available`."""

    search: str = ""
    owned: bool = False
    min_access_level: int | None = None
    all_available: bool = True
    top_level_only: bool = False
    visibility: Visibility | None = None
    order_by: GroupOrder = GroupOrder.NAME
    sort: Sort = Sort.ASC

    @property
    def wanted(self) -> WantedGroups:
        return WantedGroups(
            search=self.search,
            min_role=lowest_role(self.min_access_level, owned=self.owned, member=not self.all_available),
            visibility=self.visibility,
            top_level=self.top_level_only,
            order=self.order_by,
            descending=self.sort is Sort.DESC,
            limit=self.limit,
            offset=self.offset,
        )


class CreateGroup(msgspec.Struct, frozen=True, kw_only=True):
    """POST groups; without `parent_id` at the top."""

    name: str
    path: str
    parent_id: Id | None = None
    description: str | None = None
    visibility: Visibility = Visibility.PRIVATE

    @property
    def wanted(self) -> NewGroup:
        return NewGroup(slug=self.path, name=self.name, description=self.description or "", visibility=self.visibility)


class GetGroup(msgspec.Struct, frozen=True):
    """GET groups/:id."""


class UpdateGroup(msgspec.Struct, frozen=True, kw_only=True):
    """PUT groups/:id; what is left out stays."""

    name: str | None = None
    path: str | None = None
    description: str | None = None
    visibility: Visibility | None = None

    @property
    def changes(self) -> GroupChanges:
        return GroupChanges(slug=self.path, name=self.name, description=self.description, visibility=self.visibility)


class GroupInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A group in an answer."""

    id: int
    name: str
    path: str
    description: str
    visibility: Visibility
    full_name: str
    full_path: str
    parent_id: int | None
    created_at: str
    updated_at: str
    web_url: str
    avatar_url: None = None


def group_info(record: GroupRecord, url: str) -> GroupInfo:
    group = record.group
    return GroupInfo(
        id=group.id,
        name=group.name,
        path=group.path.rpartition("/")[2],
        description=group.description,
        visibility=group.visibility,
        full_name=record.full_name,
        full_path=group.path,
        parent_id=group.parent_id,
        created_at=time_text(group.created_at),
        updated_at=time_text(group.updated_at),
        web_url=group_page(url, group.path),
    )
