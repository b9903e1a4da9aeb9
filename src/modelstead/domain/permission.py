"""Permissions: what an endpoint asks for, and which role and scope give it."""

from enum import Enum

import msgspec

from modelstead.domain.role import Role


class Scope(Enum):
    """What an access token is good for."""

    API = "api"
    READ_API = "read_api"
    READ_USER = "read_user"


class Permission(msgspec.Struct, frozen=True):
    """A right that an endpoint row names; `writes` asks for the scope api.

    In a project or a group, `role` is the lowest that has it. Elsewhere there are no roles: whoever has signed in has
    it, unless it is for administrators, or for everyone.
    """

    name: str
    role: Role | None
    writes: bool
    is_for_administrators: bool = False
    is_for_everyone: bool = False
    is_for_archived: bool = False  # may change a project that is in the archive
    scope: Scope | None = None  # that is enough too

    @property
    def scopes(self) -> frozenset[Scope]:
        """The token scopes of which one must be held."""
        held = _WRITING if self.writes else _READING
        return held if self.scope is None else held | {self.scope}

    @property
    def taken_by(self) -> str:
        """Who has it, for refusals."""
        if self.role is not None:
            return f"it takes the role {self.role.label} or higher"
        return "it takes an administrator" if self.is_for_administrators else "it takes an account"


_WRITING = frozenset({Scope.API})
_READING = frozenset({Scope.API, Scope.READ_API})

READ_EXPERIMENTS = Permission("read experiments", Role.GUEST, writes=False)
WRITE_EXPERIMENTS = Permission("write experiments", Role.DEVELOPER, writes=True)
READ_MODELS = Permission("read models", Role.GUEST, writes=False)
WRITE_MODELS = Permission("write models", Role.DEVELOPER, writes=True)
READ_PACKAGES = Permission("read packages", Role.GUEST, writes=False)
WRITE_PACKAGES = Permission("write packages", Role.DEVELOPER, writes=True)
# Addresses of webhooks may hold secrets, so that seeing them takes as much as changing them.
MANAGE_WEBHOOKS = Permission("manage webhooks", Role.MAINTAINER, writes=True)
