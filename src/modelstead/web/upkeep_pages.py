"""The table of a project's packages, its activity and its trash."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def upkeep_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return what shows and clears what a project keeps."""
    del means
    return ()
