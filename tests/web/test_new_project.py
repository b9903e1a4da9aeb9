"""The form that creates a project."""

import pytest

from tests.serving import Running
from tests.signing_in import Browser, person
from tests.web.audit_log import project_of, signed_in

PAGE = "/-/projects/new"


@pytest.fixture
def somebody(site: Running) -> Browser:
    user = person(site)
    browser = signed_in(site, user)
    browser.http.headers["X-Name"] = user.username
    return browser


def test_a_project_is_made_in_one_s_own_group(somebody: Browser) -> None:
    name = somebody.http.headers["X-Name"]
    answer = somebody.send(PAGE, name="Demand Forecast", description="why")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{name}/demand-forecast")
    page = somebody.get(f"/{name}/demand-forecast").text
    assert "The project is there." in page
    assert "<p>why</p>" in page


def test_a_project_is_made_in_a_group_that_one_may_write_to(site: Running) -> None:
    owner = person(site)
    group = project_of(site, owner).path.partition("/")[0]
    browser = signed_in(site, owner)
    assert f'<option value="{group}">' in browser.get(PAGE).text
    assert browser.send(PAGE, name="x", slug="second", group=group).headers["location"] == f"/{group}/second"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "ok", "slug": "not a slug"}, "slug"),
        ({"name": "ok", "slug": "a/b"}, "slug"),
        ({"name": "🚀"}, "slug"),
        ({"name": "ok", "description": "x" * 2_001}, "description"),
    ],
)
def test_what_is_wrong_stands_at_its_field(somebody: Browser, form: dict[str, str], field: str) -> None:
    answer = somebody.send(PAGE, **form)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    for value in form.values():
        assert value.strip() in answer.text


def test_a_taken_path_and_a_wider_visibility_are_told_at_their_fields(somebody: Browser) -> None:
    assert somebody.send(PAGE, name="first").status_code == 303
    taken = somebody.send(PAGE, name="First")
    assert (taken.status_code, 'id="slug-error"' in taken.text) == (400, True)
    wide = somebody.send(PAGE, name="second", visibility="public")
    assert (wide.status_code, 'id="visibility-error"' in wide.text) == (400, True)


def test_a_group_that_one_does_not_see_is_as_one_that_is_missing(site: Running, somebody: Browser) -> None:
    hidden = project_of(site, person(site)).path.partition("/")[0]
    answers = [somebody.send(PAGE, name="x", group=group) for group in (hidden, "nobody-there")]
    assert [each.status_code for each in answers] == [answers[1].status_code] * 2
    assert answers[0].status_code in (400, 404)
