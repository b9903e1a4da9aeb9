"""Who performs a request, and what they may do in the project at hand."""

import msgspec

from modelstead.domain.permission import Permission, Scope
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role


class Actor(msgspec.Struct, frozen=True):
    """A user as known through one credential; `user_id` is None for someone who showed none."""

    user_id: int | None
    username: str
    is_admin: bool
    scopes: frozenset[Scope]
    token_id: int | None = None
    expires_at: int | None = None

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
        if self.role is not None or self.actor.is_admin:
            return True
        if self.project.visibility is Visibility.INTERNAL:
            return not self.actor.is_anonymous
        return self.project.visibility is Visibility.PUBLIC

    def allows(self, permission: Permission) -> bool:
        """Whether the role (not the token's scope) gives a permission; anyone who sees a project reads as a guest."""
        if self.actor.is_admin:
            return True
        if self.role is not None and self.role >= permission.role:
            return True
        return permission.role is Role.GUEST and not permission.writes and self.sees
