"""The list of members of a project or group: who is told what of whom, and what changes them."""

import datetime
from urllib.parse import unquote

import pytest

from modelstead import limits
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import members, operating
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import person
from tests.web.people_pages import JSON, Settled, as_member, coming, joined, rows, settled


@pytest.fixture
def place(site: Running) -> Settled:
    return settled(site)


def day(ahead: int) -> str:
    return str(datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=ahead))


def test_the_list_says_where_a_role_comes_from(site: Running, place: Settled) -> None:
    above = joined(site, place.group, Role.MAINTAINER)
    direct = joined(site, place.project.path, Role.REPORTER, day(9))
    text = coming(site, above).get(place.members).text
    assert f'Inherited from <a href="/-/groups/{place.group}">{place.group}</a>' in text
    assert "Direct member" in text
    assert day(9) in text
    found = rows(coming(site, above), place.members)
    assert (found[above.username]["may_change"], found[direct.username]["may_change"]) == (False, True)


def test_a_role_that_is_higher_above_is_told_with_the_one_here(site: Running, place: Settled) -> None:
    owner, user = as_member(site, place.group, Role.OWNER), joined(site, place.project.path, Role.REPORTER)
    site.server.database.write_now(
        lambda tx: members.add(tx, operating.in_group(tx, place.group), user, Role.DEVELOPER)
    )
    row = rows(owner, place.members)[user.username]
    assert row["line"]["own"]["role"] == Role.REPORTER  # type: ignore[index]
    assert (row["line"]["source"], row["roles"]) == (place.group, ["developer", "maintainer", "owner"])  # type: ignore[index]
    assert "reporter here" in owner.get(place.members).text


def test_a_membership_that_a_provider_manages_is_not_changed_here(site: Running, place: Settled) -> None:
    owner, user = as_member(site, place.project.path, Role.OWNER), joined(site, place.project.path, Role.REPORTER)

    def manage(tx: Transaction) -> None:
        tx.execute("UPDATE project_members SET is_managed = 1 WHERE user_id = ?", (user.id,))

    site.server.database.write_now(manage)
    row = rows(owner, place.members)[user.username]
    assert (row["may_change"], row["may_remove"]) == (False, False)
    assert "Managed by the identity provider" in owner.get(place.members).text


def test_somebody_is_added_by_username(site: Running, place: Settled) -> None:
    owner, user = as_member(site, place.project.path, Role.OWNER), person(site)
    answer = owner.send(place.members, who=f" {user.username} ", role="reporter", expires=day(30))
    assert (answer.status_code, answer.headers["location"]) == (303, place.members)
    row = rows(owner, place.members)[user.username]
    assert (row["line"]["member"]["role"], row["expires"]) == (Role.REPORTER, day(30))  # type: ignore[index]
    assert coming(site, user).get(f"/{place.project.path}").status_code == 200


def test_what_is_wrong_with_the_form_stands_at_its_field(site: Running, place: Settled) -> None:
    owner = as_member(site, place.project.path, Role.OWNER)
    already = joined(site, place.project.path, Role.GUEST)
    nobody = {"who": "nobody-of-this-name", "role": "guest"}
    for form, status, field, words in (
        ({"who": "", "role": "guest"}, 400, "who", "Enter a username or an email address."),
        (nobody, 400, "who", "To invite somebody new, enter their email address."),
        ({"who": already.username, "role": "guest"}, 400, "who", "Change their role instead."),
        ({"who": person(site).username, "role": "king"}, 400, "role", "There is no role &#39;king&#39;"),
        ({"who": person(site).username, "role": "guest", "expires": day(-1)}, 400, "expires", "The end must be after"),
        ({"who": person(site).username, "role": "guest", "expires": "x"}, 400, "expires", "The end is a date"),
    ):
        answer = owner.send(place.members, **form)
        assert answer.status_code == status, form
        error = answer.text.split(f'id="{field}-error"')[1].split("</p>")[0]
        assert words in error
    assert 'value="nobody-of-this-name"' in owner.send(place.members, **nobody).text


def test_a_role_and_an_end_are_changed_and_cleared(site: Running, place: Settled) -> None:
    owner, user = as_member(site, place.project.path, Role.OWNER), joined(site, place.project.path, Role.GUEST, day(5))
    form = {"user_id": str(user.id), "role": "developer"}
    assert owner.send(f"{place.members}/change", expires=day(7), **form).status_code == 303
    assert rows(owner, place.members)[user.username]["expires"] == day(7)
    answer = owner.send(f"{place.members}/change", expires="", q=user.username, **form)
    assert answer.headers["location"] == f"{place.members}?q={user.username}"
    row = rows(owner, place.members)[user.username]
    assert (row["expires"], row["line"]["member"]["role"]) == ("", Role.DEVELOPER)  # type: ignore[index]


