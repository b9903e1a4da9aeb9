"""A project's trash, without scripts: what is there, and restoring and purging what is chosen."""

import html
import re
from typing import Any, NamedTuple

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.role import Role
from modelstead.services import project_changes, projects, runs
from modelstead.store.transaction import Transaction
from tests import factories, trashing
from tests.serving import Running
from tests.signing_in import Browser, browser_of, events, person

HOSTILE = '<script>alert("x")</script> مرحبا 🚀 ' + "x" * 200


class Place(NamedTuple):
    """A project with things in its trash: where that is, and who put them there."""

    site: Running
    access: Access
    trash: str

    def browser(self, role: Role) -> Browser:
        user, browser = person(self.site), browser_of(self.site)
        self.site.server.database.write_now(projects.set_member, self.access.project, user, role)
        browser.sign_in(user.username)
        return browser

    def delete_run(self, name: str, size: int = 0) -> None:
        def work(tx: Transaction) -> None:
            made = factories.run(tx, self.access, name=name).run.run_id
            if size:
                trashing.put_file(tx, self.access, Address.of_run(made, "a"), name.encode().ljust(size, b"."))
            runs.delete(tx, self.access, made)

        self.site.server.database.write_now(work)


@pytest.fixture
def place(site: Running) -> Place:
    name = person(site).username
    access: Access = site.server.database.write_now(factories.member, f"trash/{name}")
    return Place(site, access, f"/{access.project.path}/-/trash")


