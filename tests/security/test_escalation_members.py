"""Nobody gets more than they were given: by adding, raising, inviting below, moving, renaming or waiting."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, day, made
from tests.rest_api.calling import good, refused
from tests.rest_api.places import group, join, project
from tests.serving import Running

BELOW_MAINTAINER = ["developer", "reporter", "guest", "project_bot"]


@pytest.fixture
def owner(server: Running, people: People) -> Api:
    return api(server, people.owner)


@pytest.fixture
def maintainer(server: Running, people: People) -> Api:
    return api(server, people.maintainer)


@pytest.fixture
def outsider(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def url(people: People) -> str:
    return f"projects/{people.project.id}/members"


def levels(api: Api, url: str) -> dict[int, int]:
    return {row["id"]: row["access_level"] for row in good(api.get(url, per_page=100))}


@pytest.mark.parametrize("who", BELOW_MAINTAINER)
def test_who_is_below_a_maintainer_manages_nobody(
    server: Running, people: People, owner: Api, outsider: Api, url: str, who: str
) -> None:
    me, before = api(server, getattr(people, who)), levels(owner, url)
    for level in (10, 30, 50):
        refused(me.post(url, user_id=me.id, access_level=level), 403)
        refused(me.post(url, user_id=outsider.id, access_level=level), 403)
        refused(me.put(f"{url}/{me.id}", access_level=level), 403)
    refused(me.put(f"{url}/{owner.id}", access_level=10), 403)
    refused(me.delete(f"{url}/{owner.id}"), 403)
    assert levels(owner, url) == before


def test_strangers_expired_revoked_and_readers_manage_nobody(
    server: Running, people: People, owner: Api, outsider: Api, url: str
) -> None:
    before = levels(owner, url)
    for token, status in (
        (people.outsider, 404), (people.expired, 401), (people.revoked, 401), (None, 401), (people.read_only, 403),
    ):  # fmt: skip
        me = api(server, token)
        refused(me.post(url, user_id=outsider.id, access_level=10), status)
        refused(me.put(f"{url}/{owner.id}", access_level=10), status)
        refused(me.delete(f"{url}/{owner.id}"), status)
    assert levels(owner, url) == before


def test_a_maintainer_makes_no_owner_and_touches_none(owner: Api, maintainer: Api, outsider: Api, url: str) -> None:
    before = levels(owner, url)
    for answer in (
        maintainer.post(url, user_id=outsider.id, access_level=50),
        maintainer.post(url, user_id=f"{outsider.id}", access_level="50"),
        maintainer.put(f"{url}/{maintainer.id}", access_level=50),
        maintainer.put(f"{url}/{owner.id}", access_level=40),
        maintainer.put(f"{url}/{owner.id}", access_level=50, expires_at=day(1)),
        maintainer.delete(f"{url}/{owner.id}"),
    ):
        refused(answer, 403, "The role owner is above yours")
    assert levels(owner, url) == before
    made(maintainer.post(url, user_id=outsider.id, access_level=40))


def test_a_maintainer_of_a_group_manages_its_projects_members_and_not_its_own(
    maintainer: Api, outsider: Api, owner: Api
) -> None:
    above = group(owner)
    low = project(owner, namespace_id=above["id"])
    join(owner, "groups", above["id"], maintainer, 40)
    refused(maintainer.post(f"groups/{above['id']}/members", user_id=outsider.id, access_level=10), 403)
    refused(maintainer.put(f"groups/{above['id']}/members/{maintainer.id}", access_level=50), 403)
    refused(maintainer.post(f"projects/{low['id']}/members", user_id=maintainer.id, access_level=50), 403)
    made(maintainer.post(f"projects/{low['id']}/members", user_id=outsider.id, access_level=40))


def test_an_owner_of_a_subgroup_or_project_owns_nothing_above(owner: Api, outsider: Api) -> None:
    above = group(owner, visibility="public")
    below = group(owner, parent_id=above["id"])
    low = project(owner, namespace_id=below["id"])
    join(owner, "groups", below["id"], outsider, 50)
    made(outsider.post(f"projects/{low['id']}/members", user_id=outsider.id, access_level=50))
    top = f"groups/{above['id']}"
    refused(outsider.post(f"{top}/members", user_id=outsider.id, access_level=10), 403)
    refused(outsider.put(top, visibility="private"), 403)
    refused(outsider.delete(top), 403)
    refused(outsider.delete(f"{top}/members/{owner.id}"), 403)
    assert levels(outsider, f"{top}/members/all") == {owner.id: 50}


def test_an_inherited_owner_stays_one_in_spite_of_a_lower_role_below(owner: Api, maintainer: Api) -> None:
    above = group(owner)
    low = project(owner, namespace_id=above["id"])
    join(owner, "projects", low["id"], maintainer, 40)
    url = f"projects/{low['id']}/members"
    refused(maintainer.post(url, user_id=owner.id, access_level=10), 400, "greater than or equal to 50")
    refused(maintainer.delete(f"{url}/{owner.id}"), 404)
    assert levels(maintainer, f"{url}/all")[owner.id] == 50


def test_a_subgroup_or_project_of_one_s_own_making_gives_no_higher_role(owner: Api, outsider: Api) -> None:
    above = group(owner)
    join(owner, "groups", above["id"], outsider, 40)
    below = group(outsider, parent_id=above["id"])
    low = project(outsider, namespace_id=below["id"])
    for place in (f"groups/{below['id']}", f"projects/{low['id']}"):
        assert good(outsider.get(f"{place}/members/all/{outsider.id}"))["access_level"] == 40
        refused(outsider.delete(place), 403)
        refused(outsider.post(f"{place}/members", user_id=outsider.id, access_level=50), 403)
    refused(outsider.put(f"projects/{low['id']}", visibility="private", quota_bytes=1), 403)


def test_moving_a_project_where_one_owns_more_takes_owning_it(owner: Api, maintainer: Api, people: People) -> None:
    mine = group(maintainer)
    url = f"projects/{people.project.id}/transfer"
    refused(maintainer.put(url, namespace=mine["id"]), 403, "it takes the role owner or higher")
    assert good(owner.get(f"projects/{people.project.id}"))["path_with_namespace"] == people.project.path


def test_an_old_path_leads_nobody_to_somebody_else_s_project(
    server: Running, people: People, owner: Api, outsider: Api
) -> None:
    old = group(owner)
    low = project(owner, namespace_id=old["id"])
    path = low["path_with_namespace"].replace("/", "%2F")
    good(owner.put(f"groups/{old['id']}", path=f"{old['path']}-new"))
    taken = group(outsider, path=old["path"])
    other = project(outsider, namespace_id=taken["id"], path=low["path"])
    assert good(outsider.get(f"projects/{path}"))["id"] == other["id"]
    refused(owner.get(f"projects/{path}"), 404)
    assert server.client(people.owner, path).post("runs/create", experiment_id="0").status_code == 404


def test_leaving_is_for_oneself_alone(server: Running, people: People, url: str) -> None:
    guest, reporter = api(server, people.guest), api(server, people.reporter)
    for answer in (guest.delete(f"{url}/{reporter.id}"), guest.delete(f"{url}/999999")):
        refused(answer, 403, "You may not manage the project's members")


def test_what_a_body_says_of_where_it_is_for_does_not_count(people: People, maintainer: Api, owner: Api) -> None:
    hidden = project(owner)
    url = f"projects/{people.project.id}"
    shown = good(maintainer.put(url, id=hidden["id"], project_id=hidden["id"], group_id=1, description="mine"))
    assert shown["id"] == people.project.id
    assert good(owner.get(f"projects/{hidden['id']}")) == hidden
    answer = maintainer.put(f"{url}/members/{maintainer.id}?user_id={owner.id}", user_id=owner.id, access_level=30)
    assert good(answer)["id"] == maintainer.id
    assert levels(owner, f"{url}/members")[owner.id] == 50
