"""Forms about experiments, without scripts: create, rename, notes, tags, star, trash and back."""

import html

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.role import Role
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.serving import Running
from tests.signing_in import Browser, person

NOTE = "mlflow.note.content"


@pytest.fixture
def here(site: Running, browser: Browser) -> str:
    """Let a developer of a new project sign in; return the address of its experiments."""
    user = person(site)
    browser.sign_in(user.username)

    def work(tx: Transaction) -> str:
        access: Access = factories.member(tx, f"changes/{user.username}")
        projects.set_member(tx, access.project, user, Role.DEVELOPER)
        made = factories.experiment(tx, access, "moons")
        assert made == "1"
        factories.run_id(tx, access, made)
        return f"/{access.project.path}/-/ml/experiments"

    return site.server.database.write_now(work)


def experiment(browser: Browser, here: str, iid: int = 1) -> dict[str, object]:
    found: dict[str, object] = browser.get(f"{here}/{iid}?view=about", accept="application/json").json()["experiment"]
    return found


def test_one_is_created_and_shown(browser: Browser, here: str) -> None:
    assert 'name="notes"' in browser.get(f"{here}/-/new").text
    answer = browser.send(here, name="  vision/suns ", notes="# Why\r\n\r\nBecause.")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}/2")
    made = experiment(browser, here, 2)
    assert (made["name"], made["notes"]) == ("vision/suns", "# Why\n\nBecause.")
    page = browser.get(f"{here}/2")
    assert "The experiment is there." in page.text


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("moons", "Another experiment has this name"),
        ("   ", "An experiment needs a name."),
        ("x" * (limits.EXPERIMENT_NAME_LENGTH + 1), "The name has 501 characters; 500 are the most."),
    ],
)
def test_a_name_that_cannot_be_is_told_beside_the_field(browser: Browser, here: str, name: str, says: str) -> None:
    for address in (here, f"{here}/0/rename"):
        answer = browser.send(address, name=name)
        assert answer.status_code == 400
        assert 'id="name-error"' in answer.text
        assert says in answer.text
        assert f'value="{name}"' in answer.text


def test_notes_that_are_too_long_are_told_beside_the_field(browser: Browser, here: str) -> None:
    notes = "n" * (limits.EXPERIMENT_TAG_VALUE_LENGTH + 1)
    for address, form in ((here, {"name": "new"}), (f"{here}/1/notes", {})):
        answer = browser.send(address, notes=notes, **form)
        assert answer.status_code == 400
        assert 'id="notes-error"' in answer.text
    assert browser.get(f"{here}/2").status_code == 404


def test_one_is_renamed(browser: Browser, here: str) -> None:
    assert 'value="moons"' in browser.get(f"{here}/1/rename").text
    assert browser.send(f"{here}/1/rename", name="vision/moons").headers["location"] == f"{here}/1"
    assert experiment(browser, here)["name"] == "vision/moons"


def test_notes_are_markdown_and_can_be_taken_back(browser: Browser, here: str) -> None:
    browser.send(f"{here}/1/notes", notes="A **bold** plan <script>alert(1)</script>")
    page = browser.get(f"{here}/1?view=about")
    assert "<strong>bold</strong>" in page.text
    assert "<script>alert" not in page.text
    browser.send(f"{here}/1/notes", notes="  ")
    assert experiment(browser, here)["notes"] == ""


def test_tags_are_set_changed_and_removed(browser: Browser, here: str) -> None:
    browser.send(f"{here}/1/tags", key="team", value="eyes")
    assert "team: eyes" in browser.get(f"{here}/1").text
    form = browser.get(f"{here}/1/tags?key=team")
    assert "eyes</textarea>" in form.text
    assert "readonly" in form.text
    browser.send(f"{here}/1/tags", key="team", value="ears", old="team")
    assert "ears" in browser.get(f"{here}/1?view=about").text
    browser.send(f"{here}/1/untag", key="team")
    assert "There are no tags." in browser.get(f"{here}/1?view=about").text
    assert browser.get(f"{here}/1/tags?key=team").status_code == 404


def test_a_tag_that_cannot_be_is_told_beside_the_field(browser: Browser, here: str) -> None:
    for form, field in (
        ({"key": "", "value": "x"}, "key"),
        ({"key": "a//b", "value": "x"}, "key"),
        ({"key": "a", "value": "v" * 20_001}, "value"),
    ):
        answer = browser.send(f"{here}/1/tags", **form)
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text


def test_one_goes_to_the_trash_and_comes_back(browser: Browser, here: str) -> None:
    assert "<strong>1 run goes</strong> to the trash" in browser.get(f"{here}/1/delete").text
    assert browser.send(f"{here}/1/delete").status_code == 303
    page = browser.get(f"{here}/1?view=about")
    assert "is in the trash" in page.text
    assert "Restore experiment" in page.text
    assert "moons" in browser.get(f"{here}?stage=deleted").text
    assert browser.get(f"{here}/1/rename").status_code == 400
    assert "An experiment in the trash has this name" in browser.send(here, name="moons").text
    back = f"{here}?stage=deleted"
    assert browser.send(f"{here}/1/restore", to=back).headers["location"] == back
    assert experiment(browser, here)["deleted_at"] is None


def test_one_that_is_not_there_cannot_be_changed(browser: Browser, here: str) -> None:
    assert browser.send(f"{here}/99/delete").status_code == 404
    assert browser.get(f"{here}/99?view=about").status_code == 404


def test_a_star_is_given_and_taken_away(browser: Browser, here: str) -> None:
    answer = browser.send(f"{here}/1/star", on="1", to=f"{here}?sort=-runs")
    assert answer.headers["location"] == f"{here}?sort=-runs"
    assert experiment(browser, here)["is_starred"]
    assert browser.send(f"{here}/1/star", on="0").headers["location"] == f"{here}/1"
    assert not experiment(browser, here)["is_starred"]
    assert browser.send(f"{here}/1/star", on="1", to="https://evil.example/").headers["location"] == "/"


def test_the_about_tab_says_how_to_use_it(browser: Browser, here: str) -> None:
    text = html.unescape(browser.get(f"{here}/1?view=about").text)
    assert 'mlflow.set_experiment("moons")' in text
    assert "mlflow-artifacts:/experiments/1" in text
    assert "Running" in text
