"""The list of groups, a group's own page, and who finds them."""

import re

import pytest

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import projects
from tests.serving import Running
from tests.signing_in import Browser, browser_of
from tests.web.settings import Owned, owned


@pytest.fixture(scope="module")
def kept(site: Running) -> Owned:
    """Return a place that no test changes."""
    return owned(site)


@pytest.fixture
def place(site: Running) -> Owned:
    return owned(site)


def depths(page: str, path: str) -> list[tuple[str, int]]:
    """Return the paths of the listed groups at and below one, with how far in each is."""
    rows = re.findall(r'class="name depth-(\d)">.*?<a href="/-/groups/([^"]*)"', page)
    return [(found, int(depth)) for depth, found in rows if found == path or found.startswith((f"{path}/", f"{path}-"))]


def test_groups_are_a_tree_of_paths_with_projects_counted_below(place: Owned) -> None:
    for path in ("inner/deep/p", "inner/q", "inner-x/r"):
        place.site.server.database.write_now(projects.create, f"{place.group}/{path}", Visibility.PRIVATE)
    page = place.browser.get("/-/groups").text
    top = place.group
    wanted = [(top, 0), (f"{top}/inner", 1), (f"{top}/inner/deep", 2), (f"{top}/inner-x", 1)]
    assert depths(page, top) == wanted
    counts = place.browser.get("/-/groups", accept="application/json").json()["rows"]
    found = {each["group"]["record"]["group"]["path"]: each["group"]["projects"] for each in counts}
    assert [found[path] for path, _ in wanted] == [4, 2, 1, 1]
    searched = place.browser.http.get("/-/groups", params={"q": f"{top}/inner/"}).text
    assert depths(searched, top) == [(f"{top}/inner/deep", 0)]


def test_a_group_shows_what_is_in_it_and_finds_what_is_below(place: Owned) -> None:
    place.site.server.database.write_now(projects.create, f"{place.group}/inner/buried", Visibility.PRIVATE)
    page = place.browser.get(place.group_page).text
    assert f'href="/{place.project.path}"' in page
    assert f'href="/-/groups/{place.group}/inner"' in page
    assert "buried" not in page
    assert f'href="/{place.group}/inner/buried"' in place.browser.http.get(place.group_page, params={"q": "buri"}).text


def test_buttons_are_there_for_whom_they_work(kept: Owned) -> None:
    page = kept.browser.get(kept.group_page).text
    new_project, new_group = f"/-/projects/new?group={kept.group}", f"/-/new-group?parent={kept.group}"
    assert f'href="{new_project}"' in page
    assert f'href="{new_group}"' in page
    assert f'<option value="{kept.group}" selected>' in kept.browser.get(new_project).text
    assert f'<option value="{kept.group}" selected>' in kept.browser.get(new_group).text


def test_an_outsider_reads_a_public_group_without_buttons(site: Running) -> None:
    place = owned(site, Visibility.PUBLIC)
    for browser in (place.outsider(), browser_of(site)):
        page = browser.get(place.group_page)
        assert page.status_code == 200
        assert f'href="/{place.project.path}"' in page.text
        for absent in ("/-/projects/new?group", "/-/new-group?parent", "/-/settings/general"):
            assert absent not in page.text


def test_a_hidden_group_answers_as_a_missing_one(kept: Owned, browser: Browser) -> None:
    for path in ("", "/-/settings", "/-/settings/general"):
        stranger = browser.get(kept.group_page + path)
        assert (stranger.status_code, stranger.headers["location"].startswith("/-/sign-in?to=")) == (303, True)
    outsider = kept.outsider()
    hidden, missing = outsider.get(kept.group_page), outsider.get("/-/groups/nobody-there")
    assert hidden.status_code == missing.status_code == 404
    assert "Group not found." in hidden.text
    assert kept.group not in outsider.get("/-/groups").text


def test_a_member_of_a_project_alone_does_not_see_its_group(kept: Owned) -> None:
    member = kept.member(Role.OWNER)
    assert member.get(f"/{kept.project.path}").status_code == 200
    assert member.get(kept.group_page).status_code == 404


def test_the_crumbs_of_a_project_name_its_group(kept: Owned) -> None:
    page = kept.browser.get(f"/{kept.project.path}").text
    assert f'<a class="above" href="{kept.group_page}"' in page
