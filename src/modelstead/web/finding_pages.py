"""The tables of search and of the command palette, on the server and below a project's path."""

from modelstead.domain.permission import READ_PROJECT, USE_ACCOUNT
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.finding import FindingPages, SearchState, Suggest
from modelstead.web.pages.starred import StarredPages


def finding_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return search in everything that the visitor sees, what is starred, and the number of runs that go on."""
    pages, starred = FindingPages(means.database), StarredPages(means.database)
    return (
        page("GET", "/-/search", pages.search, SearchState),
        page("GET", "/-/search/suggestions", pages.suggest, Suggest),
        page("GET", "/-/starred", starred.show, Nothing, USE_ACCOUNT),
        page("GET", "/-/running", starred.running, Nothing, USE_ACCOUNT),
    )


def project_finding_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return search in a project."""
    pages = FindingPages(means.database)
    return (
        page("GET", "/-/search", pages.search, SearchState, READ_PROJECT),
        page("GET", "/-/search/suggestions", pages.suggest, Suggest, READ_PROJECT),
    )
