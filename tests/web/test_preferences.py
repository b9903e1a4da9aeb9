"""Preferences: kept in one's browser, honoured by every page."""

import re

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.role import Role
from modelstead.store.transaction import Transaction
from tests.factories import actor, batch, log_one, run
from tests.serving import Running
from tests.signing_in import browser_of, person
from tests.web.audit_log import project_of, signed_in


def test_what_is_chosen_is_kept_and_honoured(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    access = Access(actor(owner), project, Role.OWNER)

    def work(tx: Transaction) -> int:
        made = run(tx, access, start_time=1_700_000_000_000).run
        log_one(tx, batch(access, made.run_id, metrics=[MetricPoint("loss", 0.123456789, 1, 0)]))
        return made.iid

    address = f"/{project.path}/-/ml/runs/{site.server.database.write_now(work)}"
    browser = signed_in(site, owner)
    assert ">0.1235<" in browser.get(address).text
    answer = browser.send("/-/profile/preferences", theme="dark", density="compact", digits="6", times="utc")
    assert answer.headers["location"] == "/-/profile/preferences"
    text = browser.get("/-/profile/preferences").text
    assert "Your preferences are saved" in text
    assert 'data-theme="dark" data-density="compact" data-digits="6" data-times="utc"' in text
    assert re.search(r'value="6" checked', text)
    page = browser.get(address).text
    assert ">0.123457<" in page
    assert ">2023-11-14 22:13<" in page
    browser.send("/-/profile/preferences", digits="full", times="local")
    assert ">0.123456789<" in browser.get(address).text
    assert "data-theme" not in browser.get(address).text.partition("<head>")[0]


def test_other_choices_are_refused_and_other_cookies_are_nothing(site: Running) -> None:
    browser = signed_in(site, person(site))
    assert browser.send("/-/profile/preferences", digits="7").status_code == 400
    assert browser.post("/-/profile/preferences", digits="3").status_code == 403
    stranger = browser_of(site)
    stranger.http.cookies.set("digits", '"><script>')
    stranger.http.cookies.set("times", "never")
    assert stranger.get("/").text.partition("<head>")[0].strip().endswith('<html lang="en">')
