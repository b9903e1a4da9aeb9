"""The table of pages."""

import re
from urllib.parse import unquote

from modelstead.domain.permission import CREATE_PROJECTS, USE_ACCOUNT
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Match, Open, Place, Routes, Verb
from modelstead.http.health import Nothing
from modelstead.http.rate_limits import RateLimits
from modelstead.services.access_tokens import Secrets
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.open_id import Provider
from modelstead.services.passwords import Passwords
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.web.dialect import WebDialect
from modelstead.web.page_table import page as _page
from modelstead.web.pages.assets import Asset, asset
from modelstead.web.pages.audit import AuditPages, ShowAudit
from modelstead.web.pages.client_links import ClientLinks, Named, OpenState
from modelstead.web.pages.help import help_keys, help_search
from modelstead.web.pages.home import HomePages, HomeState
from modelstead.web.pages.invitation import AcceptInvitation, InvitationPages, ShowInvitation
from modelstead.web.pages.new_project import CreateProject, NewProjectPages
from modelstead.web.pages.open_id import Back, OpenIdPages, Start
from modelstead.web.pages.password import ChangePassword, PasswordPages
from modelstead.web.pages.sessions import EndSession, SessionPages
from modelstead.web.pages.setup import SetPassword, SetupPages, ShowSetup
from modelstead.web.pages.sign_in import ShowSignIn, SignIn, SignInPages, SignOut
from modelstead.web.pages.switcher import SwitcherPages, SwitcherState
from modelstead.web.pages.theme import ChooseTheme, choose_theme
from modelstead.web.project_pages import Means, project_pages

CLIENTS = "/api/v4/projects/"  # what addresses that clients print begin with
_PROJECT = re.compile(r"/([A-Za-z0-9_][\w.-]*(?:/[A-Za-z0-9_][\w.-]*)+)/?", re.ASCII)  # as domain.project has paths
OF_PROJECT = "/-/"  # what stands between a project's path and that of one of its pages


class WebPages:
    """See http.endpoint.Application. `provider` is None where people sign in by password only."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        files: ArtifactFiles,
        made_with: Secrets,
        passwords: Passwords,
        rate_limits: RateLimits,
        provider: Provider | None,
    ) -> None:
        means = (database, made_with, passwords, rate_limits)
        setup, password, invitation = SetupPages(*means), PasswordPages(*means), InvitationPages(*means)
        sign_in = SignInPages(*means, provider=settings.oidc_name if provider else "")
        sessions, audit = SessionPages(database), AuditPages(database)
        links, new_project = ClientLinks(database), NewProjectPages(database)
        self.dialect = WebDialect()
        self.endpoints: tuple[Endpoint, ...] = (
            _page("GET", "/", HomePages(database, settings).show, HomeState),
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
            _page("GET", "/-/projects/switcher", SwitcherPages(database).show, SwitcherState),
            _page("GET", "/-/projects/new", new_project.show, Nothing, CREATE_PROJECTS),
            _page("POST", "/-/projects/new", new_project.create, CreateProject, CREATE_PROJECTS),
            _page("GET", "/-/projects/{project}", links.by_id, Named),
            _page("GET", "/-/open", links.open, OpenState),
            _page("GET", f"{CLIENTS}{{project}}/ml/mlflow", links.from_client, Named),
            _page("GET", f"{CLIENTS}{{project}}/ml/mlflow/", links.from_client, Named),
            _page("GET", "/-/help/search", help_search),
            _page("GET", "/-/help/keys", help_keys),
            _page("POST", "/-/theme", choose_theme, ChooseTheme),
            Endpoint("GET", "/-/assets/{name}", asset, Asset, Answer, Open.OPEN, Verb.PLAIN),
        )
        if provider is not None:
            open_id = OpenIdPages(database, made_with, provider)
            self.endpoints += (
                _page("GET", "/-/sign-in/oidc", open_id.start, Start),
                _page("GET", "/-/sign-in/oidc/callback", open_id.back, Back),
            )
        self.of_projects = project_pages(Means(settings, database, files, made_with))
        self._routes = Routes(self.endpoints, Place.SERVER)
        self._project_routes = Routes(self.of_projects, Place.PROJECT)

    def match(self, method: str, path: str) -> Match | None:
        """Return the page at a path; below a project's path, and at it, are the project's."""
        if path == "/" or path.startswith(("/-/", CLIENTS)):
            return self._routes.match(self.dialect, method, path)
        project, separator, page = path.partition(OF_PROJECT)
        found = _PROJECT.fullmatch(unquote(project, errors="replace"))
        if found is None:
            return None
        return self._project_routes.match(self.dialect, method, OF_PROJECT + page if separator else "/", found[1])
