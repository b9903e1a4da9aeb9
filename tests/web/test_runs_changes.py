"""The forms that change chosen runs of a table."""

import pytest

from modelstead import limits
from modelstead.domain.role import Role
from tests.serving import Running
from tests.signing_in import browser_of
from tests.web.runs_page import place


def test_runs_go_to_the_trash_and_come_back(site: Running) -> None:
    here = place(site)
    iids = [here.run(f"r{number}") for number in range(3)]
    assert here.said(here.change("delete", runs=iids[:2])) == "2 runs moved to the trash."
    assert here.names() == ["r2"]
    assert sorted(here.names(stage="deleted")) == ["r0", "r1"]
    assert here.said(here.change("restore", runs=iids[0])) == "1 run restored."
    assert sorted(here.names()) == ["r0", "r2"]


def test_what_cannot_be_done_is_told_and_nothing_is(site: Running) -> None:
    here = place(site)
    iid = here.run("one")
    assert here.said(here.change("delete", runs=[iid, 99])).startswith("Nothing was changed: there is no run 99")
    assert here.said(here.change("delete")).startswith("Choose runs first")
    assert here.names() == ["one"]
    many = list(range(1, limits.BULK_RUNS_CHANGED + 2))
    assert here.said(here.change("star", runs=many)).startswith("At most 1,000 runs")


def test_tags_are_set_and_removed(site: Running) -> None:
    here = place(site)
    iids = [here.run(f"r{number}") for number in range(2)]
    assert here.said(here.change("tag", runs=iids, key="team", value="<b>")) == "Tag team set on 2 runs."
    assert [row["cells"] for row in here.data(cols="tags.team")["table"]["rows"]] == [["<b>"], ["<b>"]]
    assert here.said(here.change("untag", runs=iids, key="team")) == "Tag team removed from 2 runs."
    assert here.said(here.change("tag", runs=iids, key="a{}b", value="x")).startswith("Invalid value")
    assert [row["cells"] for row in here.data(cols="tags.team")["table"]["rows"]] == [[None], [None]]


def test_stars_are_one_s_own(site: Running) -> None:
    here = place(site, Role.REPORTER)
    iid = here.run("one")
    assert here.said(here.change("star", runs=iid)) == "1 run starred."
    assert here.data()["table"]["rows"][0]["is_starred"]
    assert 'aria-pressed="true"' in here.show().text
    here.change("unstar", runs=iid)
    assert not here.data()["table"]["rows"][0]["is_starred"]


@pytest.mark.parametrize("action", ["delete", "restore", "tag", "untag"])
def test_changes_take_a_developer(site: Running, action: str) -> None:
    here = place(site, Role.REPORTER)
    iid = here.run("one")
    assert here.change(action, runs=iid, key="k").status_code == 403
    assert browser_of(site).post(here.runs(action), runs=str(iid)).status_code == 303
    outsider = place(site)
    answer = outsider.browser.http.post(
        here.runs(action), data={"runs": iid, "key": "k", "form_token": outsider.browser.form_token()}
    )
    assert answer.status_code == 404
    assert here.names() == ["one"]


def test_a_form_of_another_session_does_nothing(site: Running) -> None:
    here = place(site)
    iid = here.run("one")
    assert here.browser.post(here.runs("delete"), runs=str(iid), form_token="made up").status_code == 403
    assert here.names() == ["one"]


def test_one_comes_back_to_this_server_only(site: Running) -> None:
    here = place(site)
    iid = here.run("one")
    for to in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert here.change("star", runs=iid, to=to).headers["location"] == "/"


def test_scripts_get_data(site: Running) -> None:
    here = place(site)
    iid = here.run("one")
    form = {"form_token": here.browser.form_token(), "runs": iid}
    headers = {"Accept": "application/json"}
    answer = here.browser.http.post(here.runs("delete"), data=form, headers=headers)
    assert answer.json() == {"message": "1 run moved to the trash."}
    answer = here.browser.http.post(here.runs("delete"), data={**form, "runs": 99}, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


def test_chosen_runs_are_compared(site: Running) -> None:
    here = place(site)
    answer = here.browser.http.get(here.runs("compare"), params={"runs": [1, 2], "to": "/x"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{here.project.path}/-/ml/compare?runs=1%2C2"
