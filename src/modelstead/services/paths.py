"""Paths that may be given, and groups that projects may be put into."""

from modelstead import clock
from modelstead.domain.actor import Actor, GroupAccess
from modelstead.domain.permission import Permission
from modelstead.errors import NotFound, PathTaken, PermissionDenied
from modelstead.services.access import enter_group
from modelstead.store import paths
from modelstead.store.transaction import Transaction


def check_free(tx: Transaction, path: str, *, group_id: int = 0, project_id: int = 0) -> None:
    """Raise PathTaken for the path of another group or project than these, or one that differs from it by case."""
    kind = paths.taken_by(tx, path, group_id=group_id, project_id=project_id)
    if kind is not None:
        raise PathTaken(f"There is a {kind} '{path}' already.")


def destination(tx: Transaction, actor: Actor, reference: str, permission: Permission) -> GroupAccess:
    """Return an actor's standing in the group, of that id or path, that something is to be put into."""
    entered = enter_group(tx, actor, reference, clock.now_ms())
    if entered is None:
        raise NotFound("Group not found.")
    check_allows(entered, permission)
    return entered


def check_allows(group: GroupAccess, permission: Permission) -> None:
    if not group.allows(permission):
        raise PermissionDenied(f"You may not {permission.name} '{group.group.path}': {permission.taken_by}.")
