"""Saved views of a table of runs."""

import re

from modelstead.domain.role import Role
from tests.serving import Running
from tests.web.runs_page import Place, place


def save(here: Place, name: str, query: str) -> str:
    answer = here.browser.send(f"{here.page}/views", name=name, query=query)
    assert answer.status_code == 303, answer.text
    location: str = answer.headers["location"]
    return location


def test_a_view_is_saved_listed_and_deleted(site: Running) -> None:
    here = place(site)
    here.run("one")
    to = save(here, "Best & <fast>", "?q=metrics.loss+%3C+1&sort=-metrics.loss&page=3&runs=1&nothing=2")
    assert to == f"{here.page}?q=metrics.loss+%3C+1&sort=-metrics.loss"
    text = here.show().text
    assert "Best &amp; &lt;fast&gt;" in text
    assert "<fast>" not in text
    (view,) = here.data()["views"]
    assert here.browser.send(f"{here.page}/views/delete", id=str(view["id"])).status_code == 303
    assert here.data()["views"] == []
    assert here.browser.send(f"{here.page}/views/delete", id=str(view["id"])).status_code == 404


def test_a_view_is_for_everybody_and_saved_by_developers(site: Running) -> None:
    here = place(site, Role.REPORTER)
    answer = here.browser.send(f"{here.page}/views", name="mine", query="?q=")
    assert answer.status_code == 403
    assert place(site).browser.send(f"{here.page}/views", name="mine", query="").status_code == 404


def test_what_is_no_query_of_the_page_is_refused(site: Running) -> None:
    here = place(site)
    for query in ("?page=many", "?q=\N{SNOWMAN}", "?nested=perhaps"):
        assert here.browser.send(f"{here.page}/views", name="x", query=query).status_code == 400
    assert here.data()["views"] == []


def test_a_name_is_asked_for(site: Running) -> None:
    here = place(site)
    to = save(here, " ", "?q=a")
    text = here.browser.get(to).text
    assert re.search("A saved view needs a name", text)
    assert here.data()["views"] == []
