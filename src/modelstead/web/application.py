"""The table of pages."""

import re
from urllib.parse import unquote

from modelstead.domain.permission import CREATE_GROUPS, CREATE_PROJECTS, USE_ACCOUNT
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Match, Open, Place, Routes, Verb
from modelstead.web.account_pages import account_pages
from modelstead.web.admin_pages import admin_pages
from modelstead.web.audit_state import ExportAudit, ShowAudit
from modelstead.web.dialect import WebDialect
from modelstead.web.finding_pages import finding_pages
from modelstead.web.group_pages import group_pages
from modelstead.web.means import Means
from modelstead.web.page_table import page as _page
from modelstead.web.pages.assets import Asset, asset
from modelstead.web.pages.audit import AuditPages
from modelstead.web.pages.client_links import ClientLinks, Named, OpenState
from modelstead.web.pages.groups import CreateGroup, GroupsPages, GroupsState, NewGroupState
from modelstead.web.pages.help import help_keys, help_search
from modelstead.web.pages.home import HomePages, HomeState
from modelstead.web.pages.invitation import AcceptInvitation, InvitationPages, ShowInvitation
from modelstead.web.pages.markdown import Preview, preview
from modelstead.web.pages.new_project import CreateProject, NewProjectPages, NewProjectState
from modelstead.web.pages.open_id import Back, OpenIdPages, Start
from modelstead.web.pages.setup import SetPassword, SetupPages, ShowSetup
from modelstead.web.pages.sign_in import ShowSignIn, SignIn, SignInPages, SignOut
from modelstead.web.pages.switcher import SwitcherPages, SwitcherState
from modelstead.web.pages.theme import ChooseTheme, choose_theme
from modelstead.web.project_pages import project_pages

CLIENTS = "/api/v4/projects/"  # what addresses that clients print begin with
GROUPS = "/-/groups"  # with a group's path behind it, that of the group's page
_SLUG = r"[A-Za-z0-9_][\w.-]*"  # as domain.project has it
_PROJECT = re.compile(rf"/({_SLUG}(?:/{_SLUG})+)/?", re.ASCII)
_GROUP = re.compile(rf"/({_SLUG}(?:/{_SLUG})*)/?", re.ASCII)
OF_PLACE = "/-/"  # what stands between the path of a project or group and that of one of its pages


class WebPages:
    """See http.endpoint.Application."""

    def __init__(self, means: Means) -> None:
        settings, database, provider = means.settings, means.database, means.provider
        with_passwords = (database, means.made_with, means.passwords, means.rate_limits)
        setup, invitation = SetupPages(*with_passwords), InvitationPages(*with_passwords)
        sign_in = SignInPages(*with_passwords, provider=settings.oidc_name if provider else "")
        audit, links, new_project = AuditPages(database), ClientLinks(database), NewProjectPages(database)
        groups = GroupsPages(database)
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
            _page("GET", "/-/audit", audit.show, ShowAudit, USE_ACCOUNT),
            _page("GET", "/-/audit/export", audit.export, ExportAudit, USE_ACCOUNT),
            _page("GET", "/-/projects/switcher", SwitcherPages(database).show, SwitcherState),
            _page("GET", "/-/projects/new", new_project.show, NewProjectState, CREATE_PROJECTS),
            _page("POST", "/-/projects/new", new_project.create, CreateProject, CREATE_PROJECTS),
            _page("GET", "/-/projects/{project}", links.by_id, Named),
            _page("GET", "/-/groups", groups.show, GroupsState),
            _page("GET", "/-/new-group", groups.new, NewGroupState, CREATE_GROUPS),
            _page("POST", "/-/new-group", groups.create, CreateGroup, CREATE_GROUPS),
            _page("GET", "/-/open", links.open, OpenState),
            _page("GET", f"{CLIENTS}{{project}}/ml/mlflow", links.from_client, Named),
            _page("GET", f"{CLIENTS}{{project}}/ml/mlflow/", links.from_client, Named),
            _page("GET", "/-/help/search", help_search),
            _page("GET", "/-/help/keys", help_keys),
            _page("POST", "/-/markdown", preview, Preview, USE_ACCOUNT),
            _page("POST", "/-/theme", choose_theme, ChooseTheme),
            Endpoint("GET", "/-/assets/{name}", asset, Asset, Answer, Open.OPEN, Verb.PLAIN),
        )
        if provider is not None:
            open_id = OpenIdPages(database, means.made_with, provider)
            self.endpoints += (
                _page("GET", "/-/sign-in/oidc", open_id.start, Start),
                _page("GET", "/-/sign-in/oidc/callback", open_id.back, Back),
            )
        self.endpoints += (*account_pages(means), *admin_pages(means), *finding_pages(means))
        self.of_projects, self.of_groups = project_pages(means), group_pages(means)
        self._routes = Routes(self.endpoints, Place.SERVER)
        self._project_routes = Routes(self.of_projects, Place.PROJECT)
        self._group_routes = Routes(self.of_groups, Place.GROUP)

    def match(self, method: str, path: str) -> Match | None:
        """Return the page at a path; below a project's path, and at it, are the project's, and so with groups."""
        if path.startswith(f"{GROUPS}/"):
            return self._of_place(self._group_routes, _GROUP, method, path.removeprefix(GROUPS))
        if path == "/" or path.startswith(("/-/", CLIENTS)):
            return self._routes.match(self.dialect, method, path)
        return self._of_place(self._project_routes, _PROJECT, method, path)

    def _of_place(self, routes: Routes, paths: re.Pattern[str], method: str, path: str) -> Match | None:
        place, separator, page = path.partition(OF_PLACE)
        found = paths.fullmatch(unquote(place, errors="replace"))
        if found is None:
            return None
        return routes.match(self.dialect, method, OF_PLACE + page if separator else "/", found[1])
