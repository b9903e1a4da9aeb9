"""Pages of search, the palette and stars show each person what they may see, and nobody what is hidden."""

import itertools

from modelstead.domain.actor import Access
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import home, projects
from modelstead.store.transaction import Transaction
from tests.factories import actor, experiment, run
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

JSON = {"Accept": "application/json"}
_numbers = itertools.count()


def told(browser: Browser, word: str) -> list[str]:
    """Return every name with a word that search and the palette tell."""
    names = []
    for address in (f"/-/search?q={word}", f"/-/search?q={word}&kind=runs", f"/-/search/suggestions?q={word}"):
        found = browser.get(address, **JSON).json()
        lines = found.get("hits", []) + [hit for each in found.get("kinds", []) for hit in each["hits"]]
        names += [each["name"] for each in lines]
        assert all(each["count"] == 0 or each["hits"] or "kind" in address for each in found.get("kinds", []))
    return names


def test_each_person_is_told_what_they_may_see(site: Running) -> None:
    for visibility in Visibility:
        word = f"veiled{next(_numbers)}{visibility.value}"
        members = {role: person(site) for role in Role}
        outsider = person(site)

        def work(
            tx: Transaction, word: str = word, members: object = members, visibility: Visibility = visibility
        ) -> Access:
            project = projects.create(tx, f"{word}-group/{word}", visibility)
            assert isinstance(members, dict)
            for role, user in members.items():
                projects.set_member(tx, project, user, role)
            access = Access(actor(members[Role.OWNER]), project, Role.OWNER)
            experiment(tx, access, f"{word} experiment")
            run(tx, access, name=f"{word} run")
            return access

        site.server.database.write_now(work)
        for user in members.values():
            browser = browser_of(site)
            browser.sign_in(user.username)
            assert {f"{word} experiment", f"{word} run", f"{word}-group/{word}"} <= set(told(browser, word))
        stranger, other = browser_of(site), browser_of(site)
        other.sign_in(outsider.username)
        assert bool(told(other, word)) is (visibility is not Visibility.PRIVATE)
        assert bool(told(stranger, word)) is (visibility is Visibility.PUBLIC)
        hidden = other.get(f"/{word}-group/{word}/-/search?q=x").status_code
        assert hidden == (404 if visibility is Visibility.PRIVATE else 200)


def test_a_star_shows_nothing_any_more_when_its_project_is_hidden(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)

    def work(tx: Transaction) -> Access:
        project = projects.create(tx, f"shut-{user.username}/project", Visibility.INTERNAL)
        access = Access(actor(user), project, None)
        home.star(tx, access, starred=True)
        return access

    path = site.server.database.write_now(work).project.path
    assert path in browser.get("/-/starred").text
    site.server.database.write_now(
        lambda tx: tx.execute("UPDATE projects SET visibility = 'private' WHERE path = ?", (path,))
    )
    site.server.database.write_now(lambda tx: tx.announce("access"))
    assert path not in browser.get("/-/starred").text
    assert path not in browser.get("/-/search/suggestions", **JSON).text
