"""Ten failures shut an account, and an address, out for ten minutes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from modelstead import limits
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import Browser, browser_of, events, person, site_in


def wait(site: Running, seconds: int) -> None:
    """Let time go by: what happened is so much longer ago."""
    site.server.database.write_now(_age, seconds * 1000)


def _age(tx: Transaction, ms: int) -> None:
    tx.execute("UPDATE sign_in_failures SET at = at - ?", (ms,))


def test_an_account_is_locked_after_ten_failures_from_anywhere(site: Running) -> None:
    user = person(site)
    for _ in range(limits.SIGN_IN_FAILURES):
        assert browser_of(site).sign_in(user.username, "wrong").status_code == 401
    for password in ("wrong", "correct horse battery staple"):
        answer = browser_of(site).sign_in(user.username, password)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= limits.SIGN_IN_LOCK_SECONDS
        assert "Try again in 10 minutes." in answer.text
    assert len(events(site, "session.lock", user.username)) == 1
    assert len(events(site, "session.fail", user.username)) == limits.SIGN_IN_FAILURES


def test_the_lock_opens_after_ten_minutes_however_often_it_was_tried(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        user = person(site)
        for _ in range(limits.SIGN_IN_FAILURES):
            browser_of(site).sign_in(user.username, "wrong")
        wait(site, limits.SIGN_IN_LOCK_SECONDS - 60)
        assert browser_of(site).sign_in(user.username).status_code == 429
        wait(site, 61)
        assert browser_of(site).sign_in(user.username).status_code == 303


def test_an_address_is_locked_after_ten_failures_with_any_names(site: Running, browser: Browser) -> None:
    for number in range(limits.SIGN_IN_FAILURES):
        assert browser.sign_in(f"guess-{number}", "wrong").status_code == 401
    user = person(site)
    assert browser.sign_in(user.username).status_code == 429
    assert browser_of(site).sign_in(user.username).status_code == 303


def test_a_name_that_nobody_has_is_locked_alike(site: Running) -> None:
    for _ in range(limits.SIGN_IN_FAILURES):
        assert browser_of(site).sign_in("nobody-at-all", "wrong").status_code == 401
    assert browser_of(site).sign_in("nobody-at-all", "wrong").status_code == 429
    assert browser_of(site).sign_in("Nobody-At-All", "wrong").status_code == 429


def test_ones_own_account_does_not_let_one_guess_on(site: Running, browser: Browser) -> None:
    own, other = person(site), person(site)
    for _ in range(limits.SIGN_IN_FAILURES - 1):
        assert browser.sign_in(other.username, "wrong").status_code == 401
        assert browser.sign_in(own.username).status_code == 303
    assert browser.sign_in("another-one", "wrong").status_code == 401
    assert browser.sign_in(own.username).status_code == 429


def test_a_success_forgets_the_failures_of_the_account(site: Running) -> None:
    user = person(site)
    for _ in range(2):
        for _ in range(limits.SIGN_IN_FAILURES - 1):
            assert browser_of(site).sign_in(user.username, "wrong").status_code == 401
        assert browser_of(site).sign_in(user.username).status_code == 303


def test_guesses_at_the_same_moment_are_counted_each(site: Running) -> None:
    user = person(site)
    browsers = [browser_of(site) for _ in range(limits.SIGN_IN_FAILURES + 6)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda each: each.sign_in(user.username, "wrong").status_code, browsers))
    assert sorted(answers) == [401] * limits.SIGN_IN_FAILURES + [429] * 6


def test_addresses_of_one_ipv6_network_are_one(site: Running) -> None:
    for number in range(limits.SIGN_IN_FAILURES):
        browser = browser_of(site, f"2001:db8:1:2::{number + 1:x}")
        assert browser.sign_in(f"name-{number}", "wrong").status_code == 401
    assert browser_of(site, "2001:db8:1:2:ffff::9").sign_in("name", "wrong").status_code == 429
    assert browser_of(site, "2001:db8:1:3::1").sign_in("name", "wrong").status_code == 401


def test_failures_far_apart_do_not_add_up(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        user = person(site)
        for _ in range(3):
            for _ in range(limits.SIGN_IN_FAILURES - 1):
                assert browser_of(site).sign_in(user.username, "wrong").status_code == 401
            wait(site, limits.SIGN_IN_LOCK_SECONDS + 1)
        assert browser_of(site).sign_in(user.username).status_code == 303
