"""What each role may do, as pages tell it: printed from the permissions themselves."""

import msgspec

from modelstead.domain import permission
from modelstead.domain.permission import ROTATE_THIS_BOTS_TOKEN, Permission
from modelstead.domain.role import Role

_OF_GROUPS = "the group"  # what names of permissions say that mean something in a group alone


class RoleHelp(msgspec.Struct, frozen=True):
    """A role, and what it may do beyond the role before it."""

    role: str
    may: list[str]


def roles_help(*, in_project: bool) -> list[RoleHelp]:
    """Return every role from the lowest; in a project without what is about groups alone."""
    found = {each.name: each for each in vars(permission).values() if isinstance(each, Permission)}
    told = [
        each
        for each in found.values()
        if each is not ROTATE_THIS_BOTS_TOKEN and not (in_project and _OF_GROUPS in each.name)  # bots' own affair
    ]
    return [RoleHelp(role.label, [each.name for each in told if each.role is role]) for role in Role]