def test_the_last_owner_is_told_so_beside_the_form(site: Running, place: Settled) -> None:
    user = joined(site, place.project.path, Role.OWNER)
    owner = coming(site, user)
    answer = owner.send(f"{place.members}/change", user_id=str(user.id), role="guest")
    assert answer.status_code == 400
    assert "is the last owner" in answer.text
    assert '<details class="menu change" open>' in answer.text
    answer = owner.send(f"{place.members}/remove", user_id=str(user.id))
    assert answer.status_code == 400
    assert "Make somebody else an owner first." in answer.text


def test_somebody_is_removed_after_a_question(site: Running, place: Settled) -> None:
    owner, user = as_member(site, place.project.path, Role.OWNER), joined(site, place.project.path, Role.GUEST)
    question = owner.get(f"{place.members}/remove?user_id={user.id}")
    assert f"Remove {user.username}?" in question.text
    assert user.username in rows(owner, place.members)
    assert owner.send(f"{place.members}/remove", user_id=str(user.id)).status_code == 303
    assert user.username not in rows(owner, place.members)


def test_anybody_leaves_by_themselves_and_goes_to_the_start_page(site: Running, place: Settled) -> None:
    user = joined(site, place.project.path, Role.GUEST)
    guest = coming(site, user)
    assert rows(guest, place.members)[user.username]["may_remove"] is True
    assert "Leave the project?" in guest.get(f"{place.members}/remove?user_id={user.id}").text
    answer = guest.send(f"{place.members}/remove", user_id=str(user.id))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert place.project.path in unquote(answer.headers["set-cookie"])
    assert guest.get(place.members).status_code == 404


def test_a_group_s_members_are_managed_by_its_owners(site: Running, place: Settled) -> None:
    owner, user = as_member(site, place.group, Role.OWNER), person(site)
    maintainer = as_member(site, place.group, Role.MAINTAINER)
    assert owner.send(place.group_members, who=user.username, role="reporter").status_code == 303
    assert rows(owner, place.group_members)[user.username]["may_change"] is True
    assert rows(maintainer, place.group_members)[user.username]["may_change"] is False
    assert maintainer.send(place.group_members, who=person(site).username, role="guest").status_code == 403
    assert (
        "memberships of all groups and projects below"
        in owner.get(f"{place.group_members}/remove?user_id={user.id}").text
    )


def test_who_is_no_manager_sees_no_forms(site: Running, place: Settled) -> None:
    joined(site, place.project.path, Role.OWNER)
    text = as_member(site, place.project.path, Role.DEVELOPER).get(place.members).text
    assert "Add somebody" not in text
    assert "Open invitations" not in text
    assert "menu change" not in text


def test_everybody_with_an_account_sees_the_members_of_what_they_see(site: Running) -> None:
    place = settled(site, Visibility.INTERNAL)
    owner = joined(site, place.project.path, Role.OWNER)
    outsider = coming(site, person(site))
    assert owner.username in rows(outsider, place.members)
    assert place.members in outsider.get(f"/{place.project.path}").text


def test_the_list_is_searched_and_has_pages(site: Running, place: Settled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS_SHOWN", 2)
    owner = as_member(site, place.project.path, Role.OWNER)
    users = [joined(site, place.project.path, Role.GUEST) for _ in range(3)]
    found = owner.get(place.members, **JSON).json()
    assert (found["pages"]["total"], found["pages"]["older"]) == (4, f"{place.members}?page=2")
    assert list(rows(owner, f"{place.members}?page=2")) == [users[1].username, users[2].username]
    assert list(rows(owner, f"{place.members}?q={users[0].username.upper()}")) == [users[0].username]
    assert "Nobody is called so" in owner.get(f"{place.members}?q=nobody%3Cscript%3E").text


def test_what_each_role_may_do_is_told_from_the_permissions(site: Running, place: Settled) -> None:
    owner = as_member(site, place.group, Role.OWNER)
    of_project = {each["role"]: each["may"] for each in owner.get(place.members, **JSON).json()["help"]}
    assert list(of_project) == [role.label for role in Role]
    assert "write experiments" in of_project["developer"]
    assert not any("the group" in may for each in of_project.values() for may in each)
    of_group = {each["role"]: each["may"] for each in owner.get(place.group_members, **JSON).json()["help"]}
    assert "manage the group's members" in of_group["owner"]
