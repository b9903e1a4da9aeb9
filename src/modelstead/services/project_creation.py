"""Projects that people create, in a group where they may or in their own."""

from modelstead import clock
from modelstead.domain.actor import Access, Actor, GroupAccess, ServerAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.permission import CREATE_IN_GROUP
from modelstead.domain.project import Project, Visibility, check_fits
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter
from modelstead.services import audit
from modelstead.services.access import TOPIC, enter_group
from modelstead.services.paths import check_allows, check_free, destination
from modelstead.services.projects import NewProject, insert
from modelstead.store import groups, members, paths
from modelstead.store.transaction import Transaction


def create(tx: Transaction, access: ServerAccess, namespace: str | None, wanted: NewProject) -> Project:
    """Create a project in a group, of that id or path, or in the actor's own, which is made when it is missing."""
    paths.hold(tx)
    if namespace is None:
        group = _own_group(tx, access.actor, wanted.visibility)
    else:
        group = destination(tx, access.actor, namespace, CREATE_IN_GROUP)
    check_fits(wanted.visibility, group.group.visibility, group.group.path)
    project = insert(tx, group.group.id, group.group.path, wanted, access.actor.user_id)
    standing = Access(access.actor, project, group.role)
    audit.record(tx, standing, Action.CREATE_PROJECT, project.path, visibility=wanted.visibility.value)
    return project


def _own_group(tx: Transaction, actor: Actor, visibility: Visibility) -> GroupAccess:
    if actor.user_id is None or actor.is_bot:
        raise InvalidParameter("namespace_id is missing: name the group that the project is to be in.")
    group = groups.by_path(tx, actor.username)
    if group is None:
        check_free(tx, actor.username)
        now = clock.now_ms()
        group_id, _ = groups.ensure(tx, actor.username, now, visibility, actor.user_id)
        members.set_group_role(tx, group_id, actor.user_id, Role.OWNER, now)
        tx.announce(TOPIC)
    entered = enter_group(tx, actor, actor.username, clock.now_ms())
    if entered is None:
        raise InvalidParameter(f"The group '{actor.username}' is somebody else's; name another by namespace_id.")
    check_allows(entered, CREATE_IN_GROUP)
    return entered
