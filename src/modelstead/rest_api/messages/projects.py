"""Requests about projects; field names are GitLab's, and those of what only this server has."""

from enum import Enum
from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.member import role_of
from modelstead.domain.project import Visibility, slug_of
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter
from modelstead.rest_api.listing import Paged
from modelstead.services.project_changes import ProjectChanges
from modelstead.services.projects import NewProject
from modelstead.store.project_search import ProjectOrder, WantedProjects

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]
Size = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class Sort(Enum):
    """The direction of a list."""

    ASC = "asc"
    DESC = "desc"


class Pagination(Enum):
    """How pages are told apart: by their number, or by the last id of the one before."""

    OFFSET = "offset"
    KEYSET = "keyset"


class ListProjects(Paged, frozen=True, kw_only=True):
    """GET projects. A flag that is false asks for nothing, but for `archived`."""

    search: str = ""
    search_namespaces: bool = False
    owned: bool = False
    membership: bool = False
    min_access_level: int | None = None
    visibility: Visibility | None = None
    archived: bool | None = None
    id_after: Id | None = None
    id_before: Id | None = None
    simple: bool = False
    order_by: ProjectOrder | None = None
    sort: Sort = Sort.DESC
    pagination: Pagination = Pagination.OFFSET

    @property
    def is_keyset(self) -> bool:
        return self.pagination is Pagination.KEYSET

    @property
    def wanted(self) -> WantedProjects:
        """Return what is asked for, and by keys one more, which tells whether there is another page."""
        if self.is_keyset and self.order_by not in {None, ProjectOrder.ID}:
            raise InvalidParameter("order_by must be id where pagination is keyset.")
        order = self.order_by or (ProjectOrder.ID if self.is_keyset else ProjectOrder.CREATED_AT)
        return WantedProjects(
            search=self.search,
            search_paths=self.search_namespaces,
            min_role=lowest_role(self.min_access_level, owned=self.owned, member=self.membership),
            visibility=self.visibility,
            archived=self.archived,
            id_after=self.id_after,
            id_before=self.id_before,
            order=order,
            descending=self.sort is Sort.DESC,
            limit=self.limit + self.is_keyset,
            offset=0 if self.is_keyset else self.offset,
        )


class ListGroupProjects(ListProjects, frozen=True, kw_only=True):
    """GET groups/:id/projects."""

    include_subgroups: bool = False


class CreateProject(msgspec.Struct, frozen=True, kw_only=True):
    """POST projects; without `namespace_id` it is put into the group that is named like the user."""

    name: str | None = None
    path: str | None = None
    namespace_id: Id | None = None
    description: str | None = None
    visibility: Visibility = Visibility.PRIVATE

    @property
    def wanted(self) -> NewProject:
        if not (self.name or self.path):
            raise InvalidParameter("name, path are missing: give at least one of them.")
        slug = self.path or slug_of(self.name or "")
        return NewProject(
            slug=slug, name=self.name or slug, description=self.description or "", visibility=self.visibility
        )


class GetProject(msgspec.Struct, frozen=True):
    """GET projects/:id."""


class UpdateProject(msgspec.Struct, frozen=True, kw_only=True):
    """PUT projects/:id; what is left out stays."""

    name: str | None = None
    path: str | None = None
    description: str | None = None
    visibility: Visibility | None = None
    shared_names: bool | None = None
    retention_days: Size | msgspec.UnsetType | None = msgspec.UNSET
    quota_bytes: Size | msgspec.UnsetType | None = msgspec.UNSET

    @property
    def changes(self) -> ProjectChanges:
        return ProjectChanges(
            slug=self.path,
            name=self.name,
            description=self.description,
            visibility=self.visibility,
            shared_names=self.shared_names,
            retention_days=self.retention_days,
            quota_bytes=self.quota_bytes,
        )


class TransferProject(msgspec.Struct, frozen=True):
    """PUT projects/:id/transfer: the id or path of a group."""

    namespace: Id | str


def lowest_role(level: int | None, *, owned: bool, member: bool) -> Role | None:
    """Return the lowest role that one is to have in what is listed; None is not even one."""
    if owned:
        return Role.OWNER
    if level is not None:
        return role_of(level)
    return Role.GUEST if member else None
