"""What one has starred, and the runs that go on."""

from modelstead.domain.actor import Access
from modelstead.domain.role import Role
from modelstead.store.transaction import Transaction
from tests.factories import actor, experiment, run
from tests.serving import Running
from tests.signing_in import browser_of, person
from tests.web.audit_log import project_of, signed_in

JSON = {"Accept": "application/json"}


def test_stars_are_listed_and_taken_away_where_they_are_listed(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    access = Access(actor(owner), project, Role.OWNER)

    def work(tx: Transaction) -> tuple[str, int]:
        return experiment(tx, access, "a good one"), run(tx, access, name="the best").run.iid

    iid, number = site.server.database.write_now(work)
    browser = signed_in(site, owner)
    assert "You have starred nothing yet" in browser.get("/-/starred").text
    stars = (f"/{project.path}/-/star", f"/{project.path}/-/ml/experiments/{iid}/star")
    runs_star = f"/{project.path}/-/ml/runs/{number}/-/star"
    browser.send(stars[0], starred="1")
    browser.send(stars[1], on="1")
    browser.send(runs_star, on="1")
    kinds = browser.get("/-/starred", **JSON).json()["kinds"]
    assert [(each["kind"], each["things"][0]["name"]) for each in kinds] == [
        ("projects", project.path),
        ("experiments", "a good one"),
        ("runs", "the best"),
    ]
    assert [each["things"][0]["star"] for each in kinds] == [*stars, runs_star]
    text = browser.get("/").text
    assert "All that is starred" in text
    assert "the best" in text
    assert [each["name"] for each in browser.get("/-/search/suggestions", **JSON).json()["starred"]][-1] == "the best"
    for each in kinds:
        thing = each["things"][0]
        answer = browser.send(thing["star"], **{thing["star_field"]: "0", "to": "/-/starred"})
        assert answer.headers["location"] == "/-/starred"
    assert browser.get("/-/starred", **JSON).json()["kinds"] == []


def test_the_bar_is_told_how_many_runs_go_on(site: Running) -> None:
    owner = person(site)
    access = Access(actor(owner), project_of(site, owner), Role.OWNER)
    site.server.database.write_now(lambda tx: [run(tx, access), run(tx, access)])
    browser = signed_in(site, owner)
    assert browser.get("/-/running", **JSON).json() == {"running": 2}
    assert browser.get("/-/running").headers["location"] == "/#running"
    assert "/-/sign-in" in browser_of(site).get("/-/running").headers["location"]
    assert 'data-address="/-/running"' in browser.get("/").text
    assert "/-/running" not in browser_of(site).get("/-/help/keys").text
