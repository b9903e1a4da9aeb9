"""The start page: how to log to this server."""

from collections.abc import Awaitable, Callable

from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Visit
from modelstead.settings import Settings, tracking_uri
from modelstead.web.dialect import page
from modelstead.web.templates import render


def home(settings: Settings) -> Callable[[Visit, Nothing], Awaitable[Answer]]:
    """Return the page's function; it shows the default project's tracking URI."""

    async def show(visit: Visit, _: Nothing) -> Answer:
        uri = tracking_uri(settings.url, settings.default_project)
        return page(render("home.html", visit=visit, tracking_uri=uri))

    return show
