"""Groups are created, changed and deleted by forms."""

import pytest

from modelstead.domain.project import Visibility
from modelstead.services import projects
from tests.serving import Running
from tests.web.settings import Owned, owned

NEW = "/-/new-group"


@pytest.fixture(scope="module")
def kept(site: Running) -> Owned:
    """Return a place that no test changes."""
    return owned(site)


@pytest.fixture
def place(site: Running) -> Owned:
    return owned(site)


def test_a_group_is_made_at_the_top_and_below_another(place: Owned) -> None:
    top = f"New {place.group}"
    answer = place.browser.send(NEW, name=top, description="why", visibility="internal")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/-/groups/new-{place.group}")
    page = place.browser.get(answer.headers["location"]).text
    assert "The group is there." in page
    assert "<p>why</p>" in page
    below = place.browser.send(NEW, name="Below", parent=place.group)
    assert below.headers["location"] == f"{place.group_page}/below"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "ok", "slug": "not a slug"}, "slug"),
        ({"name": "🚀"}, "slug"),
        ({"name": "ok", "description": "x" * 2_001}, "description"),
        ({"name": "ok", "visibility": "everybody"}, "visibility"),
    ],
)
def test_what_is_wrong_stands_at_its_field(kept: Owned, form: dict[str, str], field: str) -> None:
    answer = kept.browser.send(NEW, **form)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (400, True)


def test_a_taken_path_and_a_wider_visibility_are_told_at_their_fields(kept: Owned) -> None:
    taken = kept.browser.send(NEW, name="x", slug=kept.group.upper())
    assert (taken.status_code, 'id="slug-error"' in taken.text) == (400, True)
    wide = kept.browser.send(NEW, name="x", parent=kept.group, visibility="public")
    assert (wide.status_code, 'id="visibility-error"' in wide.text) == (400, True)


def test_a_parent_that_one_does_not_see_is_as_one_that_is_missing(kept: Owned) -> None:
    hidden = owned(kept.site).group
    answers = [kept.browser.send(NEW, name="x", parent=parent) for parent in (hidden, "nobody-there")]
    assert [each.status_code for each in answers] == [404, 404]


def test_name_path_and_visibility_change(place: Owned) -> None:
    settings = f"{place.group_page}/-/settings"
    assert place.browser.get(settings).headers["location"] == f"{settings}/general"
    assert place.browser.send(f"{settings}/general", name="Renamed", description="d").status_code == 303
    assert place.browser.send(f"{settings}/visibility", visibility="public").status_code == 303
    moved = place.browser.send(f"{settings}/path", slug=f"moved-{place.group}").headers["location"]
    assert moved == f"/-/groups/moved-{place.group}/-/settings/general"
    page = place.browser.get(moved).text
    assert 'value="Renamed"' in page
    assert place.browser.get(f"/moved-{place.group}/project").status_code == 200
    assert place.browser.get(place.group_page).status_code == 404


def test_a_group_cannot_become_narrower_than_what_is_in_it(site: Running) -> None:
    place = owned(site, Visibility.PUBLIC)
    visibility = f"{place.group_page}/-/settings/visibility"
    asked = place.browser.send(visibility, visibility="private")
    assert (asked.status_code, 'name="confirmed"' in asked.text) == (200, True)
    answer = place.browser.send(visibility, visibility="private", confirmed="1")
    assert (answer.status_code, 'id="visibility-error"' in answer.text) == (400, True)


def test_a_group_is_deleted_with_all_below_when_its_path_is_typed(place: Owned) -> None:
    place.site.server.database.write_now(projects.create, f"{place.group}/inner/p", Visibility.PRIVATE)
    delete = f"{place.group_page}/-/settings/delete"
    page = place.browser.get(delete).text
    assert "<strong>2 projects</strong> and <strong>1 subgroup</strong>" in page
    wrong = place.browser.send(delete, path="x")
    assert (wrong.status_code, 'id="path-error"' in wrong.text) == (400, True)
    assert place.browser.send(delete, path=place.group).headers["location"] == "/-/groups"
    assert "modelstead group restore" in place.browser.get("/-/groups").text
    assert place.browser.get(place.group_page).status_code == 404
    assert place.browser.get(f"/{place.project.path}").status_code == 404
