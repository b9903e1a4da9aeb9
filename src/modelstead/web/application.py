"""The table of pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from modelstead.domain.permission import USE_ACCOUNT, Permission
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Match, Open, Place, Routes, Verb
from modelstead.http.health import Nothing
from modelstead.http.rate_limits import RateLimits
from modelstead.http.reception import SAFE_METHODS
from modelstead.http.visit import Form
from modelstead.services.access_tokens import Secrets
from modelstead.services.open_id import Provider
from modelstead.services.passwords import Passwords
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.web.dialect import WebDialect
from modelstead.web.pages.audit import AuditPages, ShowAudit
from modelstead.web.pages.home import home
from modelstead.web.pages.invitation import AcceptInvitation, InvitationPages, ShowInvitation
from modelstead.web.pages.open_id import Back, OpenIdPages, Start
from modelstead.web.pages.password import ChangePassword, PasswordPages
from modelstead.web.pages.sessions import EndSession, SessionPages
from modelstead.web.pages.setup import SetPassword, SetupPages, ShowSetup
from modelstead.web.pages.sign_in import ShowSignIn, SignIn, SignInPages, SignOut

ASSETS = {"site.css": b"text/css; charset=utf-8", "icon.svg": b"image/svg+xml"}


class WebPages:
    """See http.endpoint.Application. `provider` is None where people sign in by password only."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        made_with: Secrets,
        passwords: Passwords,
        rate_limits: RateLimits,
        provider: Provider | None,
    ) -> None:
        means = (database, made_with, passwords, rate_limits)
        setup, password, invitation = SetupPages(*means), PasswordPages(*means), InvitationPages(*means)
        sign_in = SignInPages(*means, provider=settings.oidc_name if provider else "")
        sessions, audit = SessionPages(database), AuditPages(database)
        self.dialect = WebDialect()
        self.endpoints = (
            _page("GET", "/", home(settings)),
            _page("GET", "/-/setup", setup.show, ShowSetup),
            _page("POST", "/-/setup", setup.take, SetPassword),
            _page("GET", "/-/sign-in", sign_in.show, ShowSignIn),
            _page("POST", "/-/sign-in", sign_in.take, SignIn),
            _page("POST", "/-/sign-out", sign_in.leave, SignOut),
            _page("GET", "/-/invitations", invitation.show, ShowInvitation),
            _page("POST", "/-/invitations", invitation.take, AcceptInvitation),
            _page("GET", "/-/profile/password", password.show, Nothing, USE_ACCOUNT),
            _page("POST", "/-/profile/password", password.take, ChangePassword, USE_ACCOUNT),
            _page("GET", "/-/profile/sessions", sessions.show, Nothing, USE_ACCOUNT),
            _page("POST", "/-/profile/sessions", sessions.end, EndSession, USE_ACCOUNT),
            _page("GET", "/-/audit", audit.show, ShowAudit, USE_ACCOUNT),
            _page("GET", "/-/audit/export", audit.export, ShowAudit, USE_ACCOUNT),
            *(_asset(f"/-/assets/{name}", name, kind) for name, kind in ASSETS.items()),
        )
        if provider is not None:
            open_id = OpenIdPages(database, made_with, provider)
            self.endpoints += (
                _page("GET", "/-/sign-in/oidc", open_id.start, Start),
                _page("GET", "/-/sign-in/oidc/callback", open_id.back, Back),
            )
        self._routes = Routes(self.endpoints, Place.SERVER)

    def match(self, method: str, path: str) -> Match | None:
        return self._routes.match(self.dialect, method, path)


def _page(
    method: str,
    path: str,
    handle: Callable[..., object],
    request: type[Any] = Nothing,
    permission: Permission | Open = Open.OPEN,
) -> Endpoint:
    if method not in SAFE_METHODS and isinstance(permission, Permission) and not issubclass(request, Form):
        raise TypeError(f"{method} {path} changes something for people, so its form needs a token.")
    return Endpoint(method, path, handle, request, Answer, permission, Verb.PAGE)


def _asset(path: str, name: str, kind: bytes) -> Endpoint:
    answer = Answer(200, (Path(__file__).parent / "assets" / name).read_bytes(), kind)
    return Endpoint("GET", path, lambda _: answer, Nothing, Answer, Open.OPEN, Verb.PLAIN)
