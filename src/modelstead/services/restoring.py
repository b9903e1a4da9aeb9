"""Groups and projects out of the trash, by operators: nobody else finds what is in it."""

from modelstead.domain.actor import OPERATOR, Access, Actor, GroupAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.group import Group
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.errors import InvalidState, NotFound
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.services.paths import check_free
from modelstead.store import deleted_places, groups, paths, projects
from modelstead.store.deleted_places import DeletedPlace
from modelstead.store.transaction import Transaction


def restore_project(tx: Transaction, project_id: int, *, by: Actor = OPERATOR.actor) -> Project:
    """Take a project out of the trash, no wider than its group is now."""
    paths.hold(tx)
    found = _deleted(deleted_places.project(tx, project_id), "project", project_id)
    above = _above(tx, found)
    check_free(tx, found.path)
    deleted_places.restore_project(tx, project_id)
    if above is not None:
        deleted_places.narrow(tx, above.visibility, [], [project_id])
    project = projects.by_id(tx, project_id)
    assert project is not None
    audit.record(tx, Access(by, project, Role.OWNER), Action.RESTORE_PROJECT, project.path)
    tx.announce(TOPIC)
    return project


def restore_group(tx: Transaction, group_id: int) -> Group:
    """Take a group out of the trash with all that went there with it, no wider than the group above is now."""
    paths.hold(tx)
    found = _deleted(deleted_places.group(tx, group_id), "group", group_id)
    above = _above(tx, found)
    check_free(tx, found.path)
    inside = groups.with_all_below(tx, group_id)
    deleted_places.restore_groups(tx, inside, found.deleted_at)
    if above is not None:
        deleted_places.narrow(tx, above.visibility, inside, [])
    group = groups.by_id(tx, group_id)
    assert group is not None
    audit.record(tx, GroupAccess(OPERATOR.actor, group, Role.OWNER), Action.RESTORE_GROUP, group.path)
    tx.announce(TOPIC)
    return group


def _deleted(found: DeletedPlace | None, noun: str, row_id: int) -> DeletedPlace:
    if found is None:
        raise NotFound(f"There is no {noun} {row_id} in the trash.")
    return found


def _above(tx: Transaction, found: DeletedPlace) -> Group | None:
    if found.above is None:
        return None
    above = groups.by_id(tx, found.above)
    if above is None:
        raise InvalidState(f"The group above is in the trash too. Restore the group {found.above} first.")
    return above
