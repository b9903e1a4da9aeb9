"""Roles, with GitLab's access levels, and what each may do."""

from enum import IntEnum

from modelstead.errors import InvalidParameter


class Role(IntEnum):
    """A member's role in a project or group; higher includes lower."""

    GUEST = 10
    PLANNER = 15
    REPORTER = 20
    DEVELOPER = 30
    MAINTAINER = 40
    OWNER = 50

    @property
    def label(self) -> str:
        return self.name.lower()


def role(name: str) -> Role:
    """Return the role of that name; raise InvalidParameter that lists the names."""
    try:
        return Role[name.upper()]
    except KeyError:
        known = ", ".join(each.label for each in Role)
        raise InvalidParameter(f"There is no role '{name}'; the roles are {known}.") from None
