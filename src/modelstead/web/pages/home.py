"""The start page: how to log to this server."""

from collections.abc import Callable

from modelstead.http.health import Nothing
from modelstead.settings import Settings, tracking_uri
from modelstead.web.templates import render


def home(settings: Settings) -> Callable[[Nothing], str]:
    """Return the page's function; it shows the default project's tracking URI."""

    def show(_: Nothing) -> str:
        return render("home.html", tracking_uri=tracking_uri(settings.url, settings.default_project))

    return show
