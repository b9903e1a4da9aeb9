"""Who performs a request, and what they may do where it leads."""

import msgspec

from modelstead.domain.ci_identity import CiIdentity
from modelstead.domain.group import Group
from modelstead.domain.permission import Permission, Scope
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role


class Actor(msgspec.Struct, frozen=True):
    """A user as known through one credential; `user_id` is None for someone who showed none.

    `ci` is what the ID token of a CI job says, for the bot that acts on its behalf.
    """

    user_id: int | None
    username: str
    is_admin: bool
    scopes: frozenset[Scope]
    token_id: int | None = None
    expires_at: int | None = None
    is_bot: bool = False
    session_id: int | None = None
    ci: CiIdentity | None = None

    @property
    def author(self) -> str:
        """Who is behind what the actor makes: of a CI job, who started it."""
        return (self.ci.facts.user_login if self.ci is not None else "") or self.username

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None


ANONYMOUS = Actor(user_id=None, username="", is_admin=False, scopes=frozenset({Scope.READ_API}))


class Access(msgspec.Struct, frozen=True):
    """An actor's standing in a project: what services are handed."""

    actor: Actor
    project: Project
    role: Role | None

    @property
    def sees(self) -> bool:
        """Whether the project exists for this actor at all."""
        return _sees(self.actor, self.role, self.project.visibility)

    def allows(self, permission: Permission) -> bool:
        """Whether the role (not the token's scope) gives a permission; anyone who sees a project reads as a guest."""
        return _allows(self.actor, self.role, permission, sees=self.sees)


class GroupAccess(msgspec.Struct, frozen=True):
    """An actor's standing in a group."""

    actor: Actor
    group: Group
    role: Role | None

    @property
    def sees(self) -> bool:
        """Whether the group exists for this actor at all."""
        return _sees(self.actor, self.role, self.group.visibility)

    def allows(self, permission: Permission) -> bool:
        """Whether the role (not the token's scope) gives a permission."""
        return _allows(self.actor, self.role, permission, sees=self.sees)


class ServerAccess(msgspec.Struct, frozen=True):
    """An actor's standing where no project and no group is named."""

    actor: Actor

    def allows(self, permission: Permission) -> bool:
        """Whether the actor (not the token's scope) has a permission."""
        if permission.is_for_administrators:
            return self.actor.is_admin
        if self.actor.is_bot and permission.writes and not permission.is_for_bots:
            return False
        return permission.is_for_everyone or not self.actor.is_anonymous


Standing = Access | GroupAccess | ServerAccess

OPERATOR = ServerAccess(Actor(user_id=None, username="", is_admin=True, scopes=frozenset({Scope.API})))
"""Who runs commands beside the server, and the server itself."""


def _sees(actor: Actor, role: Role | None, visibility: Visibility) -> bool:
    if role is not None or actor.is_admin:
        return True
    if visibility is Visibility.INTERNAL:
        return not actor.is_anonymous
    return visibility is Visibility.PUBLIC


def _allows(actor: Actor, role: Role | None, permission: Permission, *, sees: bool) -> bool:
    if actor.is_admin:
        return True
    if permission.role is None:
        return not actor.is_anonymous
    if role is not None and role >= permission.role:
        return True
    return permission.role is Role.GUEST and not permission.writes and sees
