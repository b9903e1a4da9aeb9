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
    is_for_bots: bool = False  # may be used to write outside the project or group that a bot lives in
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
        return "it takes an administrator" if self.is_for_administrators else "it takes a person's account"


_WRITING = frozenset({Scope.API})
_READING = frozenset({Scope.API, Scope.READ_API})

READ_EXPERIMENTS = Permission("read experiments", Role.GUEST, writes=False)
WRITE_EXPERIMENTS = Permission("write experiments", Role.DEVELOPER, writes=True)
READ_MODELS = Permission("read models", Role.GUEST, writes=False)
WRITE_MODELS = Permission("write models", Role.DEVELOPER, writes=True)
READ_PACKAGES = Permission("read packages", Role.GUEST, writes=False)
WRITE_PACKAGES = Permission("write packages", Role.DEVELOPER, writes=True)
# What is purged is gone for good, which is more than to put it in the trash.
PURGE = Permission("purge the trash", Role.MAINTAINER, writes=True)
# Addresses of webhooks may hold secrets, so that seeing them takes as much as changing them.
MANAGE_WEBHOOKS = Permission("manage webhooks", Role.MAINTAINER, writes=True)
# Whom the rules let in may read a project in the archive too, so that they can be ended there.
MANAGE_CI = Permission("manage the project's trust in CI", Role.MAINTAINER, writes=True, is_for_archived=True)

# Accounts and access tokens, which belong to no project.
READ_USERS = Permission("read users", None, writes=False, scope=Scope.READ_USER)
MANAGE_USERS = Permission("manage users", None, writes=True, is_for_administrators=True)
ADMINISTER = Permission("administer the server", None, writes=True, is_for_administrators=True)
READ_TOKENS = Permission("read access tokens", None, writes=False)
MANAGE_TOKENS = Permission("manage access tokens", None, writes=True)
# Any token may say what it is and end itself; only one that writes may live on as another.
READ_THIS_TOKEN = Permission("read this access token", None, writes=False, scope=Scope.READ_USER)
END_THIS_TOKEN = Permission("revoke this access token", None, writes=False, scope=Scope.READ_USER)
ROTATE_THIS_TOKEN = Permission("rotate this access token", None, writes=True, is_for_bots=True)
# Tokens of a project or group: a bot that is a member there. An archived project's tokens can still be ended.
READ_PROJECT_TOKENS = Permission("read the project's access tokens", Role.MAINTAINER, writes=False)
MANAGE_PROJECT_TOKENS = Permission(
    "manage the project's access tokens", Role.MAINTAINER, writes=True, is_for_archived=True
)
READ_GROUP_TOKENS = Permission("read the group's access tokens", Role.OWNER, writes=False)
MANAGE_GROUP_TOKENS = Permission("manage the group's access tokens", Role.OWNER, writes=True)
ROTATE_THIS_BOTS_TOKEN = Permission("rotate this access token", Role.GUEST, writes=True, is_for_archived=True)

# Pages: those that anyone may look at, and those of one's own account.
VISIT = Permission("look at pages", None, writes=False, is_for_everyone=True)
USE_ACCOUNT = Permission("use the pages of an account", None, writes=True)
# Invitations.
INVITE_TO_PROJECT = Permission("invite to the project", Role.MAINTAINER, writes=True)
INVITE_TO_GROUP = Permission("invite to the group", Role.OWNER, writes=True)

# The audit log, also that of a project in the archive.
READ_PROJECT_AUDIT = Permission("read the project's audit events", Role.MAINTAINER, writes=False)
READ_GROUP_AUDIT = Permission("read the group's audit events", Role.OWNER, writes=False)
READ_AUDIT = Permission("read audit events", None, writes=False, is_for_administrators=True)

# Projects, groups and their members. Where nothing is named yet, everyone lists what they see.
READ_PLACES = Permission("list projects and groups", None, writes=False, is_for_everyone=True)
CREATE_PROJECTS = Permission("create projects", None, writes=True, is_for_bots=True)
CREATE_GROUPS = Permission("create groups", None, writes=True, is_for_bots=True)
READ_PROJECT = Permission("read the project", Role.GUEST, writes=False)
# Settings can be looked at in the archive too: that is where one takes a project out of it.
READ_SETTINGS = Permission("read the project's settings", Role.MAINTAINER, writes=False)
CHANGE_PROJECT = Permission("change the project's settings", Role.MAINTAINER, writes=True)
CHANGE_VISIBILITY = Permission("change the project's visibility", Role.OWNER, writes=True)
ARCHIVE_PROJECT = Permission("archive and unarchive the project", Role.OWNER, writes=True, is_for_archived=True)
TRANSFER_PROJECT = Permission("transfer the project", Role.OWNER, writes=True, is_for_archived=True)
DELETE_PROJECT = Permission("delete the project", Role.OWNER, writes=True, is_for_archived=True)
# Who is who is for those who have an account, even where the project is for everyone.
READ_MEMBERS = Permission("read members", None, writes=False)
MANAGE_MEMBERS = Permission("manage the project's members", Role.MAINTAINER, writes=True, is_for_archived=True)
# Anyone may go; whom else a caller may remove is for the service to say.
LEAVE = Permission("leave the project or group", Role.GUEST, writes=True, is_for_archived=True)
STAR = Permission("star anything here", None, writes=True, is_for_archived=True)
READ_GROUP = Permission("read the group", Role.GUEST, writes=False)
CREATE_IN_GROUP = Permission("create projects in the group", Role.DEVELOPER, writes=True)
TRANSFER_INTO_GROUP = Permission("transfer projects into the group", Role.MAINTAINER, writes=True)
CREATE_SUBGROUPS = Permission("create subgroups of the group", Role.MAINTAINER, writes=True)
CHANGE_GROUP = Permission("change the group's settings", Role.OWNER, writes=True)
DELETE_GROUP = Permission("delete the group", Role.OWNER, writes=True)
MANAGE_GROUP_MEMBERS = Permission("manage the group's members", Role.OWNER, writes=True)
