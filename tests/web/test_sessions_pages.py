"""The list of one's sessions, and ending them."""

import re

import httpx

from modelstead import limits
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import browser_of, events, person

DAY_MS = 86_400_000


def rows(page: httpx.Response) -> int:
    return page.text.count('data-label="signed in"')


def ids(page: httpx.Response) -> list[str]:
    return re.findall(r'name="id" value="(\d+)"', page.text)


def _age(tx: Transaction, user_id: int, column: str, ms: int) -> None:
    tx.execute(f"UPDATE sessions SET {column} = {column} - ? WHERE user_id = ?", (ms, user_id))
    tx.announce("access")


def test_the_page_lists_where_one_has_signed_in(site: Running) -> None:
    user = person(site)
    here, there = browser_of(site), browser_of(site)
    for each in (here, there):
        each.sign_in(user.username)
    page = here.get("/-/profile/sessions")
    assert rows(page) == 2
    for part in (here.address, there.address, here.http.headers["user-agent"], "this browser"):
        assert part in page.text, part
    assert len(ids(page)) == 1


def test_another_session_can_be_ended(site: Running) -> None:
    user = person(site)
    here, there = browser_of(site), browser_of(site)
    for each in (here, there):
        each.sign_in(user.username)
    (other,) = ids(here.get("/-/profile/sessions"))
    assert here.send("/-/profile/sessions", id=other).status_code == 303
    assert not there.is_signed_in()
    assert here.is_signed_in()
    assert here.send("/-/profile/sessions", id=other).status_code == 404


def test_all_others_can_be_ended_at_once(site: Running) -> None:
    user = person(site)
    here, *others = (browser_of(site) for _ in range(4))
    for each in (here, *others):
        each.sign_in(user.username)
    assert here.send("/-/profile/sessions").status_code == 303
    assert [each.is_signed_in() for each in others] == [False] * 3
    assert here.is_signed_in()
    assert '"others":"3"' in events(site, "session.end", user.username)[-1][2]


def test_nobody_ends_a_session_of_somebody_else(site: Running) -> None:
    mine, theirs = browser_of(site), browser_of(site)
    mine.sign_in(person(site).username)
    other = person(site)
    theirs.sign_in(other.username)
    second = browser_of(site)
    second.sign_in(other.username)
    (number,) = ids(theirs.get("/-/profile/sessions"))
    assert mine.send("/-/profile/sessions", id=number).status_code == 404
    assert second.is_signed_in()


def test_a_session_ends_after_a_week_without_use(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)
    site.server.database.write_now(_age, user.id, "seen_at", limits.SESSION_IDLE_DAYS * DAY_MS - 60_000)
    assert browser.is_signed_in()
    site.server.database.write_now(_age, user.id, "seen_at", limits.SESSION_IDLE_DAYS * DAY_MS)
    assert not browser.is_signed_in()


def test_a_session_ends_after_thirty_days_even_if_it_is_used(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)
    site.server.database.write_now(_age, user.id, "expires_at", limits.SESSION_DAYS * DAY_MS)
    assert not browser.is_signed_in()


def test_use_is_noted_every_ten_minutes(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)

    def seen(tx: Transaction) -> int:
        row = tx.one("SELECT seen_at FROM sessions WHERE user_id = ?", (user.id,))
        assert row is not None
        return int(row[0])

    first = site.server.database.read_now(seen)
    assert browser.is_signed_in()
    assert site.server.database.read_now(seen) == first
    site.server.database.write_now(_age, user.id, "seen_at", limits.SESSION_SEEN_SECONDS * 1000 + 1)
    assert browser.is_signed_in()
    for _ in range(1000):
        if site.server.database.read_now(seen) >= first:
            break
        site.http.get(f"{site.url}/-/liveness")
    assert site.server.database.read_now(seen) >= first


def test_sessions_that_have_ended_are_forgotten_at_the_next_sign_in(site: Running) -> None:
    user = person(site)
    for _ in range(3):
        each = browser_of(site)
        each.sign_in(user.username)
        each.send("/-/sign-out")
    last = browser_of(site)
    last.sign_in(user.username)
    count = site.server.database.read_now(
        lambda tx: tx.one("SELECT COUNT(*) FROM sessions WHERE user_id = ?", (user.id,))
    )
    assert count == (1,)
