"""A group at a glance, and the list of the groups that somebody sees."""

from typing import Any

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Actor, GroupAccess, ServerAccess
from modelstead.domain.group import Group, GroupRecord
from modelstead.domain.permission import READ_MEMBERS
from modelstead.domain.project import ProjectRecord
from modelstead.services import members, places
from modelstead.store import group_counts, groups, home
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.store.home import SeenProject
from modelstead.store.member_search import WantedMembers
from modelstead.store.project_search import ProjectOrder, WantedProjects
from modelstead.store.transaction import Transaction


class ListedGroup(msgspec.Struct, frozen=True):
    """A group in a list; `projects` are those in it and below that the reader sees."""

    record: GroupRecord
    projects: int


class GroupOverview(msgspec.Struct, frozen=True):
    """`members` is how many there are with those of the groups above, None for those who may not know."""

    record: GroupRecord
    subgroups: list[ListedGroup]
    subgroup_count: int
    projects: list[SeenProject]
    project_count: int
    members: int | None


class GroupContents(msgspec.Struct, frozen=True):
    """What is in a group and in all groups below it, whoever sees it."""

    groups: int
    projects: int


def look(tx: Transaction, access: GroupAccess, search: str, page: int) -> GroupOverview:
    """Return a group's overview in a fixed number of queries: what is in it itself, or, searched, all below it."""
    actor, group = access.actor, access.group
    inside: dict[str, Any] = {"below": group.path, "search": search} if search else {}
    subgroups, subgroup_count = _listed(
        tx,
        actor,
        WantedGroups(**(inside or {"parent_id": group.id}), order=GroupOrder.PATH, limit=limits.GROUPS_SHOWN),
    )
    wanted = WantedProjects(
        **(inside or {"group_id": group.id}),
        order=ProjectOrder.LAST_ACTIVITY_AT,
        limit=limits.GROUP_PROJECTS,
        offset=(page - 1) * limits.GROUP_PROJECTS,
    )
    found = [_seen(each) for each in places.projects_page(tx, actor, wanted)]
    return GroupOverview(
        places.group(tx, actor, group.id),
        subgroups,
        subgroup_count,
        home.counted(tx, found),
        places.count_projects(tx, actor, wanted),
        _members(tx, access),
    )


def every(tx: Transaction, access: ServerAccess, search: str, page: int) -> tuple[list[ListedGroup], int]:
    """Return a page of the groups that an actor sees, by path, and how many there are."""
    size = limits.GROUPS_SHOWN
    wanted = WantedGroups(search=search, order=GroupOrder.PATH, limit=size, offset=(page - 1) * size)
    return _listed(tx, access.actor, wanted)


def contents(tx: Transaction, access: GroupAccess) -> GroupContents:
    """Return how much goes with a group that is deleted; also what its owner does not see of it."""
    return GroupContents(*group_counts.contents(tx, access.group.id))


def with_above(tx: Transaction, access: GroupAccess) -> tuple[Group, Group | None]:
    """Return a group as it is now, and the one above it, which may be hidden from the actor."""
    group = places.group(tx, access.actor, access.group.id).group
    return group, None if group.parent_id is None else groups.by_id(tx, group.parent_id)


def _listed(tx: Transaction, actor: Actor, wanted: WantedGroups) -> tuple[list[ListedGroup], int]:
    found, total = places.groups_page(tx, actor, wanted)
    counts = group_counts.projects(tx, actor, [each.group.id for each in found], clock.now_ms())
    return [ListedGroup(each, counts.get(each.group.id, 0)) for each in found], total


def _members(tx: Transaction, access: GroupAccess) -> int | None:
    if not access.allows(READ_MEMBERS):
        return None
    return members.page(tx, access, WantedMembers(inherited=True))[1]


def _seen(record: ProjectRecord) -> SeenProject:
    project = record.project
    return SeenProject(
        project.id,
        project.path,
        project.name,
        project.visibility,
        project.archived_at is not None,
        max(filter(None, (record.own_role, record.group_role)), default=None),
        is_starred=False,
        active_at=record.active_at,
    )
