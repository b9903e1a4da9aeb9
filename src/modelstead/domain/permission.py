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
    """A right that an endpoint row names; `role` is the lowest that has it, `writes` asks for the scope api."""

    name: str
    role: Role
    writes: bool

    @property
    def scopes(self) -> frozenset[Scope]:
        """The token scopes of which one must be held."""
        return _WRITING if self.writes else _READING


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
