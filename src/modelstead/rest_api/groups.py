"""GitLab's calls about groups, and about groups as namespaces."""

import msgspec

from modelstead import clock
from modelstead.domain.actor import GroupAccess, ServerAccess
from modelstead.domain.role import Role
from modelstead.errors import NotFound
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import ACCEPTED, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.groups import (
    CreateGroup,
    GetGroup,
    GroupInfo,
    ListGroups,
    UpdateGroup,
    group_info,
)
from modelstead.rest_api.messages.namespaces import (
    ListNamespaces,
    NamespaceInfo,
    OneNamespace,
    namespace_info,
    namespace_of,
)
from modelstead.services import access as standing
from modelstead.services import bootstrap, groups, places
from modelstead.store.group_search import WantedGroups
from modelstead.store.transaction import Transaction


def listing(tx: Transaction, access: ServerAccess, request: ListGroups) -> Listing:
    return _listed(tx, access, request, request.wanted, "/api/v4/groups")


def subgroups(tx: Transaction, access: GroupAccess, request: ListGroups) -> Listing:
    wanted = msgspec.structs.replace(request.wanted, parent_id=access.group.id)
    return _listed(tx, access, request, wanted, f"/api/v4/groups/{access.group.id}/subgroups")


def descendants(tx: Transaction, access: GroupAccess, request: ListGroups) -> Listing:
    wanted = msgspec.structs.replace(request.wanted, below=access.group.path)
    return _listed(tx, access, request, wanted, f"/api/v4/groups/{access.group.id}/descendant_groups")


def get(tx: Transaction, access: GroupAccess, _: GetGroup) -> GroupInfo:
    return _shown(tx, access, access.group.id)


def create(tx: Transaction, access: ServerAccess, request: CreateGroup) -> Answer:
    parent = None if request.parent_id is None else str(request.parent_id)
    return created(_shown(tx, access, groups.create(tx, access, parent, request.wanted).id))


def update(tx: Transaction, access: GroupAccess, request: UpdateGroup) -> GroupInfo:
    groups.update(tx, access, request.changes)
    return _shown(tx, access, access.group.id)


def delete(tx: Transaction, access: GroupAccess, _: GetGroup) -> Answer:
    groups.delete(tx, access)
    return ACCEPTED


def list_namespaces(tx: Transaction, access: ServerAccess, request: ListNamespaces) -> Listing:
    wanted = request.wanted
    if not access.actor.is_admin:
        wanted = msgspec.structs.replace(wanted, min_role=Role.GUEST)
    found, total = places.groups_page(tx, access.actor, wanted)
    url = bootstrap.noted_url(tx) or ""
    return Listing([namespace_of(each, url) for each in found], total, request, "/api/v4/namespaces")


def get_namespace(tx: Transaction, access: ServerAccess, request: OneNamespace) -> NamespaceInfo:
    entered = standing.enter_group(tx, access.actor, request.reference, clock.now_ms())
    if entered is None:
        raise NotFound("Namespace not found.")
    return namespace_info(entered.group.namespace, bootstrap.noted_url(tx) or "")


def _listed(
    tx: Transaction, access: ServerAccess | GroupAccess, request: ListGroups, wanted: WantedGroups, path: str
) -> Listing:
    found, total = places.groups_page(tx, access.actor, wanted)
    url = bootstrap.noted_url(tx) or ""
    return Listing([group_info(each, url) for each in found], total, request, path)


def _shown(tx: Transaction, access: ServerAccess | GroupAccess, group_id: int) -> GroupInfo:
    return group_info(places.group(tx, access.actor, group_id), bootstrap.noted_url(tx) or "")
