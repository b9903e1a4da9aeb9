"""GitLab's calls about projects."""

import msgspec

from modelstead.domain.actor import Access, Actor, GroupAccess, ServerAccess
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import ACCEPTED, created
from modelstead.rest_api.listing import KeysetListing, Listing
from modelstead.rest_api.messages.project_info import (
    ProjectInfo,
    SimpleProjectInfo,
    project_info,
    simple_project_info,
)
from modelstead.rest_api.messages.projects import (
    CreateProject,
    GetProject,
    ListGroupProjects,
    ListProjects,
    Sort,
    TransferProject,
    UpdateProject,
)
from modelstead.services import bootstrap, places, project_changes, project_creation
from modelstead.store.project_search import WantedProjects
from modelstead.store.transaction import Transaction


def listing(tx: Transaction, access: ServerAccess, request: ListProjects) -> Listing | KeysetListing:
    return _listed(tx, access.actor, request, request.wanted, "/api/v4/projects")


def of_group(tx: Transaction, access: GroupAccess, request: ListGroupProjects) -> Listing | KeysetListing:
    wanted = request.wanted
    if request.include_subgroups:
        wanted = msgspec.structs.replace(wanted, below=access.group.path)
    else:
        wanted = msgspec.structs.replace(wanted, group_id=access.group.id)
    return _listed(tx, access.actor, request, wanted, f"/api/v4/groups/{access.group.id}/projects")


def get(tx: Transaction, access: Access, _: GetProject) -> ProjectInfo:
    return _shown(tx, access.actor, access.project.id)


def create(tx: Transaction, access: ServerAccess, request: CreateProject) -> Answer:
    namespace = None if request.namespace_id is None else str(request.namespace_id)
    project = project_creation.create(tx, access, namespace, request.wanted)
    return created(_shown(tx, access.actor, project.id))


def update(tx: Transaction, access: Access, request: UpdateProject) -> ProjectInfo:
    project_changes.update(tx, access, request.changes)
    return _shown(tx, access.actor, access.project.id)


def archive(tx: Transaction, access: Access, _: GetProject) -> Answer:
    project_changes.archive(tx, access, archived=True)
    return created(_shown(tx, access.actor, access.project.id))


def unarchive(tx: Transaction, access: Access, _: GetProject) -> Answer:
    project_changes.archive(tx, access, archived=False)
    return created(_shown(tx, access.actor, access.project.id))


def transfer(tx: Transaction, access: Access, request: TransferProject) -> ProjectInfo:
    project_changes.transfer(tx, access, str(request.namespace))
    return _shown(tx, access.actor, access.project.id)


def delete(tx: Transaction, access: Access, _: GetProject) -> Answer:
    project_changes.delete(tx, access)
    return ACCEPTED


def _listed(
    tx: Transaction, actor: Actor, request: ListProjects, wanted: WantedProjects, path: str
) -> Listing | KeysetListing:
    found = places.projects_page(tx, actor, wanted)
    url = bootstrap.noted_url(tx) or ""
    shown = found[: request.limit]
    rows: list[SimpleProjectInfo] = [
        simple_project_info(each, url) if request.simple or actor.is_anonymous else project_info(each, actor, url)
        for each in shown
    ]
    if not request.is_keyset:
        return Listing(rows, places.count_projects(tx, actor, wanted), request, path)
    bound = "id_before" if request.sort is Sort.DESC else "id_after"
    return KeysetListing(rows, request, path, {bound: rows[-1].id} if len(found) > len(shown) else None)


def _shown(tx: Transaction, actor: Actor, project_id: int) -> ProjectInfo:
    return project_info(places.project(tx, actor, project_id), actor, bootstrap.noted_url(tx) or "")
