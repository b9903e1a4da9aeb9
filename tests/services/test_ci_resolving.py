"""What little is known of a GitLab job is completed by asking, beside every request, once, and again where of use."""

import time

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.services import ci_resolving, ci_sources
from modelstead.store import ci_asking
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.services.asking import due_now, failed, job, know, queued, resolve, set_source, settled
from tests.stub_gitlab import SHA, TOKEN, Trouble, stub_gitlab


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CI_ASK_SECONDS", 0)


def error_of(database: Database, access: Access) -> str:
    return database.read_now(ci_sources.get, access).last_error


def test_a_number_becomes_a_job_with_pipeline_commit_merge_request_and_user(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.add(302, ref="faster")
        gitlab.requests = [
            {"iid": 6, "title": "Other", "state": "opened", "source_branch": "other", "web_url": "https://x/6"},
            {"iid": 7, "title": "Be faster", "state": "opened", "source_branch": "faster", "web_url": "https://x/7"},
        ]
        set_source(database, access, gitlab.url)
        know(database, access, 302)
        assert not job(database, access, 302).is_resolved
        resolve(database, settled(database, access, 302))
    found = job(database, access, 302)
    assert (found.name, found.stage, found.status, found.ref) == ("train", "build", "success", "faster")
    assert (found.pipeline_id, found.pipeline_source, found.commit_sha) == ("574", "push", SHA)
    assert (found.user_login, found.user_name, found.commit_title) == (
        "developer",
        "A developer",
        "Train for longer",
    )
    assert (found.merge_request_iid, found.merge_request_title, found.merge_request_url) == (
        "7",
        "Be faster",
        "https://x/7",
    )
    assert found.url == f"{gitlab.url}/vision/defects/-/jobs/302"
    assert found.is_verified
    assert found.resolved_at is not None
    assert gitlab.tokens == {TOKEN}
    assert len(gitlab.asked) == 2


def test_nobody_is_asked_where_no_source_is_set_nor_about_jobs_of_others(database: Database, access: Access) -> None:
    know(database, access, 1)
    assert queued(database, access, 1).ask_at is None
    with stub_gitlab() as gitlab:
        know(database, access, 2, project_path="vision/elsewhere")
        gitlab.add(1)
        set_source(database, access, gitlab.url)
        resolve(database, lambda: settled(database, access, 1)() and settled(database, access, 2)())
        assert gitlab.count(2) == 0
    assert job(database, access, 1).name == "train"  # jobs from before the source are asked about too
    assert job(database, access, 2).name == ""


def test_a_job_that_goes_on_is_asked_about_again_until_it_is_over(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.add(3, status="running")
        set_source(database, access, gitlab.url)
        know(database, access, 3)
        resolve(database, lambda: job(database, access, 3).status == "running")
        ask_at = queued(database, access, 3).ask_at
        assert ask_at is not None
        assert 40_000 < ask_at - clock.now_ms() < 80_000
        gitlab.add(3, status="failed", name="renamed")
        due_now(database)
        resolve(database, settled(database, access, 3))
    assert (job(database, access, 3).status, job(database, access, 3).name) == ("failed", "train")


def test_what_an_id_token_said_stays_and_the_rest_is_completed(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.add(4)
        set_source(database, access, gitlab.url)
        know(database, access, 4, is_verified=True, ref="release", status="running")
        resolve(database, settled(database, access, 4))
    found = job(database, access, 4)
    assert (found.ref, found.status, found.name) == ("release", "success", "train")


def test_a_job_that_gitlab_does_not_know_stays_unknown_and_is_asked_about_once(
    database: Database, access: Access
) -> None:
    with stub_gitlab() as gitlab:
        set_source(database, access, gitlab.url)
        know(database, access, 5)
        resolve(database, settled(database, access, 5))
        assert gitlab.count(5) == 1
    assert "no such job" in queued(database, access, 5).error
    assert job(database, access, 5).resolved_at is not None
    assert not job(database, access, 5).is_verified


def test_an_error_is_followed_by_another_attempt(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.add(6)
        gitlab.troubles = [Trouble(500), Trouble(200, body=b"<html>")]
        set_source(database, access, gitlab.url)
        know(database, access, 6)
        for attempt, why, wait in ((1, "(500)", 30), (2, "not GitLab's", 120)):
            resolve(database, failed(database, access, 6, why))
            assert queued(database, access, 6).attempts == gitlab.count(6) == attempt
            due = queued(database, access, 6).ask_at
            assert due is not None
            assert 0.7 * wait < (due - clock.now_ms()) / 1000 < 1.3 * wait
            due_now(database)
        resolve(database, settled(database, access, 6))
    assert queued(database, access, 6).error == ""
    assert job(database, access, 6).name == "train"


def test_what_fails_always_is_given_up(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.troubles = [Trouble(500 + attempt) for attempt in range(1, 20)]
        set_source(database, access, gitlab.url)
        know(database, access, 7)
        for attempt in range(1, limits.CI_ASK_ATTEMPTS + 1):
            due_now(database)
            resolve(database, failed(database, access, 7, f"({500 + attempt})"))
        assert settled(database, access, 7)()
        assert gitlab.count(7) == limits.CI_ASK_ATTEMPTS
    assert job(database, access, 7).resolved_at is not None


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_told_of_and_left_alone(database: Database, access: Access, status: int) -> None:
    with stub_gitlab() as gitlab:
        gitlab.troubles = [Trouble(status)] * 20
        for number in range(10, 20):
            know(database, access, number)
        set_source(database, access, gitlab.url)
        resolve(database, lambda: error_of(database, access))
        resolve(database, lambda: not database.read_now(ci_asking.due, clock.now_ms(), but_projects=[], limit=9))
        assert len(gitlab.asked) <= limits.CI_ASKING_PROJECT
        assert f"refuses the token ({status})" in error_of(database, access)
        gitlab.troubles = []
        for number in range(10, 20):
            gitlab.add(number)
        set_source(database, access, gitlab.url)  # mended, so that all is asked at once
        resolve(database, lambda: all(settled(database, access, number)() for number in range(10, 20)))
    assert error_of(database, access) == ""


def test_a_busy_gitlab_is_left_alone_for_as_long_as_it_says(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.add(8)
        gitlab.troubles = [Trouble(429, {"Retry-After": "600"})]
        set_source(database, access, gitlab.url)
        know(database, access, 8)
        resolve(
            database,
            lambda: (
                gitlab.count(8)
                and queued(database, access, 8).attempts == 0
                and (queued(database, access, 8).ask_at or 0) > clock.now_ms() + 500_000
            ),
        )
        know(database, access, 9)
        assert database.read_now(ci_asking.due, clock.now_ms(), but_projects=[], limit=9) == []
        assert error_of(database, access) == ""


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(database: Database, access: Access) -> None:
    with stub_gitlab() as elsewhere, stub_gitlab() as gitlab:
        gitlab.troubles = [Trouble(302, {"Location": f"{elsewhere.url}/api/v4/projects/1/jobs/20"})]
        set_source(database, access, gitlab.url)
        know(database, access, 20)
        resolve(database, lambda: "redirect" in error_of(database, access))
        assert elsewhere.asked == []


def test_an_address_that_is_not_allowed_any_more_is_not_asked(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        set_source(database, access, gitlab.url)
        know(database, access, 21)
        resolve(database, lambda: error_of(database, access), allowed=())
        assert gitlab.asked == []
    assert "ci_allowed_addresses" in error_of(database, access)


def test_a_slow_gitlab_holds_up_no_other_and_a_stop_gives_back(
    database: Database, access: Access, elsewhere: Access
) -> None:
    with stub_gitlab(slow=True) as slow, stub_gitlab() as quick:
        set_source(database, access, slow.url)
        set_source(database, elsewhere, quick.url)
        for number in range(30, 50):
            slow.add(number)
            know(database, access, number)
        quick.add(30)
        know(database, elsewhere, 30)
        began = time.monotonic()
        resolve(database, lambda: settled(database, elsewhere, 30)() and len(slow.asked) == limits.CI_ASKING_PROJECT)
        assert time.monotonic() - began < 10
        assert all(queued(database, access, number).attempts == 0 for number in range(30, 50))


def test_of_two_servers_one_asks_about_each_job(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        for number in range(20):
            gitlab.add(number)
            know(database, access, number)
        set_source(database, access, gitlab.url)
        resolve(database, lambda: all(settled(database, access, number)() for number in range(20)), processes=2)
        assert [gitlab.count(number) for number in range(20)] == [1] * 20


def test_what_a_killed_server_had_claimed_is_asked_about_after_the_lease(database: Database, access: Access) -> None:
    with stub_gitlab() as gitlab:
        gitlab.add(60)
        set_source(database, access, gitlab.url)
        know(database, access, 60)
        row = job(database, access, 60).id
        assert len(database.write_now(ci_resolving.claim, [row], clock.now_ms())) == 1
        assert database.write_now(ci_resolving.claim, [row], clock.now_ms()) == []
        due_now(database)
        resolve(database, settled(database, access, 60))
        assert gitlab.count(60) == 1


def test_a_source_that_is_removed_is_not_asked_any_more(database: Database, access: Access) -> None:
    with stub_gitlab(slow=True) as gitlab:
        set_source(database, access, gitlab.url)
        know(database, access, 61)
        database.write_now(ci_sources.remove, access)
        assert queued(database, access, 61).ask_at is None
        assert gitlab.asked == []


def test_an_archived_project_is_left_alone(database: Database, access: Access) -> None:
    set_source(database, access, "https://gitlab.com")
    know(database, access, 62)

    def archive(tx: Transaction) -> None:
        tx.execute("UPDATE projects SET archived_at = 1 WHERE id = ?", (access.project.id,))

    database.write_now(archive)
    assert database.read_now(ci_asking.due, clock.now_ms() + 1000, but_projects=[], limit=9) == []
