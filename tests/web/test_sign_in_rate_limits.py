"""Rate limits: who sends too many requests a minute waits, and is told how long."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from modelstead.domain.project import Visibility
from tests.people import People, settle
from tests.serving import Running
from tests.signing_in import browser_of, person, site_in

MOST = 5
MINUTE, LONGEST = 60, 5  # seconds of what limits count in, and of a test here


@pytest.fixture(autouse=True)
def _within_one_minute() -> None:
    """Wait for the next minute of the clock where it is near: counts that are carried over are rounded down."""
    left = MINUTE - time.time() % MINUTE
    if left < LONGEST:
        time.sleep(left)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    limited = {
        "anonymous_requests_per_minute": MOST,
        "failing_requests_per_minute": MOST,
        "token_requests_per_minute": 4 * MOST,
        "sign_ins_per_minute": MOST,
    }
    with site_in(tmp_path_factory.mktemp("strict"), **limited) as started:
        yield started


@pytest.fixture(scope="module")
def public(strict: Running) -> People:
    return settle(strict.server, "rate/limits", Visibility.PUBLIC)


def waits(answer: httpx.Response) -> bool:
    """Tell whether an answer says to wait, and how long."""
    if answer.status_code != 429:
        return False
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    return True


def test_strangers_send_so_many_requests_a_minute(strict: Running, public: People) -> None:
    here, there = browser_of(strict), browser_of(strict)
    path = f"/api/v4/projects/{public.project.id}/packages"
    for _ in range(MOST):
        assert here.get(path).status_code == 200
    answer = here.get(path)
    assert waits(answer)
    assert answer.json()["message"].startswith("429 Too Many Requests - Too many requests without an access token")
    assert there.get(path).status_code == 200
    headers = {"PRIVATE-TOKEN": public.guest}
    assert here.get(path, **headers).status_code == 200


def test_mlflow_clients_hear_it_in_their_own_words(strict: Running, public: People) -> None:
    browser = browser_of(strict)
    path = f"/api/v4/projects/{public.project.id}/ml/mlflow/api/2.0/mlflow/experiments/get?experiment_id=0"
    answers = [browser.get(path) for _ in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [200] * MOST + [429]
    assert answers[-1].json()["error_code"] == "REQUEST_LIMIT_EXCEEDED"
    assert waits(answers[-1])


def test_pages_say_it_as_pages(strict: Running) -> None:
    browser = browser_of(strict)
    answers = [browser.get("/-/sign-in") for _ in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [200] * MOST + [429]
    assert "<h1>Too many attempts</h1>" in answers[-1].text
    assert waits(answers[-1])


def test_probes_and_assets_are_not_counted(strict: Running) -> None:
    browser = browser_of(strict)
    for path in ("/-/liveness", "/health", "/version", "/-/assets/site.css", "/api/v4/version"):
        assert [browser.get(path).status_code for _ in range(MOST + 2)] == [200] * (MOST + 2), path


def test_bad_tokens_are_tried_so_often_and_good_ones_still_work(strict: Running, public: People) -> None:
    browser = browser_of(strict)
    path = f"/api/v4/projects/{public.project.id}/packages"
    answers = [browser.get(path, Authorization=f"Bearer wrong-{number}") for number in range(MOST + 2)]
    assert [answer.status_code for answer in answers] == [401] * MOST + [429] * 2
    assert waits(answers[-1])
    assert browser.get(path, Authorization=f"Bearer {public.developer}").status_code == 200


def test_a_token_sends_so_many_wherever_it_is_used(strict: Running, public: People) -> None:
    path = f"/api/v4/projects/{public.project.id}/packages"
    codes = [browser_of(strict).get(path, Authorization=f"Bearer {public.owner}").status_code for _ in range(4 * MOST)]
    assert codes == [200] * (4 * MOST)
    assert waits(browser_of(strict).get(path, Authorization=f"Bearer {public.owner}"))
    assert browser_of(strict).get(path, Authorization=f"Bearer {public.maintainer}").status_code == 200


def test_passwords_are_sent_so_often_right_or_wrong(strict: Running) -> None:
    user, browser = person(strict), browser_of(strict)
    codes = [browser.sign_in(user.username, "wrong").status_code for _ in range(MOST)]
    assert codes == [401] * MOST
    assert waits(browser.sign_in(user.username))
    assert browser_of(strict).sign_in(user.username).status_code == 303


def test_addresses_that_a_client_makes_up_do_not_help(tmp_path: Path) -> None:
    with site_in(tmp_path, anonymous_requests_per_minute=MOST, trusted_proxies=()) as site:
        answers = [browser_of(site).get("/").status_code for _ in range(MOST + 1)]
        assert answers == [200] * MOST + [429]


def test_only_what_the_believed_proxy_adds_is_believed(strict: Running) -> None:
    codes = []
    for number in range(MOST + 1):
        browser = browser_of(strict, f"10.0.0.{number}, 203.0.113.77")  # the client said the first, the proxy the last
        codes.append(browser.get("/").status_code)
    assert codes == [200] * MOST + [429]


def test_zero_is_no_limit(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        browser = browser_of(site, "203.0.113.5")
        assert [browser.get("/").status_code for _ in range(50)] == [200] * 50
