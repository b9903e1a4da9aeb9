"""Every page has its data as JSON, without secrets."""

import json

import pytest

from modelstead.services import users
from tests.serving import Running
from tests.signing_in import PASSWORD, Browser, browser_of, person
from tests.web.audit_log import signed_in

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/", {"projects", "running", "recent", "quick_start"}),
        ("/-/profile/sessions", {"sessions"}),
        ("/-/profile/password", {"username", "shortest"}),
        ("/-/audit", {"events", "filter", "total"}),
        ("/-/projects/new", {"groups", "typed", "errors"}),
        ("/-/projects/switcher", {"projects"}),
        ("/-/help/search", {"examples", "entities", "operators"}),
        ("/-/help/keys", {"sections"}),
        ("/-/open?project=7", {"project", "address"}),
    ],
)
def test_a_page_has_its_data_as_json(site: Running, path: str, fields: set[str]) -> None:
    browser = signed_in(site, person(site, is_admin=True))
    answer = browser.get(path, **JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert fields <= set(answer.json())
    assert "accept" in answer.headers["vary"]
    assert browser.session not in answer.text
    assert '"form_token":""' in answer.text or "form_token" not in answer.text


def test_signing_in_has_it_too(browser: Browser, site: Running) -> None:
    assert browser.get("/-/sign-in?to=/-/audit", **JSON).json()["to"] == "/-/audit"
    form = {"username": person(site).username, "password": "wrong " + PASSWORD}
    answer = browser.http.post("/-/sign-in", data=form, headers=JSON)
    assert answer.status_code == 401
    assert "wrong" in json.loads(answer.text)["error"]
    assert PASSWORD not in answer.text


def test_the_data_of_a_set_up_link_does_not_hold_the_link(site: Running) -> None:
    user = person(site, password=None)
    secret: str = site.server.database.write_now(users.setup_link, site.server.secrets.key, user)
    answer = browser_of(site).get(f"/-/setup?secret={secret}", **JSON)
    assert answer.json()["username"] == user.username
    assert secret not in answer.text
