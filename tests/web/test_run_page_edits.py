"""Changes of one run: name, notes, tags, star, to the trash and back; by forms, without scripts."""

import html
import re

import httpx
import pytest

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from tests.serving import Running
from tests.signing_in import browser_of, person
from tests.web.runs_page import Place, place
from tests.web.test_run_page_overview import address, page


def send(where: Place, iid: int, action: str, **form: str) -> httpx.Response:
    return where.browser.send(f"{address(where, iid)}/-/{action}", **form)


def done(where: Place, iid: int, action: str, **form: str) -> str:
    """Send a form and return the page that it leads to."""
    answer = send(where, iid, action, **form)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == address(where, iid)
    return where.browser.get(answer.headers["location"]).text


def test_a_run_gets_another_name(site: Running) -> None:
    where = place(site)
    iid = where.run("before")
    assert 'name="name" value="before"' in where.browser.get(f"{address(where, iid)}/-/edit?field=name").text
    text = done(where, iid, "rename", name="  after <b> ")
    assert "after &lt;b&gt;</h1>" in text
    assert "The run has another name now." in text


@pytest.mark.parametrize("name", ["", "   ", "n" * 501])
def test_a_name_that_cannot_be_is_refused_beside_its_field(site: Running, name: str) -> None:
    where = place(site)
    iid = where.run("before")
    answer = send(where, iid, "rename", name=name)
    assert answer.status_code == 400
    assert 'id="name-error"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{name}"' in answer.text
    assert "before" in page(where, iid)


def test_notes_are_written_changed_and_removed(site: Running) -> None:
    where = place(site)
    iid = where.run("noted")
    assert "Add notes" in page(where, iid)
    assert "<em>new</em>" in done(where, iid, "notes", notes="Something *new*\r\n")
    assert "Something *new*</textarea>" in where.browser.get(f"{address(where, iid)}/-/edit?field=notes").text
    assert "mlflow.note.content" not in page(where, iid)
    assert "Add notes" in done(where, iid, "notes", notes=" ")
    assert "Add notes" in done(where, iid, "notes", notes="")
    refused = send(where, iid, "notes", notes="x" * 8_001)
    assert refused.status_code == 400
    assert "The notes have 8,001 characters" in refused.text
    assert "x" * 8_001 in refused.text


def test_tags_are_added_changed_and_removed(site: Running) -> None:
    where = place(site)
    iid = where.run("tagged")
    assert "one-value" in done(where, iid, "tags", key="stage", value="one-value")
    form = where.browser.get(f"{address(where, iid)}/-/edit?field=tag&key=stage").text
    assert 'value="stage" required readonly' in form
    text = done(where, iid, "tags", key="stage", value="second", old="stage")
    assert "second" in text
    assert "one-value" not in text
    assert "stage" not in done(where, iid, "untag", key="stage")
    assert send(where, iid, "untag", key="stage").status_code == 404


@pytest.mark.parametrize(
    ("key", "value", "field"), [("", "x", "key"), ("a//b", "x", "key"), ("a", "v" * 8_001, "value")]
)
def test_a_tag_that_cannot_be_is_refused_beside_its_field(site: Running, key: str, value: str, field: str) -> None:
    where = place(site)
    iid = where.run("tagged")
    answer = send(where, iid, "tags", key=key, value=value)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text


def test_a_run_goes_to_the_trash_and_comes_back(site: Running) -> None:
    where = place(site)
    iid = where.run("gone", Tag("a", "b"))
    text = done(where, iid, "delete")
    assert "This run is in the trash" in text
    assert "/-/edit" not in text
    assert send(where, iid, "rename", name="x").status_code == 400
    assert where.browser.get(f"{address(where, iid)}/-/edit?field=name").status_code == 400
    assert "Rename run" in done(where, iid, "restore")


def test_a_star_is_put_and_taken(site: Running) -> None:
    where = place(site, Role.GUEST)
    iid = where.run("starred")
    assert "Remove star" in done(where, iid, "star", on="1")
    assert "Star run" in done(where, iid, "star", on="0")


@pytest.mark.parametrize("role", [Role.GUEST, Role.REPORTER])
def test_who_may_only_read_changes_nothing(site: Running, role: Role) -> None:
    where = place(site, role)
    iid = where.run("kept")
    for action, form in (
        ("rename", {"name": "x"}),
        ("notes", {"notes": "x"}),
        ("tags", {"key": "a", "value": "b"}),
        ("untag", {"key": "a"}),
        ("delete", {}),
        ("restore", {}),
    ):
        assert send(where, iid, action, **form).status_code == 403, action
    assert where.browser.get(f"{address(where, iid)}/-/edit?field=name").status_code == 403


def test_an_outsider_finds_nothing(site: Running) -> None:
    where = place(site)
    iid = where.run("hidden")
    outsider = browser_of(site)
    outsider.sign_in(person(site).username)
    for path in ("", "/-/children", "/-/json", "/-/value?kind=tags&key=a", "/-/edit", "/-/metric-names"):
        assert outsider.get(address(where, iid) + path).status_code == 404, path
    assert outsider.send(f"{address(where, iid)}/-/rename", name="x").status_code == 404
    assert outsider.send(f"{address(where, iid)}/-/star", on="1").status_code == 404


def test_whoever_reads_a_public_project_without_an_account_has_no_buttons(site: Running) -> None:
    where = place(site, visibility=Visibility.PUBLIC)
    iid = where.run("open")
    text = browser_of(site).get(address(where, iid)).text
    assert "open" in text
    assert 'method="post" action="/' + where.project.path not in text


def test_a_form_of_another_session_is_refused(site: Running) -> None:
    where = place(site)
    iid = where.run("kept")
    answer = where.browser.post(f"{address(where, iid)}/-/rename", name="x", form_token="wrong")
    assert answer.status_code in (400, 403)
    assert "kept" in page(where, iid)


def test_hostile_names_and_values_stay_texts(site: Running) -> None:
    where = place(site)
    nasty = "\"'><script>alert(1)</script>{{ 7*7 }}"
    iid = where.run("x", Tag("k", nasty), Tag("gitlab.CI_JOB_ID", nasty), params=[("p", nasty), ("rtl", "تجربة")])
    done(where, iid, "rename", name=nasty)
    done(where, iid, "notes", notes=f"{nasty}\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))")
    for view in ("overview", "metrics", "raw"):
        text = page(where, iid, view=view)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript' not in text
        assert "{{ 7*7 }}" in html.unescape(text)
    form = where.browser.get(f"{address(where, iid)}/-/edit?field=tag&key=k").text
    assert re.search(r"<script>alert", form) is None
