"""The forms that create, change and delete webhooks."""

from collections.abc import Iterator

import pytest

from modelstead.domain.role import Role
from tests.receiving import receiver
from tests.serving import Running
from tests.web.webhook_settings import EVENT, NOT_MLFLOWS, address, created, data, member, settled, site_with_hooks


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with site_with_hooks(tmp_path_factory.mktemp("hooks")) as site:
        yield site


def test_a_created_webhook_is_listed_without_what_is_secret(hooked: Running) -> None:
    project, browser = settled(hooked)
    assert "No webhooks yet" in browser.get(address(project)).text
    url = "http://127.0.0.1:9/services/T0123456789ABCDEF0/hook?token=hidden-in-query"
    page = created(browser, project, url=url, secret="hidden-secret", description="Tells the team")
    (listed,) = data(browser, address(project))["webhooks"]
    assert listed["url"] == "http://127.0.0.1:9/services/•••/hook?token=•••"
    assert (listed["name"], listed["events"], listed["is_active"], listed["is_signed"], listed["last"]) == (
        "hook",
        [EVENT],
        True,
        True,
        None,
    )
    for path in (address(project), page, f"{page}/edit", f"{page}/delete"):
        assert "hidden-secret" not in browser.get(path).text, path
    assert "hidden-in-query" not in browser.get(address(project)).text + browser.get(page).text


def test_wrong_fields_are_told_beside_them_and_what_was_typed_stays(hooked: Running) -> None:
    project, browser = settled(hooked)
    answer = browser.send(address(project), name="-x", url="ftp://a", description="kept", secret="hidden-secret")
    assert answer.status_code == 400
    for part in ('id="name-error"', 'id="url-error"', 'id="events-error"', 'value="ftp://a"', 'value="kept"'):
        assert part in answer.text, part
    assert "hidden-secret" not in answer.text
    assert data(browser, address(project))["webhooks"] == []


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://nowhere.invalid/"])
def test_an_address_that_must_not_be_called_is_refused_beside_its_field(hooked: Running, url: str) -> None:
    project, browser = settled(hooked)
    answer = browser.send(address(project), name="hook", url=url, events=EVENT)
    assert (answer.status_code, 'id="url-error"' in answer.text) == (400, True)


def test_an_event_that_is_not_mlflow_s_comes_beside_one_that_is(hooked: Running) -> None:
    project, browser = settled(hooked)
    form = {"name": "hook", "url": "http://127.0.0.1:9/"}
    alone = browser.send(address(project), **form, events=NOT_MLFLOWS)
    assert (alone.status_code, "one of MLflow&#39;s" in alone.text) == (400, True)
    token = browser.form_token()
    both = browser.http.post(address(project), data=form | {"form_token": token, "events": [EVENT, NOT_MLFLOWS]})
    assert both.status_code == 303
    assert data(browser, both.headers["location"])["webhook"]["events"] == [EVENT, NOT_MLFLOWS]
    page = both.headers["location"]
    assert browser.send(f"{page}/edit", **form, events=EVENT).status_code == 303
    assert data(browser, page)["webhook"]["events"] == [EVENT]


def test_a_change_keeps_the_secret_replaces_it_or_removes_it(hooked: Running) -> None:
    project, browser = settled(hooked)
    with receiver() as other:
        page = created(browser, project, url=other.url, secret="first")
        form = {"name": "hook", "url": other.url, "events": EVENT}

        def signature() -> str | None:
            assert "It arrived." in browser.send(f"{page}/test", event=EVENT).text
            return other.received[-1].headers.get("x-mlflow-signature")

        assert signature() is not None
        browser.send(f"{page}/edit", **form, description="new")
        assert data(browser, page)["webhook"]["is_signed"]
        assert signature() is not None
        browser.send(f"{page}/edit", **form, unsigned="1")
        assert signature() is None


def test_a_webhook_is_turned_off_by_its_form(hooked: Running) -> None:
    project, browser = settled(hooked)
    page = created(browser, project, url="http://127.0.0.1:9/")
    browser.send(f"{page}/edit", name="hook", url="http://127.0.0.1:9/", events=EVENT)
    assert not data(browser, page)["webhook"]["is_active"]


def test_deleting_asks_first(hooked: Running) -> None:
    project, browser = settled(hooked)
    page = created(browser, project, url="http://127.0.0.1:9/")
    assert "hears nothing more" in browser.get(f"{page}/delete").text
    assert browser.send(f"{page}/delete").headers["location"] == address(project)
    assert data(browser, address(project))["webhooks"] == []
    assert browser.get(page).status_code == 404


def test_a_project_s_last_free_place_is_taken_once(hooked: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelstead.limits.WEBHOOKS_PROJECT", 1)
    project, browser = settled(hooked)
    created(browser, project, url="http://127.0.0.1:9/")
    page = browser.get(address(project)).text
    assert "New webhook" not in page
    answer = browser.send(address(project), name="more", url="http://127.0.0.1:9/", events=EVENT)
    assert (answer.status_code, "Delete some" in answer.text) == (400, True)


def test_a_developer_finds_no_webhooks(hooked: Running) -> None:
    project, maintainer = settled(hooked)
    page = created(maintainer, project, url="http://127.0.0.1:9/")
    developer = member(hooked, project, Role.DEVELOPER)
    for path in (address(project), page):
        assert developer.get(path).status_code == 403
    assert developer.send(f"{page}/delete").status_code == 403
    assert maintainer.get(page).status_code == 200
