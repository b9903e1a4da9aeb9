"""The filter of the audit log's page, and its pages."""

import re

import pytest

from modelstead import limits
from modelstead.domain.audit_event import Action
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import person
from tests.web.audit_log import PAGE, exported, noted, project_of, signed_in, subjects

DAY_MS = 86_400_000


def _dated(tx: Transaction, subject: str, day: int) -> None:
    tx.execute("UPDATE audit_events SET created_at = ? WHERE subject = ?", (day * DAY_MS, subject))


def test_the_filter_takes_user_action_and_days(site: Running) -> None:
    owner, other = person(site), person(site)
    project = project_of(site, owner)
    name = project.path.partition("/")[0]
    noted(site, project, owner, Action.ADD_MEMBER, f"first of {name}")
    noted(site, project, other, Action.ADD_MEMBER, f"second of {name}")
    noted(site, project, other, Action.DELETE_MODEL, f"third of {name}")
    for day, which in enumerate(("first", "second", "third")):
        site.server.database.write_now(_dated, f"{which} of {name}", day)
    browser = signed_in(site, owner)

    def found(**query: str) -> list[str]:
        listed = subjects(browser, **{"in": project.path}, **query)
        assert listed == [each["subject"] for each in exported(browser, **{"in": project.path}, **query)]
        return [each.partition(" ")[0] for each in listed]

    assert found() == ["third", "second", "first"]
    assert found(user=other.username) == ["third", "second"]
    assert found(action="member.add") == ["second", "first"]
    assert found(user=other.username, action="member.add") == ["second"]
    assert found(since="1970-01-02") == ["third", "second"]
    assert found(until="1970-01-02") == ["second", "first"]
    assert found(since="1970-01-02", until="1970-01-02") == ["second"]
    assert found(user="", action="", since="", until="") == ["third", "second", "first"]


def test_the_form_keeps_what_was_asked_for(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    asked = {"in": project.path, "user": owner.username, "action": "member.add", "since": "2027-03-01"}
    text = signed_in(site, owner).http.get(PAGE, params=asked).text
    for part in (f'value="{project.path}"', f'value="{owner.username}"', 'value="2027-03-01"'):
        assert part in text, part
    assert "<option selected>member.add</option>" in text


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"user": "nobody-of-this-name"}, "There is no user"),
        ({"action": "member.bless"}, "is not an action"),
        ({"since": "yesterday"}, "is not a day"),
        ({"until": "2027-13-01"}, "is not a day"),
        ({"page": "0"}, "page"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(site: Running, query: dict[str, str], complaint: str) -> None:
    browser = signed_in(site, person(site, is_admin=True))
    for path in (PAGE, f"{PAGE}/export"):
        answer = browser.http.get(path, params=query)
        assert answer.status_code == 400
        assert complaint in answer.text


def test_links_lead_to_older_and_newer_events(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AUDIT_PAGE", 2)
    owner = person(site)
    project = project_of(site, owner)
    for number in range(5):
        noted(site, project, owner, Action.DELETE_MODEL, f"model {number}")
    browser = signed_in(site, owner)

    def link(text: str, name: str) -> str:
        found = re.search(rf'<a href="([^"]*)" rel="{name}"', text)
        return "" if found is None else found[1].replace("&amp;", "&")

    first = browser.http.get(PAGE, params={"in": project.path, "action": "registered_model.delete"}).text
    assert ("of 5" in first, link(first, "prev")) == (True, "")
    second = browser.get(link(first, "next")).text
    third = browser.get(link(second, "next")).text
    assert ["model 2" in second, "model 0" in third, "5 of 5" in third, link(third, "next")] == [True, True, True, ""]
    assert browser.get(link(third, "prev")).text.count("model 2") == 1
    assert "model 4" in browser.get(link(second, "prev")).text
    assert "There is nothing this far back" in browser.get(f"{PAGE}?in={project.path}&page=1000000").text


def test_an_export_has_the_newest_and_the_page_says_how_many(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AUDIT_EXPORT", 2)
    owner = person(site)
    project = project_of(site, owner)
    for number in range(3):
        noted(site, project, owner, Action.DELETE_MODEL, f"model {number}")
    browser = signed_in(site, owner)
    assert [each["subject"] for each in exported(browser, **{"in": project.path})] == ["model 2", "model 1"]
    assert "(the newest 2)" in browser.http.get(PAGE, params={"in": project.path}).text
