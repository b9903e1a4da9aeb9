"""The table of pages."""

from collections.abc import Callable
from pathlib import Path

from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Match, Open, Routes, Verb
from modelstead.http.health import Nothing
from modelstead.services.access_tokens import Secrets
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.web.dialect import WebDialect
from modelstead.web.pages.home import home
from modelstead.web.pages.setup import SetPassword, SetupPages, ShowSetup

ASSETS = {"site.css": b"text/css; charset=utf-8", "icon.svg": b"image/svg+xml"}


class WebPages:
    """See http.endpoint.Application."""

    def __init__(self, settings: Settings, database: Database, made_with: Secrets) -> None:
        setup = SetupPages(database, made_with)
        self.dialect = WebDialect()
        self.endpoints = (
            _row("GET", "/", home(settings)),
            _row("GET", "/-/setup", setup.show, ShowSetup),
            _row("POST", "/-/setup", setup.take, SetPassword),
            *(_row("GET", f"/-/assets/{name}", _asset(name, kind)) for name, kind in ASSETS.items()),
        )
        self._routes = Routes(self.endpoints)

    def match(self, method: str, path: str) -> Match | None:
        return self._routes.match(self.dialect, method, path)


def _row(method: str, path: str, handle: Callable[..., object], request: type = Nothing) -> Endpoint:
    return Endpoint(method, path, handle, request, Answer, Open.OPEN, Verb.PLAIN)


def _asset(name: str, kind: bytes) -> Callable[[Nothing], Answer]:
    answer = Answer(200, (Path(__file__).parent / "assets" / name).read_bytes(), kind)
    return lambda _: answer
