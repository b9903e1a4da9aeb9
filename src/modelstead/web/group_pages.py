"""The table of a group's pages. Paths are below the group's own; "/" is the group itself."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def group_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return a group's page, its activity and its settings."""
    del means
    return ()
