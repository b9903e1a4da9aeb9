"""The activity of a project and of a group: who did what, in words, by day; filtered and exported."""

import csv
import html
import re
from urllib.parse import quote

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import audit, projects
from modelstead.store import groups as group_rows
from modelstead.store import members
from modelstead.store.transaction import Transaction
from tests import factories, registering
from tests.serving import Running
from tests.signing_in import Browser, person
from tests.web.audit_log import noted, project_of, signed_in


def told(browser: Browser, address: str) -> list[str]:
    """Return the sentences of a page, without what is below each."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    found = re.findall(r"<p>(<strong>.*?)(?:<small>.*?</small>)?</p>", answer.text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", each)).strip() for each in found]


def test_it_tells_who_did_what_by_day(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    noted(site, project, owner, Action.ADD_MEMBER, "ann", role="developer")
    noted(site, project, owner, Action.SET_ALIAS, "churn 1.2.0", alias="champion")
    noted(site, project, owner, Action.DELETE_MODEL, "<b>bold</b>")
    site.server.database.write_now(
        lambda tx: tx.execute(
            "UPDATE audit_events SET created_at = 0 WHERE subject = 'ann' AND project_id = ?", (project.id,)
        )
    )
    browser = signed_in(site, owner)
    here = f"/{project.path}/-/activity"
    assert [each.removeprefix(f"{owner.username} ") for each in told(browser, here)] == [
        "deleted the model <b>bold</b>",
        "moved the alias champion to churn 1.2.0",
        "added ann as developer",
    ]
    text = browser.get(here).text
    for part in ("Thursday, 1 January 1970", "203.0.113.9"):
        assert part in text


def test_what_is_still_there_has_a_link(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)

    def work(tx: Transaction) -> None:
        access = Access(factories.actor(owner), project, Role.OWNER)
        registering.versions(tx, access, "1.2.0")

    site.server.database.write_now(work)
    for action, subject in (
        (Action.RESTORE_MODEL, "churn"),
        (Action.SET_ALIAS, "churn 1.2.0"),
        (Action.DELETE_MODEL, "gone"),
    ):
        noted(site, project, owner, action, subject)
    text = signed_in(site, owner).get(f"/{project.path}/-/activity").text
    assert re.search(rf'href="/{project.path}/-/ml/models/\d+"><bdi>churn</bdi>', text)
    assert re.search(rf'href="/{project.path}/-/ml/models/\d+/versions/\d+"><bdi>churn 1.2.0</bdi>', text)
    assert '<bdi class="subject">gone</bdi>' in text


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("noun=member", ["added one", "removed two"]),
        ("noun=model_version", []),
        ("action=member.remove", ["removed two"]),
        ("until=1970-01-01", ["added one"]),
        ("user={user}&noun=member", ["added one", "removed two"]),
    ],
)
def test_it_is_filtered(site: Running, query: str, wanted: list[str]) -> None:
    owner = person(site)
    project = project_of(site, owner)
    noted(site, project, owner, Action.ADD_MEMBER, "one")
    noted(site, project, owner, Action.REMOVE_MEMBER, "two")
    site.server.database.write_now(
        lambda tx: tx.execute(
            "UPDATE audit_events SET created_at = 0 WHERE subject = 'one' AND project_id = ?", (project.id,)
        )
    )
    found = told(signed_in(site, owner), f"/{project.path}/-/activity?{query.format(user=owner.username)}")
    assert sorted(each.removeprefix(f"{owner.username} ") for each in found) == wanted


def test_a_filter_that_cannot_be_is_told(site: Running) -> None:
    owner = person(site)
    here = f"/{project_of(site, owner).path}/-/activity"
    browser = signed_in(site, owner)
    for query, complaint in (
        ("user=nobody-here", "There is no user"),
        ("noun=cat", "is nothing that"),
        ("since=x", "is not a day"),
    ):
        answer = browser.get(f"{here}?{query}")
        assert (answer.status_code, complaint in html.unescape(answer.text)) == (400, True)


def test_it_is_exported_as_lines_and_as_a_table(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    noted(site, project, owner, Action.ADD_MEMBER, "=1+1", role="guest")
    browser = signed_in(site, owner)
    here = f"/{project.path}/-/activity/export"
    lines = browser.get(f"{here}?noun=member")
    assert (lines.headers["content-type"], lines.text.count("\n")) == ("application/x-ndjson", 1)
    table = browser.get(f"{here}?noun=member&kind=csv")
    assert 'filename="audit-events.csv"' in table.headers["content-disposition"]
    [row] = csv.DictReader(table.text.splitlines())
    assert (row["user"], row["subject"], row["details"]) == (owner.username, "'=1+1", "role: guest")


def test_links_lead_on(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AUDIT_PAGE", 2)
    owner = person(site)
    project = project_of(site, owner)
    for number in range(5):
        noted(site, project, owner, Action.DELETE_MODEL, f"model {number}")
    browser = signed_in(site, owner)
    here = f"/{project.path}/-/activity?noun=registered_model"
    assert ["model 2" in each for each in told(browser, f"{here}&page=2")] == [True, False]
    assert "There is nothing this far back" in browser.get(f"{here}&page=9").text


def test_a_groups_owner_reads_what_was_done_to_the_group(site: Running) -> None:
    owner, stranger = person(site), person(site)
    project = project_of(site, owner)
    path = project.path.partition("/")[0]

    def work(tx: Transaction, user: User) -> None:
        group = group_rows.by_path(tx, path)
        assert group is not None
        members.set_group_role(tx, group.id, user.id, Role.OWNER, clock.now_ms())
        access = GroupAccess(factories.actor(user), group, Role.OWNER)
        audit.record(tx, access, Action.ADD_MEMBER, "ann", role="owner")

    site.server.database.write_now(work, owner)
    here = f"/-/groups/{quote(path)}/-/activity"
    assert f"{owner.username} added ann as owner" in told(signed_in(site, owner), here)
    assert signed_in(site, stranger).get(here).status_code == 404
    assert signed_in(site, owner).get(f"{here}/export").text.count("\n") >= 1


def test_developers_do_not_read_it(site: Running) -> None:
    owner, developer = person(site), person(site)
    project = project_of(site, owner)
    site.server.database.write_now(projects.set_member, project, developer, Role.DEVELOPER)
    browser = signed_in(site, developer)
    for page in ("activity", "activity/export"):
        assert browser.get(f"/{project.path}/-/{page}").status_code == 403
    assert "/-/activity" not in browser.get(f"/{project.path}").text
