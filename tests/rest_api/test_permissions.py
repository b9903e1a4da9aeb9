"""Who may call what about packages: each person, each call of the table."""

import itertools

import httpx
import pytest

from modelstead.domain.permission import READ_PACKAGES, WRITE_PACKAGES
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.http.endpoint import Endpoint, Open
from modelstead.rest_api.endpoints import GROUP, PROJECT, SERVER
from tests.people import People, settle
from tests.rest_api.calling import Rest, good, refused, rest
from tests.rest_api.samples import PATHS, Made, call, label, make
from tests.serving import Running

# Each person's role, and whether their token writes.
MEMBERS = {
    "administrator": (Role.OWNER, True),
    "owner": (Role.OWNER, True),
    "maintainer": (Role.MAINTAINER, True),
    "developer": (Role.DEVELOPER, True),
    "project_bot": (Role.DEVELOPER, True),
    "reporter": (Role.REPORTER, True),
    "guest": (Role.GUEST, True),
    "read_only": (Role.DEVELOPER, False),
}
STRANGERS = {"outsider": 404, "expired": 401, "revoked": 401, "nobody": 401}
_numbers = itertools.count()

PACKAGES = tuple(endpoint for endpoint in PROJECT if endpoint.path.startswith("packages"))
SUCCESS = {"GET": 200, "PUT": 201, "DELETE": 204}


def client_of(server: Running, people: People, name: str, project: int | str = "") -> Rest:
    return rest(server, getattr(people, name, None), project or people.project.id)


def made_by_developer(server: Running, people: People) -> Made:
    mlflow = server.client(people.developer, people.project.id)
    return make(client_of(server, people, "developer"), mlflow)


def everything(api: Rest, made: Made) -> object:
    """Return what a refused call might have changed."""
    packages = api.packages(per_page=100)
    return packages, [good(api.get(f"packages/{each['id']}/package_files")) for each in packages], made


def bytes_of(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return all of an answer but its request id and date."""
    headers = [(name.lower(), value) for name, value in answer.headers.raw]
    return (
        answer.status_code,
        [header for header in headers if header[0] not in {b"x-request-id", b"date"}],
        answer.content,
    )


def test_every_call_about_packages_has_a_sample_and_says_who_may_call_it() -> None:
    assert set(PATHS) == {each.path for each in PACKAGES}
    for endpoint in PACKAGES:
        assert endpoint.permission is (READ_PACKAGES if endpoint.method == "GET" else WRITE_PACKAGES)


def test_only_what_says_nothing_is_open_to_everyone_unasked() -> None:
    open_calls = {each.path for each in PROJECT + GROUP + SERVER if each.permission is Open.OPEN}
    assert open_calls == {"version", "metadata"}


@pytest.mark.parametrize("endpoint", PACKAGES, ids=label)
def test_members_may_call_what_their_role_and_scope_give(server: Running, people: People, endpoint: Endpoint) -> None:
    developer = client_of(server, people, "developer")
    writes = endpoint.permission is WRITE_PACKAGES
    for name, (role, may_write) in MEMBERS.items():
        made = made_by_developer(server, people)
        before = everything(developer, made)
        answer = call(client_of(server, people, name), endpoint, made)
        if writes and not may_write:
            refused(answer, 403, "insufficient_scope: to write packages, a token needs the scope api.")
        elif writes and role < Role.DEVELOPER:
            refused(answer, 403, "You may not write packages", "it takes the role developer or higher")
        else:
            assert answer.status_code == SUCCESS[endpoint.method], (name, answer.text)
            continue
        assert everything(developer, made) == before


@pytest.mark.parametrize("endpoint", PACKAGES, ids=label)
def test_strangers_may_call_nothing(server: Running, people: People, endpoint: Endpoint) -> None:
    developer = client_of(server, people, "developer")
    made = made_by_developer(server, people)
    before = everything(developer, made)
    for name, status in STRANGERS.items():
        answer = call(client_of(server, people, name), endpoint, made)
        refused(answer, status)
        assert ("www-authenticate" in answer.headers) == (status == 401)
    assert everything(developer, made) == before


@pytest.mark.parametrize("endpoint", PACKAGES, ids=label)
def test_a_hidden_project_answers_like_a_missing_one(server: Running, people: People, endpoint: Endpoint) -> None:
    made = made_by_developer(server, people)
    path = people.project.path.replace("/", "%2F")
    projects: list[int | str] = [people.project.id, path, 999_999, path + "-x", "nobody%2Fx", "0", "%00"]
    answers = [bytes_of(call(client_of(server, people, "outsider", each), endpoint, made)) for each in projects]
    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("endpoint", PACKAGES, ids=label)
def test_anyone_reads_a_public_project_and_nobody_writes_it(server: Running, endpoint: Endpoint) -> None:
    people = settle(server.server, f"public/packages-{next(_numbers)}", Visibility.PUBLIC)
    made = made_by_developer(server, people)
    before = everything(client_of(server, people, "developer"), made)
    for name, refusal in (("nobody", 401), ("outsider", 403)):
        answer = call(client_of(server, people, name), endpoint, made)
        if endpoint.permission is READ_PACKAGES:
            assert answer.status_code == 200
        else:
            refused(answer, refusal)
    assert everything(client_of(server, people, "developer"), made) == before


@pytest.mark.parametrize("header", ["PRIVATE-TOKEN", "Authorization"])
def test_a_token_is_taken_as_gitlab_takes_it(server: Running, people: People, header: str) -> None:
    value = people.developer if header == "PRIVATE-TOKEN" else f"Bearer {people.developer}"
    url = f"{server.url}/api/v4/projects/{people.project.id}/packages"
    assert server.http.get(url, headers={header: value}).status_code == 200
    for query in ("private_token", "access_token"):
        assert server.http.get(f"{url}?{query}={people.developer}").status_code == 401


def test_permission_is_checked_before_anything_of_the_upload_is(server: Running, people: People) -> None:
    for path in ("packages/generic/p/1/..%2f", "packages/generic/a%20b/1/f", "packages/ml_models/candidate:9/files/f"):
        refused(client_of(server, people, "guest").put(path, b"x"), 403)


def test_a_page_of_another_site_may_not_write(server: Running, people: People) -> None:
    api = client_of(server, people, "developer")
    foreign = Rest(api.http, api.base, api.headers | {"Origin": "https://example.com"})
    refused(foreign.put("packages/generic/p/1/f", b"x"), 403, "another site")
    assert api.packages() == []
