"""What pages of a project and of a group share: the same page stands at both."""

from typing import Literal

from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.group import Group
from modelstead.domain.project import Project
from modelstead.http.visit import Visit

Kind = Literal["project", "group"]


def place_of(visit: Visit) -> Access | GroupAccess:
    """Return the visitor's standing in the project or group that the page is of."""
    assert isinstance(visit.access, Access | GroupAccess)
    return visit.access


def itself(place: Access | GroupAccess) -> Project | Group:
    """Return the project or group."""
    return place.project if isinstance(place, Access) else place.group


def kind_of(place: Access | GroupAccess) -> Kind:
    """Return the word for it."""
    return "project" if isinstance(place, Access) else "group"
