"""Forms of models, without scripts: create, edit the card, rename, tags, delete; the preview of Markdown."""

import re

import pytest

from modelstead.domain.role import Role
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import model, version
from tests.serving import Running
from tests.signing_in import Browser, person


@pytest.fixture
def here(site: Running, browser: Browser) -> str:
    """Let a developer sign in; return the address of a model of two versions."""
    user = person(site)
    browser.sign_in(user.username)

    def work(tx: Transaction) -> str:
        access = factories.member(tx, f"forms-of-{user.username}/project")
        projects.set_member(tx, access.project, user, Role.DEVELOPER)
        made = model(tx, access, "moons", description="old card")
        version(tx, access, "moons")
        version(tx, access, "moons")
        model(tx, access, "taken")
        return f"/{access.project.path}/-/ml/models/{made.model.iid}"

    return site.server.database.write_now(work)


def models(here: str) -> str:
    return here.rpartition("/")[0]


def test_a_model_is_created_with_its_card(browser: Browser, here: str) -> None:
    answer = browser.send(models(here), name=" suns ", description="# Suns\r\n\r\nTwo.")
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert '<h1 id="card-1">Suns</h1>' in page.text
    assert "Give it a first version" in page.text


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "needs a name"), ("a/b", "no /"), ("a:b", "no :"), ("x" * 300, "are the most"), ("taken", "already exists")],
)
def test_a_name_that_cannot_be_is_said_beside_the_field(browser: Browser, here: str, name: str, said: str) -> None:
    answer = browser.send(models(here), name=name, description="kept & typed")
    assert answer.status_code == 400
    assert said in answer.text
    assert "kept &amp; typed" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_card_is_edited(browser: Browser, here: str) -> None:
    assert "old card" in browser.get(f"{here}/-/edit").text
    answer = browser.send(f"{here}/-/edit", description="## One\n\n## Two\n\n## Three\n\n<b>raw</b>")
    assert answer.headers["location"] == here
    page = browser.get(here).text
    assert 'href="#card-3"' in page
    assert "<b>raw" not in page
    too_long = browser.send(f"{here}/-/edit", description="x" * 100_001)
    assert too_long.status_code in (400, 413)


def test_renaming_keeps_the_address(browser: Browser, here: str) -> None:
    assert browser.send(f"{here}/-/rename", name="half moons").status_code == 303
    assert "half moons" in browser.get(here).text
    refused = browser.send(f"{here}/-/rename", name="taken")
    assert refused.status_code == 400
    assert "already exists" in refused.text


def test_tags_are_added_changed_and_removed(browser: Browser, here: str) -> None:
    assert browser.send(f"{here}/-/tags", key="team", value="<vision>").status_code == 303
    assert "&lt;vision&gt;" in browser.get(here).text
    assert "&lt;vision&gt;" in browser.get(f"{here}/-/tags?key=team").text
    assert browser.send(f"{here}/-/tags", key="", value="x").status_code == 400
    assert browser.send(f"{here}/-/untag", key="team").status_code == 303
    assert "There are no tags" in browser.get(here).text
    assert browser.get(f"{here}/-/tags?key=team").status_code == 404


def test_deleting_says_first_what_goes(browser: Browser, here: str) -> None:
    page = browser.get(f"{here}/-/delete").text
    assert "<strong>2 versions</strong>" in page
    answer = browser.send(f"{here}/-/delete")
    assert answer.headers["location"] == models(here)
    gone = browser.get(here)
    assert gone.status_code == 200
    assert "in the trash" in gone.text
    assert browser.send(f"{here}/-/rename", name="x").status_code == 400
    assert browser.send(f"{here}/-/restore").status_code == 303
    assert "Restore model" not in browser.get(here).text


def test_a_reader_may_not(site: Running, browser: Browser, here: str) -> None:
    def work(tx: Transaction) -> str:
        access = factories.member(tx, "forms-for-readers/project")
        projects.set_member(tx, access.project, reader, Role.REPORTER)
        return f"/{access.project.path}/-/ml/models/{model(tx, access, 'moons').model.iid}"

    reader = person(site)
    browser.sign_in(reader.username)
    theirs = site.server.database.write_now(work)
    page = browser.get(theirs).text
    assert not re.search(r"/-/(?:edit|rename|tags|delete)", page)
    for action in ("edit", "rename", "tags", "untag", "delete", "restore"):
        assert browser.send(f"{theirs}/-/{action}", name="x", key="x", description="x").status_code == 403
    assert browser.send(f"{here}/-/edit", description="x").status_code == 404


@pytest.mark.usefixtures("here")
def test_markdown_is_previewed_as_the_page_will_show_it(browser: Browser) -> None:
    answer = browser.send("/-/markdown", text="**bold** <script>alert(1)</script> [x](javascript:alert(1))")
    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.text
    assert "<script" not in answer.text
    assert 'href="javascript' not in answer.text
    assert browser.send("/-/markdown", text="x" * 100_001).status_code == 413
    assert browser.post("/-/markdown", text="x").status_code == 403
    assert "&lt;script&gt;" in answer.text


def test_of_a_name_given_anew_the_old_page_stays(browser: Browser, here: str) -> None:
    browser.send(f"{here}/-/delete")
    again = browser.send(models(here), name="moons", description="").headers["location"]
    assert again != here
    refused = browser.send(f"{here}/-/restore")
    assert refused.status_code == 409
