"""The page that searches everywhere, and what the command palette gets."""

from urllib.parse import quote

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.role import Role
from tests.factories import actor, experiment, run
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person
from tests.web.audit_log import project_of, signed_in

JSON = {"Accept": "application/json"}
HOSTILE = "<script>alert(1)</script>" + "z" * 300


def filled(site: Running) -> tuple[Browser, Access]:
    """Sign an owner in whose project holds things with strange names."""
    owner = person(site)
    access = Access(actor(owner), project_of(site, owner), Role.OWNER)

    def work(tx: object) -> None:
        experiment(tx, access, f"{HOSTILE} experiment")  # type: ignore[arg-type]  # a transaction
        for number in range(7):
            run(tx, access, name=f"{HOSTILE} {number}")  # type: ignore[arg-type]  # the same

    site.server.database.write_now(work)
    return signed_in(site, owner), access


def test_without_words_examples_are_shown(site: Running) -> None:
    text = browser_of(site).get("/-/search").text
    assert "Find anything that you may see" in text
    assert "models:/churn@champion" in text


def test_kinds_are_counted_and_shown_one_by_one(site: Running) -> None:
    browser, access = filled(site)
    page = f"/{access.project.path}/-/search"
    text = browser.get(f"{page}?q=zzz").text
    assert "<script>alert(1)" not in text
    assert "Show all 7" in text
    assert f"{page}?q=zzz&amp;everywhere=1" in text
    found = browser.get(f"{page}?q=zzz&kind=runs", **JSON).json()
    assert found["is_here"] is True
    counts = {each["kind"]: (each["count"], len(each["hits"])) for each in found["kinds"]}
    assert counts["runs"] == (7, 7)
    assert counts["experiments"] == (1, 0)
    assert "projects" not in counts
    everywhere = browser.get(f"{page}?q=zzz&everywhere=1", **JSON).json()
    assert {each["kind"] for each in everywhere["kinds"]} >= {"projects", "groups"}
    assert browser.get("/-/search?q=zzz&kind=runs&page=2").status_code == 200


def test_pages_are_found_by_what_people_call_them(site: Running) -> None:
    browser, access = filled(site)
    found = browser.get(f"/{access.project.path}/-/search?q=dark", **JSON).json()["kinds"][-1]
    assert [each["address"] for each in found["hits"]] == ["/-/profile/preferences"]
    assert browser_of(site).get("/-/search?q=administration", **JSON).json()["kinds"][-1]["hits"] == []


def test_nothing_found_says_so_and_looks_elsewhere(site: Running) -> None:
    browser, access = filled(site)
    text = browser.get(f"/{access.project.path}/-/search?q=no-such-thing").text
    assert "Nothing that you may see is called “no-such-thing”" in text
    assert "Look everywhere" in text


@pytest.mark.parametrize(
    ("text", "status"),
    [("x" * 200, 200), ("x" * 201, 400), ("%", 200), ("_", 200), ("!", 200), ("'", 200), ("\N{ROCKET}\u202e", 200)],
)
def test_strange_words_do_no_harm(site: Running, text: str, status: int) -> None:
    assert browser_of(site).get(f"/-/search?q={quote(text)}").status_code == status


def test_the_palette_gets_commands_first_and_things_while_one_types(site: Running) -> None:
    browser, access = filled(site)
    address = f"/{access.project.path}/-/search/suggestions"
    first = browser.get(address, **JSON).json()
    labels = [each["label"] for each in first["commands"]]
    assert {"New experiment", "New model", "New project", "Copy the tracking URI", "Settings"} <= set(labels)
    assert first["hits"] == []
    hits = browser.get(f"{address}?q=zzz", **JSON).json()["hits"]
    assert [each["kind"] for each in hits] == ["experiments", *["runs"] * 4]
    assert browser.get(f"{address}?q=a+b").headers["location"] == f"/{access.project.path}/-/search?q=a+b"
    stranger = browser_of(site).get("/-/search/suggestions", **JSON).json()
    assert [each["label"] for each in stranger["commands"] if each["group"] == "Go to"][-1] == "Sign in"
    assert "New project" not in [each["label"] for each in stranger["commands"]]


def test_the_bar_of_a_project_searches_in_it(site: Running) -> None:
    browser, access = filled(site)
    assert f'action="/{access.project.path}/-/search"' in browser.get(f"/{access.project.path}").text
    assert 'action="/-/search"' in browser.get("/").text
