"""Saved views: how somebody looks at an experiment's runs, under a name, for everybody who sees the experiment."""

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length
from modelstead.errors import InvalidParameter


class SavedView(msgspec.Struct, frozen=True):
    """A view: `query` is what stands behind the ? of the page's address."""

    id: int
    name: str
    query: str
    username: str = ""  # of who saved it


def check_name(name: str) -> str:
    """Return a view's name without spaces around it; raise InvalidParameter when it is blank or too long."""
    if not name.strip():
        raise InvalidParameter("A saved view needs a name.")
    return check_length(name.strip(), "name", limits.SAVED_VIEW_NAME_LENGTH)
