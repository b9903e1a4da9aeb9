"""Access tokens of a project and of a group on their settings' pages."""

import datetime

import pytest

from modelstead import limits
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import Browser
from tests.web.people_pages import JSON, SECRET, Settled, as_member, secret_in, settled

API = {"scopes": "api", "role": "developer"}


@pytest.fixture
def place(site: Running) -> Settled:
    return settled(site)


@pytest.fixture
def owner(site: Running, place: Settled) -> Browser:
    return as_member(site, place.group, Role.OWNER)


def day(ahead: int) -> str:
    return str(datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=ahead))


def token_id(browser: Browser, page: str, name: str) -> str:
    found = {row["token"]["name"]: row["token"]["id"] for row in browser.get(page, **JSON).json()["tokens"]}
    return str(found[name])


def test_a_project_s_token_comes_with_lines_that_work(site: Running, place: Settled, owner: Browser) -> None:
    answer = owner.send(f"{place.tokens}/new", name="ci <1>", description="nightly", days="30", **API)
    secret = secret_in(answer)
    uri = f"{site.url}/api/v4/projects/{place.project.id}/ml/mlflow"
    assert f"export MLFLOW_TRACKING_URI=&#34;{uri}&#34;" in answer.text
    assert f"export MLFLOW_TRACKING_TOKEN=&#34;{secret}&#34;" in answer.text
    site.client(secret, place.project.id).run(run_name="by the token")
    (row,) = owner.get(place.tokens, **JSON).json()["tokens"]
    assert (row["token"]["name"], row["token"]["role"], row["expires"]) == ("ci <1>", Role.DEVELOPER, day(30))
    text = owner.get(place.tokens).text
    assert "ci &lt;1&gt;" in text
    assert SECRET.search(text) is None


def test_a_group_s_token_prints_lines_for_a_project_of_it(site: Running, place: Settled, owner: Browser) -> None:
    secret = secret_in(owner.send(f"{place.group_tokens}/new", name="alone", **API))
    site.client(secret, place.project.id).run(run_name="by the group's token")
    chosen = owner.send(f"{place.group_tokens}/new", name="chosen", project=place.project.path, **API)
    assert f"projects/{place.project.id}/ml/mlflow" in chosen.text
    other = site.server.database.write_now(projects.create, f"{place.group}-x/hidden", Visibility.PRIVATE)
    refused = owner.send(f"{place.group_tokens}/new", name="no", project=other.path, **API)
    assert refused.status_code == 400
    assert "There is no project" in refused.text.split('id="project-error"')[1]
    assert len(owner.get(place.group_tokens, **JSON).json()["tokens"]) == 2


def test_what_is_wrong_stands_at_its_field_with_what_was_typed(place: Settled, owner: Browser) -> None:
    good = {"name": "kept", "scopes": "read_api", "role": "guest", "days": "30"}
    for change, status, field in (
        ({"name": " "}, 400, "name"),
        ({"name": "n" * 256}, 400, "name"),
        ({"description": "d" * 256}, 400, "description"),
        ({"scopes": "everything"}, 400, "scopes"),
        ({"role": "king"}, 400, "role"),
        ({"days": "date", "expires": ""}, 400, "expires"),
        ({"days": "date", "expires": day(0)}, 400, "expires"),
        ({"days": "date", "expires": day(366)}, 400, "expires"),
        ({"days": "date", "expires": "soon"}, 400, "expires"),
    ):
        answer = owner.send(f"{place.tokens}/new", **(good | change))
        assert (answer.status_code, f'id="{field}-error"' in answer.text) == (status, True), change
    no_scope = owner.send(f"{place.tokens}/new", name="kept", role="guest")
    assert "A token needs at least one scope." in no_scope.text
    assert 'value="kept"' in no_scope.text
    assert owner.get(place.tokens, **JSON).json()["tokens"] == []


def test_rotation_gives_another_and_ends_the_old_one(site: Running, place: Settled, owner: Browser) -> None:
    old = secret_in(owner.send(f"{place.tokens}/new", name="ci", **API))
    number = token_id(owner, place.tokens, "ci")
    assert "Stop every program" in owner.get(f"{place.tokens}/rotate?token_id={number}").text
    wrong = owner.send(f"{place.tokens}/rotate", token_id=number, days="date", expires=day(-1))
    assert (wrong.status_code, 'id="expires-error"' in wrong.text) == (400, True)
    new = secret_in(owner.send(f"{place.tokens}/rotate", token_id=number, days="7"))
    assert new != old
    site.client(new, place.project.id).run(run_name="by the new one")
    assert owner.send(f"{place.tokens}/rotate", token_id=number, days="7").status_code == 400
    (row,) = owner.get(f"{place.tokens}?state=inactive", **JSON).json()["tokens"]
    assert row["state"] == "rotated"


def test_revocation_asks_first_and_ends_a_token_at_once(site: Running, place: Settled, owner: Browser) -> None:
    secret = secret_in(owner.send(f"{place.tokens}/new", name="ci", **API))
    number = token_id(owner, place.tokens, "ci")
    client = site.client(secret, place.project.id)
    assert "This cannot be undone." in owner.get(f"{place.tokens}/revoke?token_id={number}").text
    assert client.get("experiments/get", experiment_id="0").status_code == 200
    assert owner.send(f"{place.tokens}/revoke", token_id=number).status_code == 303
    assert client.get("experiments/get", experiment_id="0").status_code == 401
    found = owner.get(place.tokens, **JSON).json()
    assert (found["tokens"], found["active"], found["inactive"]) == ([], 0, 1)


def test_the_list_warns_before_the_end_and_has_pages(
    site: Running, place: Settled, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TOKENS_SHOWN", 1)
    for name, ahead in (("soon", 3), ("later", 40)):
        owner.send(f"{place.tokens}/new", name=name, days="date", expires=day(ahead), **API)
    first = owner.get(place.tokens, **JSON).json()
    assert (first["tokens"][0]["days_left"], first["pages"]["older"]) == (None, f"{place.tokens}?page=2")
    second = owner.get(f"{place.tokens}?page=2")
    assert "ends-soon" in second.text

    def expire(tx: Transaction) -> None:
        tx.execute("UPDATE access_tokens SET expires_at = 1 WHERE name = 'soon'")

    site.server.database.write_now(expire)
    (row,) = owner.get(f"{place.tokens}?state=inactive", **JSON).json()["tokens"]
    assert (row["token"]["name"], row["state"]) == ("soon", "expired")


def test_whoever_may_not_manage_tokens_does_not_see_them(site: Running, place: Settled) -> None:
    developer = as_member(site, place.project.path, Role.DEVELOPER)
    assert developer.get(place.tokens).status_code == 403
    assert developer.send(f"{place.tokens}/new", name="n", **API).status_code == 403
    maintainer = as_member(site, place.group, Role.MAINTAINER)
    assert maintainer.get(place.tokens).status_code == 200
    assert maintainer.get(place.group_tokens).status_code == 403
