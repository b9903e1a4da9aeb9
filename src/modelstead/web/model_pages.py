"""The table of pages about registered models, below a project's path."""

from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means


def model_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the list of models, a model's pages and its forms, and how clients are used."""
    del means
    return ()
