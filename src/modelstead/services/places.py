"""The projects and groups that somebody sees, as they are shown to them."""

from modelstead import clock
from modelstead.domain.actor import Actor
from modelstead.domain.group import GroupRecord
from modelstead.domain.project import Project, ProjectRecord
from modelstead.errors import NotFound
from modelstead.services import access
from modelstead.store import group_search, project_search
from modelstead.store.group_search import WantedGroups
from modelstead.store.project_search import WantedProjects
from modelstead.store.transaction import Transaction


def projects_page(tx: Transaction, actor: Actor, wanted: WantedProjects) -> list[ProjectRecord]:
    return project_search.page(tx, actor, wanted, clock.now_ms())


def count_projects(tx: Transaction, actor: Actor, wanted: WantedProjects) -> int:
    """Return how many projects there are on all pages."""
    return project_search.count(tx, actor, wanted, clock.now_ms())


def project(tx: Transaction, actor: Actor, project_id: int) -> ProjectRecord:
    found = projects_page(tx, actor, WantedProjects(id=project_id))
    if not found:
        raise NotFound("Project not found.")
    return found[0]


def seen_project(tx: Transaction, actor: Actor, reference: str) -> Project | None:
    """Return the project of that id or path; None when there is none that the actor sees."""
    found = access.enter(tx, actor, reference, clock.now_ms())
    return None if found is None else found.project


def groups_page(tx: Transaction, actor: Actor, wanted: WantedGroups) -> tuple[list[GroupRecord], int]:
    """Return a page of groups, and how many there are on all pages."""
    return group_search.page(tx, actor, wanted, clock.now_ms())


def group(tx: Transaction, actor: Actor, group_id: int) -> GroupRecord:
    found, _ = groups_page(tx, actor, WantedGroups(id=group_id))
    if not found:
        raise NotFound("Group not found.")
    return found[0]
