"""Groups: create, change, put in the trash with all that is below."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Actor, GroupAccess, ServerAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.group import Group, below, check_group_path
from modelstead.domain.permission import CREATE_SUBGROUPS
from modelstead.domain.project import Visibility, check_description, check_fits, check_slug, check_title
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import InvalidParameter, NotFound, PathTaken
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.services.paths import check_free, destination
from modelstead.store import groups, members, paths, users
from modelstead.store.transaction import Transaction


class NewGroup(msgspec.Struct, frozen=True, kw_only=True):
    """What a group is to be; the slug is the last part of its path."""

    slug: str
    name: str
    description: str = ""
    visibility: Visibility = Visibility.PRIVATE


class GroupChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What is to change of a group; None stays."""

    slug: str | None = None
    name: str | None = None
    description: str | None = None
    visibility: Visibility | None = None


def create(
    tx: Transaction, access: ServerAccess, parent: str | None, wanted: NewGroup, *, owner: User | None = None
) -> Group:
    """Create a group below another one, of that id or path, or at the top, where its creator becomes the owner.

    Operators, who are nobody, may name an owner.
    """
    paths.hold(tx)
    actor = access.actor
    owner_id = actor.user_id if owner is None else owner.id
    role: Role | None = Role.OWNER
    if parent is None:
        above = None
        if actor.is_bot:
            raise InvalidParameter("parent_id is missing: an access token of a group creates groups below others.")
        _check_nobody_has(tx, wanted.slug, owner_id)
    else:
        entered = destination(tx, actor, parent, CREATE_SUBGROUPS)
        above, role = entered.group, entered.role
        check_fits(wanted.visibility, above.visibility, above.path)
    group = _insert(tx, above, wanted, actor.user_id)
    if owner_id is not None and (above is None or owner is not None):
        members.set_group_role(tx, group.id, owner_id, Role.OWNER, clock.now_ms())
    standing = GroupAccess(actor, group, role)
    audit.record(tx, standing, Action.CREATE_GROUP, group.path, visibility=group.visibility.value)
    tx.announce(TOPIC)
    return group


def update(tx: Transaction, access: GroupAccess, changes: GroupChanges) -> None:
    """Change a group. Another path changes the paths of all that is below."""
    paths.hold(tx)
    old = _current(tx, access)
    new = msgspec.structs.replace(
        old,
        path=old.path if changes.slug is None else below(old.path.rpartition("/")[0], check_slug(changes.slug, "path")),
        name=old.name if changes.name is None else check_title(changes.name),
        description=old.description if changes.description is None else check_description(changes.description),
        visibility=changes.visibility or old.visibility,
        updated_at=clock.now_ms(),
    )
    inside = groups.with_all_below(tx, old.id)
    if new.visibility is not old.visibility:
        _check_visibility(tx, new, inside)
        audit.record(tx, access, Action.CHANGE_GROUP_VISIBILITY, new.path, visibility=new.visibility.value)
    if new.path != old.path:
        _move(tx, access.actor, old, new.path, inside)
        audit.record(tx, access, Action.RENAME_GROUP, new.path, old=old.path)
    groups.update(tx, new)
    tx.announce(TOPIC)


def delete(tx: Transaction, access: GroupAccess) -> None:
    """Put a group in the trash with all that is below: nobody finds it any more, and its path is free."""
    paths.hold(tx)
    groups.delete(tx, groups.with_all_below(tx, access.group.id), clock.now_ms())
    audit.record(tx, access, Action.DELETE_GROUP, access.group.path)
    tx.announce(TOPIC)


def get(tx: Transaction, path: str) -> Group:
    group = groups.by_path(tx, path)
    if group is None:
        raise NotFound(f"There is no group '{path}'.")
    return group


def _insert(tx: Transaction, above: Group | None, wanted: NewGroup, created_by: int | None) -> Group:
    path = below("" if above is None else above.path, check_slug(wanted.slug, "path"))
    check_group_path(path)
    if path.count("/") >= limits.GROUP_DEPTH:
        raise InvalidParameter(f"Groups are at most {limits.GROUP_DEPTH} deep inside each other.")
    check_free(tx, path)
    group = groups.insert(
        tx,
        parent_id=None if above is None else above.id,
        path=path,
        name=check_title(wanted.name),
        now=clock.now_ms(),
        description=check_description(wanted.description),
        visibility=wanted.visibility,
        created_by=created_by,
    )
    if group is None:
        raise PathTaken(f"There is a group '{path}' already.")
    return group


def _current(tx: Transaction, access: GroupAccess) -> Group:
    """Return the group as it is now; the guard may have seen an older state of it."""
    group = groups.by_id(tx, access.group.id)
    if group is None:
        raise NotFound("Group not found.")
    return group


def _check_visibility(tx: Transaction, group: Group, inside: list[int]) -> None:
    if group.parent_id is not None:
        above = groups.by_id(tx, group.parent_id)
        assert above is not None
        check_fits(group.visibility, above.visibility, above.path)
    widest = max(groups.visibilities_below(tx, inside, group.id), key=lambda each: each.width, default=group.visibility)
    if widest.width > group.visibility.width:
        raise InvalidParameter(
            f"visibility {group.visibility.value} is narrower than that of something in the group, which is "
            f"{widest.value}. Narrow that first."
        )


def _move(tx: Transaction, actor: Actor, group: Group, path: str, inside: list[int]) -> None:
    check_group_path(path)
    check_free(tx, path, group_id=group.id)
    if group.parent_id is None:
        _check_nobody_has(tx, path, actor.user_id)
    longest = groups.longest_path(tx, inside) - len(group.path) + len(path)
    if longest > limits.PATH_LENGTH:
        raise InvalidParameter(f"A path below would be longer than {limits.PATH_LENGTH} characters. Choose a shorter.")
    groups.move(tx, inside, group.path, path)


def _check_nobody_has(tx: Transaction, path: str, but: int | None) -> None:
    """Raise PathTaken for a group at the top under the name of another user, who will want it."""
    if users.is_like_another(tx, path, but or 0):
        raise PathTaken(f"There is a user '{path}', whose own group has that path.")
