"""The pages about people: the list, creating somebody, and what is done about an account."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from modelstead import limits
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import projects
from tests.serving import Running
from tests.signing_in import PASSWORD, Browser, browser_of, events, person
from tests.web.administering import USERS, administrator, data


def link(page: httpx.Response) -> str:
    found = re.search(r"http[^<]*/-/setup\?secret=[^<\s]+", page.text)
    assert found is not None, page.text
    return found[0]


def told(browser: Browser, answer: httpx.Response) -> str:
    """Return the page that a form leads to."""
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["location"]).text


def set_password(site: Running, address: str) -> httpx.Response:
    secret = parse_qs(urlsplit(address).query)["secret"][0]
    return browser_of(site).post("/-/setup", secret=secret, password=PASSWORD)


def test_people_are_found_by_name_address_and_state(site: Running) -> None:
    admin = administrator(site)
    one = person(site, name="A developer of bridges", email="developer@bridges.example")
    for wanted in ("of bridges", "bridges.example", one.username):
        assert [each["id"] for each in data(admin, f"{USERS}?q={wanted}")["users"]] == [one.id], wanted
    assert data(admin, f"{USERS}?q=bridges.example&state=blocked")["users"] == []
    assert data(admin, f"{USERS}?q=bridges.example&admins=1")["users"] == []
    assert "Nobody is like that" in admin.get(f"{USERS}?q=bridges.example&state=blocked").text
    assert admin.get(f"{USERS}?state=other").status_code == 400
    assert admin.get("/-/admin").headers["location"] == USERS


def test_the_list_says_where_and_when(site: Running) -> None:
    admin, one = administrator(site), person(site)
    project = site.server.database.write_now(projects.create, f"{one.username}-g/p", Visibility.PRIVATE, owner=one)
    (line,) = data(admin, f"{USERS}?q={one.username}")["users"]
    assert (line["places"], line["last_sign_in_at"], line["is_admin"]) == (2, None, False)  # the group and the project
    browser_of(site).sign_in(one.username)
    shown = data(admin, f"{USERS}/{one.id}")
    assert shown["last_sign_in_at"] is not None
    assert shown["projects"] == [{"path": project.path, "role": "owner"}]
    assert (shown["project_count"], shown["group_count"]) == (1, 1)


def test_pages_lead_through_everybody(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADMIN_ROWS", 2)
    admin, name = administrator(site), "Paged Person"
    made = [person(site, name=name).username for _ in range(3)]
    first, second = (data(admin, f"{USERS}?q=Paged+Person&page={page}") for page in (1, 2))
    assert [each["username"] for each in first["users"] + second["users"]] == made[::-1]
    assert (first["total"], first["last_page"]) == (3, 2)
    assert "nobody this far down" in admin.get(f"{USERS}?q=Paged+Person&page=9").text


def test_a_new_user_gets_a_link_that_is_shown_once_and_kept_by_nobody(site: Running) -> None:
    admin = administrator(site)
    answer = admin.send(USERS, username="new-here", name="New Here", email="new@here.example")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    address = link(answer)
    assert set_password(site, address).status_code == 200
    assert browser_of(site).sign_in("new-here").status_code == 303
    assert set_password(site, address).status_code == 404
    assert events(site, "user.create", "new-here")[0][0] is not None


def test_wrong_fields_are_told_beside_them(site: Running) -> None:
    admin = administrator(site)
    answer = admin.send(USERS, username="a/b", email="nobody", name="Kept")
    assert answer.status_code == 400
    for part in ('id="username-error"', 'id="email-error"', 'value="Kept"'):
        assert part in answer.text, part
    taken = admin.send(USERS, username=person(site).username)
    assert (taken.status_code, "is taken" in taken.text) == (400, True)
    assert admin.send(USERS).status_code == 400


def test_a_blocked_user_is_out_until_they_are_unblocked(site: Running) -> None:
    admin, one, theirs = administrator(site), person(site), browser_of(site)
    theirs.sign_in(one.username)
    page = f"{USERS}/{one.id}"
    assert "is blocked" in told(admin, admin.send(f"{page}/state", action="block"))
    assert not theirs.is_signed_in()
    assert "is blocked, not deactivated" in told(admin, admin.send(f"{page}/state", action="activate"))
    assert "can sign in again" in told(admin, admin.send(f"{page}/state", action="unblock"))
    assert theirs.sign_in(one.username).status_code == 303
    assert "is deactivated" in told(admin, admin.send(f"{page}/state", action="deactivate"))
    assert not theirs.is_signed_in()
    assert admin.send(f"{page}/state", action="promote").status_code == 400


def test_a_right_is_given_and_taken_away(site: Running) -> None:
    admin, one, theirs = administrator(site), person(site), browser_of(site)
    theirs.sign_in(one.username)
    page = f"{USERS}/{one.id}/administrator"
    assert "administers this server now" in told(admin, admin.send(page, admin="1"))
    assert theirs.get(USERS).status_code == 200
    assert "is no administrator any more" in told(admin, admin.send(page, admin="0"))
    assert theirs.get(USERS).status_code == 403


def test_who_gives_up_their_own_right_is_led_home(site: Running) -> None:
    one, theirs = person(site, is_admin=True), browser_of(site)
    theirs.sign_in(one.username)
    assert theirs.send(f"{USERS}/{one.id}/administrator", admin="0").headers["location"] == "/"
    assert theirs.get("/").status_code == 200


def test_nobody_shuts_themselves_out(site: Running) -> None:
    one, theirs = person(site, is_admin=True), browser_of(site)
    theirs.sign_in(one.username)
    page = f"{USERS}/{one.id}"
    assert "You cannot shut yourself out" in told(theirs, theirs.send(f"{page}/state", action="block"))
    assert theirs.send(f"{page}/delete", username=one.username).status_code == 400
    assert theirs.is_signed_in()


def test_a_new_link_ends_the_one_before(site: Running) -> None:
    admin, one = administrator(site), person(site, password=None)
    first, second = (link(admin.send(f"{USERS}/{one.id}/setup-link")) for _ in range(2))
    assert set_password(site, first).status_code == 404
    assert set_password(site, second).status_code == 200


def test_deleting_somebody_takes_their_username(site: Running) -> None:
    admin, one = administrator(site), person(site)
    page = f"{USERS}/{one.id}/delete"
    assert one.username in admin.get(page).text
    wrong = admin.send(page, username="someone-else")
    assert (wrong.status_code, 'id="username-error"' in wrong.text) == (400, True)
    assert data(admin, f"{USERS}/{one.id}")["username"] == one.username
    assert "is deleted" in told(admin, admin.send(page, username=one.username))
    assert admin.get(f"{USERS}/{one.id}").status_code == 404


def test_the_only_owner_of_a_group_stays(site: Running) -> None:
    admin, one = administrator(site), person(site)
    site.server.database.write_now(projects.create, f"{one.username}-alone/p", Visibility.PRIVATE, owner=one)
    answer = admin.send(f"{USERS}/{one.id}/delete", username=one.username)
    assert (answer.status_code, "only owner of" in answer.text) == (400, True)


def test_numbers_that_no_user_has_are_not_found(site: Running) -> None:
    admin = administrator(site)
    assert admin.get(f"{USERS}/987654321").status_code == 404
    for wrong in ("0", "x", str(2**63)):
        assert admin.get(f"{USERS}/{wrong}").status_code == 400, wrong


def test_a_role_in_a_project_is_on_the_page(site: Running) -> None:
    admin, one = administrator(site), person(site)
    project = site.server.database.write_now(projects.create, f"{one.username}-m/p", Visibility.PRIVATE)
    site.server.database.write_now(projects.set_member, project, one, Role.REPORTER)
    assert data(admin, f"{USERS}/{one.id}")["projects"] == [{"path": project.path, "role": "reporter"}]
