"""One's own account: who one is here, and where one belongs."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Standing
from modelstead.domain.group import GroupRecord
from modelstead.domain.project import ProjectRecord
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import users
from modelstead.services.users import Change
from modelstead.store import group_search, identities, passwords, project_search
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.store.identities import Identity
from modelstead.store.project_search import ProjectOrder, WantedProjects
from modelstead.store.transaction import Transaction


class Profile(msgspec.Struct, frozen=True):
    """A person, how they sign in, and what they have a role in; the counts are of all, the lists may be shorter."""

    user: User
    has_password: bool
    identities: list[Identity]
    projects: list[ProjectRecord]
    project_count: int
    groups: list[GroupRecord]
    group_count: int


def own(tx: Transaction, access: Standing) -> Profile:
    """Return the profile of who asks."""
    actor, now = access.actor, clock.now_ms()
    user = users.find(tx, actor.user_id or 0)
    wanted = WantedProjects(min_role=Role.GUEST, order=ProjectOrder.PATH, descending=False, limit=limits.PROFILE_PLACES)
    groups, group_count = group_search.page(
        tx, actor, WantedGroups(min_role=Role.GUEST, order=GroupOrder.PATH, limit=limits.PROFILE_PLACES), now
    )
    return Profile(
        user,
        passwords.has_one(tx, user.id),
        identities.of_user(tx, user.id),
        project_search.page(tx, actor, wanted, now),
        project_search.count(tx, actor, wanted, now),
        groups,
        group_count,
    )


def rename(tx: Transaction, access: Standing, name: str) -> User:
    """Let somebody be called otherwise. Username and address, which others trust, are an administrator's to change."""
    user = users.find(tx, access.actor.user_id or 0)
    return users.update(tx, user, Change(name=name.strip()), by=access)
