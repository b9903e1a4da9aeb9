"""What the settings of a project show beside its own columns."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.group import Group
from modelstead.domain.permission import TRANSFER_INTO_GROUP
from modelstead.domain.project import ProjectRecord
from modelstead.services import places
from modelstead.store import groups, overview
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.store.overview import Counts
from modelstead.store.transaction import Transaction


class ProjectSettings(msgspec.Struct, frozen=True):
    """A project, and the group that it is in, which may be hidden from the actor."""

    record: ProjectRecord
    group: Group


class Contents(msgspec.Struct, frozen=True):
    """What goes with a project that is deleted."""

    counts: Counts
    used_bytes: int


def look(tx: Transaction, access: Access) -> ProjectSettings:
    record = places.project(tx, access.actor, access.project.id)
    group = groups.by_id(tx, record.group.id)
    assert group is not None
    return ProjectSettings(record, group)


def destinations(tx: Transaction, access: Access) -> list[Group]:
    """Return the groups that an actor may transfer a project into, by path, without the one that it is in."""
    actor = access.actor
    wanted = WantedGroups(
        min_role=None if actor.is_admin else TRANSFER_INTO_GROUP.role,
        order=GroupOrder.PATH,
        limit=limits.NEW_PROJECT_GROUPS,
    )
    found, _ = places.groups_page(tx, actor, wanted)
    here = access.project.path.rpartition("/")[0]
    return [each.group for each in found if each.group.path != here]


def contents(tx: Transaction, access: Access) -> Contents:
    record = places.project(tx, access.actor, access.project.id)
    return Contents(overview.counts(tx, access.project.id), record.usage.used)
