"""The table of pages: what is open, and what a form needs."""

import pytest

from modelstead.domain.permission import USE_ACCOUNT, Permission
from modelstead.http.endpoint import Endpoint, Open, Verb
from modelstead.http.health import Nothing
from modelstead.http.visit import Form
from modelstead.web import application
from tests.serving import Running

OPEN = {
    "/",
    "/-/setup",
    "/-/sign-in",
    "/-/sign-out",
    "/-/invitations",
    "/-/assets/{name}",
    "/-/theme",
    "/-/help/search",
    "/-/help/keys",
    "/-/open",
    "/-/projects/switcher",
    "/-/projects/{project}",
    "/-/groups",
    "/-/search",
    "/-/search/suggestions",
    "/api/v4/projects/{project}/ml/mlflow",
    "/api/v4/projects/{project}/ml/mlflow/",
}


def pages(site: Running) -> tuple[Endpoint, ...]:
    return next(each for each in site.server.applications if isinstance(each, application.WebPages)).endpoints


def test_pages_that_anyone_may_open_are_these(site: Running) -> None:
    assert {row.path for row in pages(site) if row.permission is Open.OPEN} == OPEN


def test_every_form_for_people_has_a_token(site: Running) -> None:
    forms = [row for row in pages(site) if row.method == "POST" and isinstance(row.permission, Permission)]
    assert {"/-/profile/password", "/-/profile/sessions", "/-/projects/new", "/-/admin/users"} <= {
        row.path for row in forms
    }
    assert all(issubclass(row.request, Form) and row.verb is Verb.PAGE for row in forms)


def test_a_form_without_a_token_stops_the_start() -> None:
    page = vars(application)["_page"]
    with pytest.raises(TypeError, match="its form needs a token"):
        page("POST", "/-/x", lambda: None, Nothing, USE_ACCOUNT)
