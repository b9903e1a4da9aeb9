"""The list of registered models, without scripts: lines, search, order, trash, prompts, who sees which button."""

import html
import re

import pytest

from modelstead.domain.project import Project, Visibility
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from modelstead.services import aliases, projects, registered_models
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import model, version
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

HOSTILE = '<script>alert(1)<script> & "x" ' + "long" * 40


def settle(
    site: Running, browser: Browser, role: Role = Role.DEVELOPER, visibility: Visibility = Visibility.PRIVATE
) -> Project:
    """Let somebody sign in who has a role in a new project with some models."""
    user = person(site)
    browser.sign_in(user.username)

    def work(tx: Transaction) -> Project:
        access = factories.member(tx, f"models-of-{user.username}/project", visibility=visibility)
        projects.set_member(tx, access.project, user, role)
        model(tx, access, "moons", description="# Moons\n\nTells **moons** apart.", tags=[Tag("team", "vision")])
        for semantic in ("1.9.0", "1.10.0"):
            version(tx, access, "moons", semantic)
        aliases.put(tx, access, "moons", "champion", "1.9.0")
        model(tx, access, HOSTILE, description=HOSTILE)
        model(tx, access, "gone")
        registered_models.delete(tx, access, "gone")
        model(tx, access, "asks", tags=[Tag(IS_PROMPT, "true")])
        return access.project

    return site.server.database.write_now(work)


@pytest.fixture
def here(site: Running, browser: Browser) -> str:
    return f"/{settle(site, browser).path}/-/ml/models"


def names(text: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'class="name"[^>]*><bdi class="cut">(.*?)</bdi>', text)]


def test_a_line_has_the_latest_version_and_the_aliased_ones(browser: Browser, here: str) -> None:
    page = browser.get(here)
    assert page.status_code == 200
    assert set(names(page.text)) == {"moons", HOSTILE}
    assert "Tells moons apart." in page.text
    assert '<bdi class="cut">1.10.0</bdi>' in page.text
    assert "@champion leads to 1.9.0" in page.text
    assert "<script>alert" not in page.text


def test_a_search_narrows_by_name_or_by_a_filter(browser: Browser, here: str) -> None:
    assert names(browser.get(f"{here}?q=MOO").text) == ["moons"]
    assert names(browser.get(f"{here}?q=tags.team+%3D+%27vision%27").text) == ["moons"]
    wrong = browser.get(f"{here}?q=tags.team+%3D+vision")
    assert wrong.status_code == 400
    assert 'aria-invalid="true"' in wrong.text
    assert "No model matches" in browser.get(f"{here}?q=nothing-like-it").text


def test_heads_of_columns_sort(browser: Browser, here: str) -> None:
    page = browser.get(f"{here}?sort=-versions")
    assert names(page.text)[0] == "moons"
    assert 'aria-sort="descending"' in page.text
    assert "?sort=versions" in page.text


def test_prompts_are_shown_only_if_asked_for(browser: Browser, here: str) -> None:
    assert "1 prompt hidden" in browser.get(here).text
    assert "asks" in names(browser.get(f"{here}?prompts=1").text)


def test_a_model_comes_back_from_the_trash(browser: Browser, here: str) -> None:
    trash = browser.get(f"{here}?stage=deleted").text
    assert names(trash) == ["gone"]
    restore = re.search(r'formaction="([^"]*restore)"', trash)
    assert restore is not None
    answer = browser.send(restore[1], to=here)
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    assert "gone" in names(browser.get(here).text)


def test_a_star_stays_where_it_was_put(browser: Browser, here: str) -> None:
    star = re.search(r'formaction="([^"]*star)"', browser.get(here).text)
    assert star is not None
    assert browser.send(star[1], on="1", to=here).status_code == 303
    assert "starred" in browser.get(here).text
    assert "Remove the star of" in browser.get(here).text


def test_a_reader_gets_no_button_that_changes_anything(site: Running, browser: Browser) -> None:
    here = f"/{settle(site, browser, Role.GUEST).path}/-/ml/models"
    text = browser.get(here).text
    assert "New model" not in text
    assert "Use with the MLflow client" in text
    assert browser.get(f"{here}/-/new").status_code == 403
    assert "restore" not in browser.get(f"{here}?stage=deleted").text


def test_an_empty_list_says_how_a_model_appears(site: Running) -> None:
    owner, browser = person(site), browser_of(site)
    browser.sign_in(owner.username)
    site.server.database.write_now(projects.create, f"empty-of-{owner.username}/it", Visibility.PRIVATE, owner=owner)
    page = browser.get(f"/empty-of-{owner.username}/it/-/ml/models")
    assert "No models yet" in page.text
    assert "create_registered_model" in page.text
    assert browser.get(f"/empty-of-{owner.username}/it/-/ml/models?page=9").status_code == 200
