"""Where jobs are looked up: set, changed and removed by forms that never show the token."""

import pytest

from tests.serving import Running
from tests.web.settings import Owned, owned

GOOD = {"url": "https://1.1.1.1", "project_path": "vision/defects", "token": "glpat-secret-of-theirs"}


@pytest.fixture
def here(site: Running) -> Owned:
    return owned(site)


def page(here: Owned, action: str = "") -> str:
    return f"{here.settings}/ci{action}"


def test_a_source_is_set_shown_without_its_token_and_removed(here: Owned) -> None:
    assert "Set up" in here.browser.get(page(here)).text
    assert here.browser.send(page(here, "/source"), **GOOD).status_code == 303
    for path in ("", "/source"):
        shown = here.browser.get(page(here, path)).text
        assert "vision/defects" in shown
        assert "glpat-secret" not in shown
    view = here.browser.get(page(here), Accept="application/json").json()["source"]
    assert (view["url"], view["has_token"], view["last_error"]) == ("https://1.1.1.1", True, "")
    kept = {"url": GOOD["url"], "project_path": "vision/other"}
    assert here.browser.send(page(here, "/source"), **kept).status_code == 303
    assert here.browser.get(page(here), Accept="application/json").json()["source"]["has_token"]
    assert here.browser.send(page(here, "/source"), **kept, without_token="1").status_code == 303
    assert not here.browser.get(page(here), Accept="application/json").json()["source"]["has_token"]
    assert here.browser.send(page(here, "/source/remove")).status_code == 303
    assert "Set up" in here.browser.get(page(here)).text


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("url", "gitlab.com", "http:// or https://"),
        ("url", "http://1.1.1.1", "without encryption"),
        ("url", "https://10.0.0.1", "not public"),
        ("project_path", "alone", "The project names a project"),
        ("token", "two words", "The token is 1 to"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(here: Owned, field: str, value: str, why: str) -> None:
    answer = here.browser.send(page(here, "/source"), **GOOD | {field: value})
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert why in answer.text
    assert "glpat-secret" not in answer.text
