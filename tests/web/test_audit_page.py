"""The page of the audit log: who sees what of it."""

from urllib.parse import quote

import pytest

from modelstead import clock
from modelstead.domain.audit_event import Action
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.store import groups, members
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import browser_of, person, same
from tests.web.audit_log import PAGE, exported, noted, project_of, signed_in, subjects


def test_a_row_says_who_did_what_to_what_where_and_from_which_address(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    noted(site, project, owner, Action.ADD_MEMBER, "eve", role="developer")
    text = signed_in(site, owner).http.get(PAGE, params={"in": project.path}).text
    for part in (owner.username, "member.add", "eve", project.path, "203.0.113.9", "role</span> developer"):
        assert part in text, part


def test_administrators_see_the_whole_server_and_a_link_to_it(site: Running) -> None:
    owner, administrator = person(site), person(site, is_admin=True)
    noted(site, project_of(site, owner), owner, Action.DELETE_MODEL, "seen by administrators")
    browser = signed_in(site, administrator)
    assert "seen by administrators" in subjects(browser)
    assert "seen by administrators" in [each["subject"] for each in exported(browser)]
    assert f'href="{PAGE}"' in browser.get("/-/profile/sessions").text
    assert f'href="{PAGE}"' not in signed_in(site, owner).get("/-/profile/sessions").text


def test_everybody_else_is_asked_for_a_place(site: Running) -> None:
    browser = signed_in(site, person(site))
    answer = browser.get(PAGE)
    assert answer.status_code == 200
    assert "Name a project that you maintain" in answer.text
    assert "<table" not in answer.text
    assert browser.get(f"{PAGE}/export").status_code == 403


def test_whoever_has_not_signed_in_is_sent_to_sign_in(site: Running) -> None:
    for path in (f"{PAGE}?in=a/b", f"{PAGE}/export?in=a/b"):
        answer = browser_of(site).get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/-/sign-in?to=")


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/export"])
def test_a_project_s_log_takes_a_maintainer_and_a_group_s_an_owner(site: Running, path: str) -> None:
    owner = person(site)
    project = project_of(site, owner)
    group = project.path.partition("/")[0]

    def statuses(user: User) -> list[int]:
        browser = signed_in(site, user)
        return [browser.http.get(path, params={"in": place}).status_code for place in (project.path, group)]

    def member(role: Role) -> User:
        user = person(site)
        site.server.database.write_now(join, group, user, role)
        return user

    assert statuses(owner) == [200, 200]
    assert statuses(member(Role.OWNER)) == [200, 200]
    assert statuses(member(Role.MAINTAINER)) == [200, 403]
    assert statuses(member(Role.DEVELOPER)) == [403, 403]
    assert statuses(member(Role.GUEST)) == [403, 403]
    assert statuses(person(site)) == [404, 404]


def join(tx: Transaction, path: str, user: User, role: Role) -> None:
    group = groups.by_path(tx, path)
    assert group is not None
    members.set_group_role(tx, group.id, user.id, role, clock.now_ms())
    tx.announce("access")


def test_a_place_that_is_hidden_answers_as_a_missing_one(site: Running) -> None:
    hidden = project_of(site, person(site)).path
    browser = signed_in(site, person(site))
    missing = hidden.replace("project", "nothing")
    answers = [browser.http.get(PAGE, params={"in": path}) for path in (hidden, missing)]
    assert [each.status_code for each in answers] == [404, 404]
    said = same(answers[0]).replace(hidden, missing).replace(quote(hidden, safe=""), quote(missing, safe=""))
    assert said == same(answers[1])


def test_a_log_is_of_its_own_place_alone(site: Running) -> None:
    owner = person(site)
    one, other = project_of(site, owner), project_of(site, owner)
    noted(site, one, owner, Action.DELETE_MODEL, "of one")
    noted(site, other, owner, Action.DELETE_MODEL, "of the other")
    browser = signed_in(site, owner)
    assert subjects(browser, **{"in": one.path}) == ["of one"]
    assert subjects(browser, **{"in": f" /{one.path}/ "}) == ["of one"]
    assert [each["subject"] for each in exported(browser, **{"in": other.path})] == ["of the other"]


def test_hostile_names_are_shown_and_do_nothing(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    hostile = "<script>alert(1)</script>\"'&"
    noted(site, project, owner, Action.DELETE_MODEL, hostile, old=hostile)
    browser = signed_in(site, owner)
    for query in ({"in": project.path}, {"in": project.path, "user": hostile}, {"in": hostile}, {"action": hostile}):
        text = browser.http.get(PAGE, params=query).text
        assert "<script>" not in text
        assert 'value="<' not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;" in browser.http.get(f"{PAGE}?in={project.path}").text
    assert exported(browser, **{"in": project.path})[0]["details"] == {"old": hostile}


def test_an_empty_log_says_what_will_be_there(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    browser = signed_in(site, owner)
    assert "Nothing was done here yet" in browser.http.get(PAGE, params={"in": project.path}).text
    filtered = browser.http.get(PAGE, params={"in": project.path, "action": "member.add"}).text
    assert "Nothing of that kind was done" in filtered
    assert "Clear the filter" in filtered
    assert exported(browser, **{"in": project.path}) == []
