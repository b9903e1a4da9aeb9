"""The table of pages about model versions, below a project's path."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def version_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return a version's pages, its files and forms, the promotion of runs, and the comparison of versions."""
    del means
    return ()
