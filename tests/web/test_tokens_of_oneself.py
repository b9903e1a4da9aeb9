"""One's own access tokens on the pages of the account."""

import pytest

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import projects
from tests.serving import Running
from tests.signing_in import Browser, person
from tests.web.people_pages import JSON, SECRET, Settled, as_member, coming, joined, secret_in, settled

PAGE = "/-/profile/tokens"


@pytest.fixture
def place(site: Running) -> Settled:
    return settled(site)


@pytest.fixture
def developer(site: Running, place: Settled) -> Browser:
    return as_member(site, place.project.path, Role.DEVELOPER)


def test_a_token_comes_with_lines_for_a_chosen_project(site: Running, place: Settled, developer: Browser) -> None:
    form = developer.get(f"{PAGE}/new?project={place.project.path}").text
    assert f"<option selected>{place.project.path}</option>" in form
    answer = developer.send(f"{PAGE}/new", name="laptop", scopes="api", days="7", project=place.project.path)
    secret = secret_in(answer)
    assert f"/api/v4/projects/{place.project.id}/ml/mlflow" in answer.text
    site.client(secret, place.project.id).run(run_name="from the laptop")
    (row,) = developer.get(PAGE, **JSON).json()["tokens"]
    assert (row["token"]["name"], row["token"]["scopes"]) == ("laptop", ["api"])


def test_only_projects_that_one_may_write_to_are_offered(site: Running, place: Settled) -> None:
    user = joined(site, place.project.path, Role.DEVELOPER)
    read = site.server.database.write_now(projects.create, f"{place.group}-read/project", Visibility.PUBLIC)
    site.server.database.write_now(projects.set_member, read, user, Role.REPORTER)
    found = coming(site, user).get(f"{PAGE}/new", **JSON).json()
    assert found["projects"] == [place.project.path]


def test_no_form_is_taken_without_its_token(developer: Browser) -> None:
    for action in ("new", "rotate", "revoke"):
        answer = developer.post(f"{PAGE}/{action}", name="n", scopes="api", token_id="1", form_token="wrong")
        assert (answer.status_code, "another session" in answer.text) == (403, True), action
    assert developer.get(PAGE, **JSON).json()["tokens"] == []


def test_no_secret_is_in_the_json_of_a_page(developer: Browser) -> None:
    form = {"form_token": developer.form_token(), "name": "quiet", "scopes": "api"}
    answer = developer.http.post(f"{PAGE}/new", data=form, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert SECRET.search(answer.text) is None


def test_several_scopes_are_taken_and_users_alone_print_no_lines(place: Settled, developer: Browser) -> None:
    form = {"form_token": developer.form_token(), "name": "two", "scopes": ["read_api", "read_user"]}
    assert developer.http.post(f"{PAGE}/new", data=form).status_code == 200
    answer = developer.send(f"{PAGE}/new", name="who", scopes="read_user", project=place.project.path)
    secret_in(answer)
    assert "MLFLOW_TRACKING_URI=" not in answer.text
    found = {row["token"]["name"]: set(row["token"]["scopes"]) for row in developer.get(PAGE, **JSON).json()["tokens"]}
    assert found == {"two": {"read_api", "read_user"}, "who": {"read_user"}}


def test_one_s_own_tokens_are_rotated_and_revoked(site: Running, developer: Browser) -> None:
    old = secret_in(developer.send(f"{PAGE}/new", name="laptop", scopes="read_user"))
    number = str(developer.get(PAGE, **JSON).json()["tokens"][0]["token"]["id"])
    new = secret_in(developer.send(f"{PAGE}/rotate", token_id=number, days="30"))
    headers = {"Authorization": f"Bearer {new}"}
    assert site.http.get(f"{site.url}/api/v4/user", headers=headers).status_code == 200
    number = str(developer.get(PAGE, **JSON).json()["tokens"][0]["token"]["id"])
    assert developer.send(f"{PAGE}/revoke", token_id=number).status_code == 303
    assert site.http.get(f"{site.url}/api/v4/user", headers=headers).status_code == 401
    assert old != new
    assert developer.get(f"{PAGE}?state=inactive", **JSON).json()["inactive"] == 2


def test_tokens_of_others_are_not_there_for_administrators_either(site: Running, developer: Browser) -> None:
    secret_in(developer.send(f"{PAGE}/new", name="mine", scopes="api"))
    number = str(developer.get(PAGE, **JSON).json()["tokens"][0]["token"]["id"])
    administrator = coming(site, person(site, is_admin=True))
    assert administrator.get(PAGE, **JSON).json()["tokens"] == []
    for action in ("rotate", "revoke"):
        assert administrator.get(f"{PAGE}/{action}?token_id={number}").status_code == 404
        assert administrator.send(f"{PAGE}/{action}", token_id=number).status_code == 404
    assert developer.get(PAGE, **JSON).json()["active"] == 1
