"""Every page of a project and a group by every person: whoever may not signs in, finds nothing or is refused.

Who may is worked out here, from the permission that the page declares and from what a person is. Forms come with a good
token and nothing else in them, so that whoever is let through hears of that.
"""

import itertools
from collections.abc import Callable

import pytest

from modelstead.domain.permission import Permission
from modelstead.domain.project import Visibility
from modelstead.http.endpoint import Place
from tests.security.matrix import NOT_FOUND, Table, ask, complete, expected, outcome, pages, plain, settle
from tests.serving import Running

PLACES = (Place.PROJECT, Place.GROUP)
NAMES = {place: place.value for place in PLACES}


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("place", PLACES, ids=NAMES.get)
def test_each_page_lets_through_whom_its_permission_says(
    site: Running, place: Place, visibility: Visibility, record_property: Callable[[str, object], None]
) -> None:
    world = settle(site, visibility, place)
    table = Table(f"pages of a {place.value}, {visibility.value}")
    unexpected: list[str] = []
    for page in pages(site, place):
        assert isinstance(page.permission, Permission), f"{page.path} is open, though it is a {place.value}'s"
        for name, visitor in world.visitors.items():
            answer = ask(visitor, page, world.address, world.tokens[name])
            wanted, got = expected(page, visitor, visibility), outcome(answer)
            table.note(name, got)
            if wanted != got:
                unexpected.append(f"{name} {page.method} {page.path}: {got} instead of {wanted}: {answer.status_code}")
            if got == NOT_FOUND:
                missing = ask(visitor, page, world.missing, world.tokens[name])
                assert plain(answer) == plain(missing), "what is not visible differs from what is missing"
    record_property("matrix", table.text(len(unexpected)))
    assert unexpected == []


@pytest.mark.parametrize("place", PLACES, ids=NAMES.get)
def test_no_form_is_taken_without_its_token(site: Running, place: Place) -> None:
    world = settle(site, Visibility.PUBLIC, place)
    forms = [page for page in pages(site, place) if page.method == "POST"]
    assert forms
    for page, token in itertools.product(forms, ("", "wrong", world.tokens["maintainer"])):
        answer = ask(world.visitors["owner"], page, world.address, token, **complete(page))
        assert answer.status_code == 403, (page.path, answer.text[:300])
        assert "This page is from another session." in answer.text


def test_nothing_in_an_archived_project_changes(site: Running) -> None:
    world = settle(site, Visibility.PRIVATE)
    site.server.database.write_now(
        lambda tx: tx.execute("UPDATE projects SET archived_at = 1 WHERE id = ?", (world.project.id,))
    )
    site.server.database.write_now(lambda tx: tx.announce("access"))
    for page in pages(site):
        assert isinstance(page.permission, Permission)
        if page.permission.writes and not page.permission.is_for_archived:
            answer = ask(world.visitors["owner"], page, world.address, world.tokens["owner"])
            assert (answer.status_code, "The project is archived" in answer.text) == (403, True), page.path


def test_a_group_s_settings_are_not_there_for_who_does_not_see_it(site: Running) -> None:
    world = settle(site, Visibility.PRIVATE, Place.GROUP)
    hidden = world.visitors["outsider"].browser.get(world.address + "/-/no-such-page")
    missing = world.visitors["outsider"].browser.get(world.missing + "/-/no-such-page")
    assert hidden.status_code == 404
    assert plain(hidden) == plain(missing)
