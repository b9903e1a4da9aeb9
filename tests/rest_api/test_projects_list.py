"""GET projects: who sees which, filters, orders and pages."""

from typing import Any

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api
from tests.rest_api.calling import good, refused
from tests.rest_api.places import every, group, join, paths, project
from tests.serving import Mlflow, Running


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def eve(server: Running, people: People) -> Api:
    return api(server, people.guest)


def named(rows: list[dict[str, Any]], *known: dict[str, Any]) -> list[str]:
    """Return the names of those of the known projects that are in a list, in its order."""
    names = {each["id"]: each["name"] for each in known}
    return [names[row["id"]] for row in rows if row["id"] in names]


def test_everyone_lists_what_they_see(server: Running, people: People, ada: Api, eve: Api) -> None:
    above = group(ada, visibility="public")
    each = {
        visibility: project(ada, namespace_id=above["id"], name=visibility, visibility=visibility)
        for visibility in ("private", "internal", "public")
    }

    def seen(who: Api) -> set[str]:
        return set(named(every(who, "projects"), *each.values()))

    assert seen(ada) == {"private", "internal", "public"}
    assert seen(eve) == {"internal", "public"}
    assert seen(api(server, None)) == {"public"}
    assert seen(api(server, people.administrator)) == {"private", "internal", "public"}
    assert seen(api(server, people.read_only)) == {"internal", "public"}
    join(ada, "projects", each["private"]["id"], eve, 10)
    assert seen(eve) == {"private", "internal", "public"}
    good(eve.get(f"projects/{each['private']['id']}"))


def test_members_of_a_group_see_all_below_and_others_nothing(ada: Api, eve: Api) -> None:
    above = group(ada)
    below = group(ada, parent_id=above["id"])
    high, low = project(ada, namespace_id=above["id"]), project(ada, namespace_id=below["id"])
    assert named(good(eve.get("projects")), high, low) == []
    join(ada, "groups", below["id"], eve, 10)
    assert named(good(eve.get("projects")), high, low) == [low["name"]]
    join(ada, "groups", above["id"], eve, 10)
    assert named(good(eve.get("projects")), high, low) == [low["name"], high["name"]]


def test_the_roles_of_who_asks_are_shown(ada: Api, eve: Api) -> None:
    above = group(ada)
    found = project(ada, namespace_id=above["id"])
    join(ada, "groups", above["id"], eve, 15)
    join(ada, "projects", found["id"], eve, 40)
    wanted = {
        "project_access": {"access_level": 40, "notification_level": 3},
        "group_access": {"access_level": 15, "notification_level": 3},
    }
    (listed,) = good(eve.get("projects", owned="false", membership="true", search=found["name"]))
    assert listed["permissions"] == wanted
    assert good(eve.get(f"projects/{found['id']}")) == listed


def test_filters(ada: Api, eve: Api) -> None:
    above = group(eve, visibility="public")
    mine = project(ada, name="mine")
    theirs = project(eve, namespace_id=above["id"], name="theirs", visibility="public")
    archived = project(ada, name="archived")
    ada.post(f"projects/{archived['id']}/archive")
    known = (mine, theirs, archived)

    def listed(**query: str) -> list[str]:
        return named(every(ada, "projects", **query), *known)

    assert listed() == ["archived", "theirs", "mine"]
    assert listed(owned="true") == listed(membership="true") == ["archived", "mine"]
    assert listed(min_access_level="50") == ["archived", "mine"]
    assert listed(visibility="public") == ["theirs"]
    assert listed(archived="true") == ["archived"]
    assert listed(archived="false") == ["theirs", "mine"]
    assert listed(search="HEIR") == ["theirs"]
    assert listed(search="%") == listed(search="_") == []
    assert listed(search=above["path"]) == []
    assert listed(search=above["path"], search_namespaces="true") == ["theirs"]
    assert listed(id_after=str(mine["id"])) == ["archived", "theirs"]
    assert listed(id_before=str(theirs["id"])) == ["mine"]
    assert listed(order_by="name", sort="asc") == ["archived", "mine", "theirs"]
    assert listed(order_by="path", sort="desc", owned="true") == ["mine", "archived"]
    for order in ("id", "created_at", "updated_at"):
        assert listed(order_by=order, sort="asc", owned="true")[:1] == ["mine"]


def test_the_project_that_was_logged_to_last_is_the_last_active(server: Running, people: People, ada: Api) -> None:
    first, second = project(ada), project(ada)
    server.client(people.outsider, first["id"]).run(start_time=4_000_000_000_000)
    rows = good(ada.get("projects", order_by="last_activity_at", owned="true"))
    assert named(rows, first, second) == [first["name"], second["name"]]
    assert rows[0]["last_activity_at"] == "2096-10-02T07:06:40.000Z"


def test_simple_ones_are_short(ada: Api) -> None:
    found = project(ada)
    (row,) = good(ada.get("projects", simple="true", search=found["path"]))
    assert row == {name: found[name] for name in row}
    assert "path_with_namespace" in row
    assert "permissions" not in row


def test_who_is_no_member_is_told_no_figures(server: Running, ada: Api, eve: Api) -> None:
    above = group(ada, visibility="public")
    found = project(ada, namespace_id=above["id"], visibility="public")
    for who in (eve, api(server, None)):
        shown = good(who.get(f"projects/{found['id']}"))
        assert not {"used_bytes", "quota_bytes", "retention_days", "shared_names"} & shown.keys()
    assert "permissions" not in good(api(server, None).get(f"projects/{found['id']}"))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"order_by": "similarity"}, "order_by is invalid"),
        ({"min_access_level": "31"}, "access_level does not have a valid value"),
        ({"visibility": "secret"}, "visibility is invalid"),
        ({"owned": "perhaps"}, "owned is invalid"),
        ({"pagination": "keyset", "order_by": "name"}, "order_by must be id where pagination is keyset."),
        ({"id_after": "-1"}, "id_after is invalid"),
        ({"page": "0"}, "page is invalid"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(ada: Api, query: dict[str, str], reason: str) -> None:
    refused(ada.get("projects", **query), 400, reason)


def test_a_group_lists_its_projects(ada: Api, eve: Api) -> None:
    above = group(ada, visibility="internal")
    below = group(ada, parent_id=above["id"])
    high = project(ada, namespace_id=above["id"], visibility="internal")
    hidden, low = project(ada, namespace_id=above["id"]), project(ada, namespace_id=below["id"])
    path = f"groups/{above['id']}/projects"
    assert paths(good(ada.get(path))) == paths([hidden, high])
    assert paths(good(ada.get(path, include_subgroups="true"))) == paths([low, hidden, high])
    assert paths(good(eve.get(path, include_subgroups="true"))) == paths([high])


def test_a_run_that_starts_beyond_all_calendars_does_no_harm(
    server: Running, people: People, developer: Mlflow
) -> None:
    developer.run(start_time=2**63 - 1)
    rows = every(api(server, people.developer), "projects")
    assert any(row["last_activity_at"].startswith("9999-") for row in rows if row["id"] == people.project.id)
