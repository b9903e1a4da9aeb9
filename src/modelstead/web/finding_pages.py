"""The tables of search and of the command palette, on the server and below a project's path."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def finding_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return search in everything that the visitor sees."""
    del means
    return ()


def project_finding_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return search in a project."""
    del means
    return ()
