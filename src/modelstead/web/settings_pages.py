"""The table of a project's settings."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def settings_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return general settings, members, access tokens, webhooks and storage."""
    del means
    return ()
