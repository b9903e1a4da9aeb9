"""Signing in does not tell which names there are: not by words, status, headers or time."""

import statistics
import time
from pathlib import Path

import pytest

from tests.serving import Running
from tests.signing_in import Browser, browser_of, person, site_in

ROUNDS = 15


def attempt(site: Running, name: str) -> float:
    browser = browser_of(site)
    started = time.perf_counter()
    browser.sign_in(name, "a wrong password of a guess")
    return time.perf_counter() - started


def stripped(answer: str, name: str) -> str:
    return answer.replace(name, "NAME")


@pytest.mark.parametrize("password", ["", "a wrong password", "x" * 2_000])
def test_answers_for_a_name_and_for_no_name_are_the_same(site: Running, password: str) -> None:
    there, without = person(site), person(site, password=None)
    blocked = person(site)
    site.server.database.write_now(lambda tx: tx.execute("UPDATE users SET is_active = 0 WHERE id = ?", (blocked.id,)))
    answers = []
    for name in (there.username, without.username, blocked.username, "person-who-is-not-there", "no@example.com"):
        answer = browser_of(site).sign_in(name, password)
        headers = {key: value for key, value in answer.headers.items() if key not in {"x-request-id", "date"}}
        headers.pop("content-length")
        answers.append((answer.status_code, headers, stripped(answer.text, name)))
    assert all(answer == answers[0] for answer in answers)


def test_a_blocked_account_is_not_told_from_a_wrong_password(site: Running) -> None:
    blocked = person(site)
    site.server.database.write_now(lambda tx: tx.execute("UPDATE users SET is_active = 0 WHERE id = ?", (blocked.id,)))
    right, wrong = browser_of(site).sign_in(blocked.username), browser_of(site).sign_in(blocked.username, "wrong")
    assert (right.status_code, right.text) == (wrong.status_code, wrong.text)


def test_a_name_that_nobody_has_costs_as_much_time(tmp_path: Path) -> None:
    """Medians of interleaved attempts: a missing hash would be half a magnitude faster, which this tells apart."""
    with site_in(tmp_path) as site:
        names = [person(site).username for _ in range(ROUNDS)]
        attempt(site, names[0])
        attempt(site, "warm-up")
        there, missing = [], []
        for number, name in enumerate(names):
            there.append(attempt(site, name))
            missing.append(attempt(site, f"missing-{number}"))
    ratio = statistics.median(missing) / statistics.median(there)
    assert 0.6 < ratio < 1.7, (statistics.median(missing), statistics.median(there))


@pytest.mark.parametrize(
    "name", ["", "x" * 100_000, "admin' --", "\u202e", "%00", "../..", "a\nb", "<script>alert(1)</script>", "é" * 300]
)
def test_odd_names_are_wrong_names(browser: Browser, name: str) -> None:
    answer = browser.sign_in(name, "a wrong password")
    assert answer.status_code == 401
    assert "<script>" not in answer.text
