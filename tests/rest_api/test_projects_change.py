"""PUT projects/:id: settings, path, visibility."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api
from tests.rest_api.calling import good, refused
from tests.rest_api.places import group, join, name, project
from tests.serving import Running


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def maintainer(server: Running, people: People) -> Api:
    return api(server, people.maintainer)


def test_settings_change_and_what_is_left_out_stays(people: People, maintainer: Api) -> None:
    path = f"projects/{people.project.id}"
    before = good(maintainer.get(path))
    after = good(maintainer.put(path, name="New Name", description="For all", retention_days=30, shared_names=True))
    wanted = {"name": "New Name", "description": "For all", "retention_days": 30, "shared_names": True}
    changed = {field for field in before if before[field] != after[field]}
    assert changed == {*wanted, "name_with_namespace", "updated_at", "last_activity_at"}
    assert {field: after[field] for field in wanted} == wanted
    assert good(maintainer.get(path)) == after
    assert good(maintainer.put(path, retention_days=None))["retention_days"] is None
    assert good(maintainer.put(path, description=""))["description"] == ""


def test_a_new_path_is_where_it_is_found_and_the_old_one_is_free(server: Running, people: People, ada: Api) -> None:
    found, slug = project(ada), name("renamed")
    path = good(ada.put(f"projects/{found['id']}", path=slug))["path_with_namespace"]
    assert path == f"{found['namespace']['full_path']}/{slug}"
    assert good(ada.get(f"projects/{path.replace('/', '%2F')}"))["id"] == found["id"]
    refused(ada.get(f"projects/{found['path_with_namespace'].replace('/', '%2F')}"), 404)
    assert server.client(people.outsider, path.replace("/", "%2F")).run()
    assert project(ada, path=found["path"])["id"] != found["id"]


def test_a_path_that_cannot_be_is_refused(ada: Api) -> None:
    found, other = project(ada), project(ada)
    url = f"projects/{found['id']}"
    refused(ada.put(url, path=other["path"]), 400, "has already been taken")
    refused(ada.put(url, path="a/b"), 400, "Transfer it to another group")
    for slug in ("", "..", "12", "a b", "é"):
        refused(ada.put(url, path=slug), 400, "cannot be part of a path")
    assert good(ada.put(url, path=found["path"].upper()))["path"] == found["path"].upper()
    assert good(ada.get(url))["name"] == found["name"]


def test_visibility_takes_an_owner_and_fits_the_group(server: Running, people: People, ada: Api) -> None:
    above = group(ada, visibility="internal")
    found, other = project(ada, namespace_id=above["id"]), api(server, people.guest)
    url = f"projects/{found['id']}"
    join(ada, "projects", found["id"], other, 40)
    answer = other.put(url, visibility="internal", name="Also")
    refused(answer, 403, "You may not change the project's visibility: it takes the role owner or higher.")
    assert good(ada.get(url))["name"] == found["name"]
    assert good(other.put(url, visibility="private"))["visibility"] == "private"
    assert good(ada.put(url, visibility="internal"))["visibility"] == "internal"
    refused(ada.put(url, visibility="public"), 400, "visibility public is wider")
    good(api(server, people.reporter).get(url))
    good(ada.put(url, visibility="private"))
    refused(api(server, people.reporter).get(url), 404)


def test_a_quota_is_for_administrators(server: Running, people: People, maintainer: Api) -> None:
    url = f"projects/{people.project.id}"
    for who in (maintainer, api(server, people.owner)):
        refused(who.put(url, quota_bytes=10), 403, "it takes an administrator")
    administrator = api(server, people.administrator)
    assert good(administrator.put(url, quota_bytes=1_000))["quota_bytes"] == 1_000
    assert good(administrator.put(url, quota_bytes=None))["quota_bytes"] is None


@pytest.mark.parametrize("days", [0, 3_651, -1, "soon", 1.5])
def test_a_retention_that_is_none_is_refused(people: People, maintainer: Api, days: object) -> None:
    refused(maintainer.put(f"projects/{people.project.id}", retention_days=days), 400, "retention_days")


def test_it_takes_a_maintainer(server: Running, people: People) -> None:
    url = f"projects/{people.project.id}"
    for who in (people.developer, people.reporter, people.guest, people.project_bot):
        refused(api(server, who).put(url, name="mine"), 403, "it takes the role maintainer or higher")
    refused(api(server, people.read_only).put(url, name="mine"), 403, "insufficient_scope")
    refused(api(server, people.outsider).put(url, name="mine"), 404)
    refused(api(server, None).put(url, name="mine"), 401)