def view(browser: Browser, address: str) -> dict[str, Any]:
    answer = browser.get(address, accept="application/json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(browser: Browser, address: str) -> list[str]:
    return [row["line"]["name"] for row in view(browser, address)["rows"]]


def chosen(browser: Browser, address: str) -> str:
    return str(view(browser, address)["rows"][0]["line"]["reference"])


def ask(browser: Browser, address: str, **form: str) -> tuple[str, dict[str, str]]:
    """Ask for a purge; return the page's text, and what its form would send."""
    answer = browser.send(f"{address}/purge", **form)
    assert answer.status_code == 200, answer.headers
    fields = re.findall(r'<input type="hidden" name="(chosen|before|back|everything)" value="([^"]*)"', answer.text)
    return html.unescape(re.sub(r"<[^>]*>", "", answer.text)), {name: html.unescape(value) for name, value in fields}


def test_it_says_what_is_there_and_how_much_would_be_free(place: Place) -> None:
    place.delete_run("small", 1_000)
    place.delete_run(HOSTILE, 2_000)
    browser = place.browser(Role.DEVELOPER)
    found = view(browser, place.trash)
    assert (found["total"], found["free"], found["retention_days"]) == (2, 3_000, None)
    text = browser.get(place.trash).text
    assert "<script>alert" not in text
    assert html.escape(HOSTILE, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in text
    assert "2.9 KiB" in text
    assert "stays until somebody purges it" in text


def test_a_retention_is_told_and_maintainers_are_led_to_it(place: Place) -> None:
    place.delete_run("one")
    changes = project_changes.ProjectChanges(retention_days=7)
    place.site.server.database.write_now(project_changes.update, place.access, changes)
    settings = f'href="/{place.access.project.path}/-/settings/storage"'
    developer, maintainer = (place.browser(role).get(place.trash).text for role in (Role.DEVELOPER, Role.MAINTAINER))
    assert "for 7 days is purged by itself" in developer
    assert "in 7 days" in developer
    assert (settings in developer, settings in maintainer) == (False, True)


def test_developers_restore_and_only_maintainers_purge(place: Place) -> None:
    place.delete_run("one")
    developer, maintainer = place.browser(Role.DEVELOPER), place.browser(Role.MAINTAINER)
    offered = [
        ("Restore selected" in text, "Purge selected" in text)
        for text in (developer.get(place.trash).text, maintainer.get(place.trash).text)
    ]
    assert offered == [(True, False), (True, True)]
    one = chosen(developer, place.trash)
    assert developer.send(f"{place.trash}/purge", chosen=one, before="1").status_code == 403
    assert place.browser(Role.REPORTER).get(place.trash).status_code == 403
    answer = developer.send(f"{place.trash}/restore", chosen=one, back="?kind=run")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{place.trash}?kind=run")
    assert "Restored 1 run." in developer.get(place.trash).text
    assert names(developer, place.trash) == []


def test_a_purge_is_asked_about_first(place: Place) -> None:
    place.delete_run("one", 1_024)
    place.delete_run("two")
    browser = place.browser(Role.MAINTAINER)
    one = chosen(browser, f"{place.trash}?q=one")
    text, form = ask(browser, place.trash, chosen=one)
    assert "1 run will be gone for good, with all that was logged to them and 1 file." in text
    assert "1.0 KiB will be free" in text
    assert sorted(names(browser, place.trash)) == ["one", "two"]
    assert browser.send(f"{place.trash}/purge", **form).status_code == 303
    assert "Purged 1 run. 1.0 KiB are free within 2 hours." in browser.get(place.trash).text
    assert names(browser, place.trash) == ["two"]
    assert len(events(place.site, "trash.purge", "1 run")) == 1


def test_emptying_leaves_what_was_deleted_after_the_question(place: Place) -> None:
    place.delete_run("asked about")
    browser = place.browser(Role.MAINTAINER)
    text, form = ask(browser, place.trash, everything="1")
    assert "Empty the trash?" in text
    place.delete_run("later")
    browser.send(f"{place.trash}/purge", **form)
    assert names(browser, place.trash) == ["later"]


def test_nobody_purges_or_restores_what_is_in_another_project(place: Place) -> None:
    place.delete_run("foreign")
    foreign = chosen(place.browser(Role.DEVELOPER), place.trash)
    own: Access = place.site.server.database.write_now(factories.member, f"own/{place.access.project.name}")
    other = Place(place.site, own, f"/{own.project.path}/-/trash")
    browser = other.browser(Role.OWNER)
    for action, more in (("restore", {}), ("purge", {}), ("purge", {"before": str(2**62)})):
        answer = browser.send(f"{other.trash}/{action}", chosen=foreign, **more)
        assert answer.status_code == 303
    assert "Nothing was purged" in browser.get(other.trash).text
    assert names(place.browser(Role.DEVELOPER), place.trash) == ["foreign"]


@pytest.mark.parametrize("form", [{}, {"chosen": "user-1"}, {"chosen": "run-99999999"}])
def test_a_form_that_names_nothing_is_sent_back_with_the_reason(place: Place, form: dict[str, str]) -> None:
    browser = place.browser(Role.MAINTAINER)
    for action in ("restore", "purge"):
        answer = browser.send(f"{place.trash}/{action}", **form, back="//evil.example")
        assert (answer.status_code, answer.headers["location"]) == (303, place.trash)
        assert 'class="flash' in browser.get(place.trash).text


def test_it_has_pages_kinds_and_a_search(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TRASH_SHOWN", 2)
    for number in range(3):
        place.delete_run(f"run {number}")
    browser = place.browser(Role.DEVELOPER)
    assert len(names(browser, place.trash)) == 2
    assert names(browser, f"{place.trash}?page=2&sort=deleted") == ["run 2"]
    assert names(browser, f"{place.trash}?q=RUN+1") == ["run 1"]
    assert names(browser, f"{place.trash}?kind=model") == []
    assert "Nothing matches" in browser.get(f"{place.trash}?q=nothing").text
    assert "There is no page 9" in browser.get(f"{place.trash}?page=9").text
    assert "None of these" in browser.get(f"{place.trash}?kind=model").text


def test_an_empty_trash_says_what_comes_there(place: Place) -> None:
    assert "The trash is empty" in place.browser(Role.OWNER).get(place.trash).text
