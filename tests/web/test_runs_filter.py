"""The filter of a table of runs: what is wrong with it, what it leaves, and filtering by a run's values."""

import html
import re

from tests.serving import Running
from tests.web.runs_page import Place, place


def sparse(site: Running) -> Place:
    here = place(site)
    here.run("red", metrics=[("loss", 0.5)], params=[("opt", "it's")])
    here.run("blue", metrics=[("loss", 1.5)], params=[("opt", "sgd")])
    return here


def links(text: str) -> dict[str, str]:
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(?:<svg.*?</svg>)?([^<]*)</a>', text, re.DOTALL)
    return {label.strip(): html.unescape(address) for address, label in found}


def test_a_filter_is_kept_in_the_form(site: Running) -> None:
    here = sparse(site)
    text = here.show(q="metrics.loss < 1", sort="run_name").text
    assert 'value="metrics.loss &lt; 1"' in text
    assert '<input type="hidden" name="sort" value="run_name">' in text
    assert here.names(q="metrics.loss < 1") == ["red"]


def test_a_filter_that_cannot_be_read_shows_where(site: Running) -> None:
    here = sparse(site)
    answer = here.show(q="metrics.loss < <b> AND x")
    assert answer.status_code == 400
    assert 'value="metrics.loss &lt; &lt;b&gt; AND x"' in answer.text
    assert 'data-error-at="15"' in answer.text
    assert "metrics.loss &lt; <mark>&lt;b&gt;</mark> AND x" in answer.text
    assert "data-iid" not in answer.text
    found = here.data(q="metrics.loss < <b>")
    assert (found["table"]["rows"], found["table"]["error"]["at"]) == ([], 15)


def test_an_order_that_there_is_none_by_is_told(site: Running) -> None:
    answer = sparse(site).show(sort="duration")
    assert answer.status_code == 400
    assert "Runs have no order by" in answer.text


def test_the_clause_that_leaves_nothing_can_be_taken_out(site: Running) -> None:
    here = sparse(site)
    text = here.show(q="metrics.loss < 1 AND params.opt = 'sgd'").text
    assert "No run matches" in text
    assert "params.opt = &#39;sgd&#39;" in text
    found = here.browser.get(links(text)["Remove this clause"]).text
    assert "red" in found


def test_a_run_s_values_make_filters_without_scripts(site: Running) -> None:
    here = sparse(site)
    iid = here.data()["table"]["rows"][1]["iid"] if here.names()[1] == "red" else here.data()["table"]["rows"][0]["iid"]
    text = here.show(cells_of=iid, cols=["params.opt", "metrics.loss"], q="metrics.loss < 9").text
    card = text.split('class="card filter-values"')[1].split("</section>")[0]
    ways = links(card)
    assert here.browser.get(ways["Filter for"]).text.count("data-iid") == 1
    out = here.browser.get(ways["Filter out"]).text
    assert "blue" in out
    assert "it&#39;s" not in out.split("<tbody>")[1]
    assert "q=metrics.loss+%3C+0.5" in ways["Less"]
    assert here.show(cells_of=99).status_code == 404


def test_names_and_values_complete_a_filter(site: Running) -> None:
    here = sparse(site)
    assert here.browser.get(f"{here.page}/keys").json()["params"] == ["opt"]
    answer = here.browser.http.get(f"{here.page}/keys", params={"field": "params.opt", "prefix": "s"})
    assert answer.json() == {"values": ["sgd"]}
    assert place(site).browser.get(f"{here.page}/keys").status_code == 404


def test_columns_are_chosen_without_scripts(site: Running) -> None:
    here = sparse(site)
    text = here.browser.http.get(f"{here.page}/columns", params={"cols": "metrics.loss", "q": "metrics.loss < 1"}).text
    assert 'name="cols" value="metrics.loss" checked' in text
    assert 'name="cols" value="params.opt">' in text
    assert 'name="q" value="metrics.loss &lt; 1"' in text
    found = here.browser.http.get(f"{here.page}/columns", params={"find": "LOSS"}).text
    assert "params.opt" not in found
    assert "metrics.loss" in found
