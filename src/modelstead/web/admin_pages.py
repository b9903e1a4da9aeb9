"""The table of pages for administrators."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def admin_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return users, projects, jobs, health and storage."""
    del means
    return ()
