"""ID tokens of CI jobs: what they open, for how long, and what slow issuers and other projects make of them."""

import itertools
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from modelstead import limits
from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.ci_trust import TrustRule, bot_name
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.services import ci_trust, project_changes, projects, users
from modelstead.store.transaction import Transaction
from tests.ci_issuers import LOOPBACK, gitlab, token, trust
from tests.identity_provider import Provider, identity_provider
from tests.serving import Running, running

_numbers = itertools.count()


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


@pytest.fixture(scope="module")
def ci_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), ci_allowed_addresses=LOOPBACK) as started:
        yield started


def project_of(server: Running, visibility: Visibility = Visibility.PRIVATE) -> Project:
    return server.server.database.write_now(projects.create, f"team-{visibility.value}/ci-{next(_numbers)}", visibility)


def read(server: Running, credential: str, project: Project) -> httpx.Response:
    return server.client(credential, project.id).get("experiments/get", experiment_id="0")


def good(server: Running, issuer: Provider, **claims: object) -> str:
    return token(issuer, gitlab(issuer.issuer, server.url, **claims))


def delete(server: Running, project: Project, rule: TrustRule) -> None:
    server.server.database.write_now(ci_trust.delete, Access(OPERATOR.actor, project, Role.OWNER), rule.id)


@pytest.mark.parametrize(("role", "status"), [(Role.REPORTER, 403), (Role.DEVELOPER, 200), (Role.MAINTAINER, 200)])
def test_a_job_may_what_the_rules_role_gives(ci_server: Running, issuer: Provider, role: Role, status: int) -> None:
    project = project_of(ci_server)
    trust(ci_server, project, issuer.issuer, role=role)
    job = ci_server.client(good(ci_server, issuer), project.id)
    assert job.get("experiments/get", experiment_id="0").status_code == 200
    assert job.post("runs/create", experiment_id="0").status_code == status


def test_the_first_rule_that_lets_a_job_in_gives_the_role(ci_server: Running, issuer: Provider) -> None:
    project = project_of(ci_server)
    trust(ci_server, project, issuer.issuer, ref="release/*", role=Role.MAINTAINER)
    trust(ci_server, project, issuer.issuer, project_path="Vision/*", role=Role.REPORTER)
    trust(ci_server, project, issuer.issuer, role=Role.DEVELOPER)
    for ref, status in (("main", 403), ("release/2", 200)):
        job = ci_server.client(good(ci_server, issuer, ref=ref), project.id)
        assert job.post("runs/create", experiment_id="0").status_code == status


def test_a_job_makes_no_token_changes_no_rule_and_is_nobody_outside(ci_server: Running, issuer: Provider) -> None:
    project = project_of(ci_server)
    rule = trust(ci_server, project, issuer.issuer, role=Role.MAINTAINER)
    headers = {"PRIVATE-TOKEN": good(ci_server, issuer)}
    base, place = f"{ci_server.url}/api/v4", f"{ci_server.url}/api/v4/projects/{project.id}"
    wanted = {"name": "x", "issuer": issuer.issuer, "project_path": "a/b"}
    bot = {"name": "x", "scopes": ["api"], "access_level": 30}
    assert ci_server.http.post(f"{place}/ci_trust_rules", json=wanted, headers=headers).status_code == 403
    assert ci_server.http.delete(f"{place}/ci_trust_rules/{rule.id}", headers=headers).status_code == 403
    assert ci_server.http.post(f"{place}/access_tokens", json=bot, headers=headers).status_code == 403
    for path in ("user", "projects", "groups/team-private"):
        assert ci_server.http.get(f"{base}/{path}", headers=headers).status_code == 401
    page = ci_server.http.get(f"{ci_server.url}/{project.path}", headers=headers, follow_redirects=False)
    assert (page.status_code, page.headers["location"][:10]) == (303, "/-/sign-in")


def test_nothing_tells_a_project_that_refuses_from_one_that_is_not_there(ci_server: Running, issuer: Provider) -> None:
    trusting, hidden, public = (
        project_of(ci_server),
        project_of(ci_server),
        project_of(ci_server, Visibility.PUBLIC),
    )
    trust(ci_server, trusting, issuer.issuer, project_path="vision/labels")
    job = good(ci_server, issuer)
    answers = [
        ci_server.client(job, each).get("experiments/get", experiment_id="0")
        for each in (trusting.id, hidden.id, public.id, 999_999, "no%2Fproject", "%00", "0")
    ]
    assert {(each.status_code, each.content) for each in answers} == {(401, answers[0].content)}


def test_a_rule_that_is_deleted_lets_nobody_in_any_more(ci_server: Running, issuer: Provider) -> None:
    project = project_of(ci_server)
    rule, job = trust(ci_server, project, issuer.issuer), good(ci_server, issuer)
    assert read(ci_server, job, project).status_code == 200
    delete(ci_server, project, rule)
    assert read(ci_server, job, project).status_code == 401


def test_a_token_ends_when_it_says_although_it_is_remembered(
    ci_server: Running, issuer: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(ci_server)
    trust(ci_server, project, issuer.issuer)
    monkeypatch.setattr(limits, "OPEN_ID_LEEWAY_SECONDS", 0)
    ends = int(time.time()) + 3
    job = good(ci_server, issuer, exp=ends)
    assert read(ci_server, job, project).status_code == 200
    time.sleep(ends - time.time() + 0.05)
    assert read(ci_server, job, project).status_code == 401


def test_a_blocked_or_foreign_bot_acts_for_nobody(ci_server: Running, issuer: Provider) -> None:
    project, database = project_of(ci_server), ci_server.server.database
    trust(ci_server, project, issuer.issuer)
    job = good(ci_server, issuer)
    assert read(ci_server, job, project).status_code == 200
    database.write_now(_set, "is_active", 0, project)
    assert read(ci_server, job, project).status_code == 401
    database.write_now(_set, "is_active", 1, project)
    assert read(ci_server, job, project).status_code == 200
    database.write_now(_set, "project_id", 1, project)
    assert read(ci_server, job, project).status_code == 401


def test_a_person_who_took_the_bots_name_is_not_acted_for(ci_server: Running, issuer: Provider) -> None:
    project = project_of(ci_server)
    ci_server.server.database.write_now(users.create, bot_name(project.id))
    with pytest.raises(Exception, match="Somebody is called"):
        trust(ci_server, project, issuer.issuer)
    assert read(ci_server, good(ci_server, issuer), project).status_code == 401


def test_in_an_archived_project_a_job_reads_and_its_rule_can_be_deleted(ci_server: Running, issuer: Provider) -> None:
    project = project_of(ci_server)
    rule = trust(ci_server, project, issuer.issuer)
    owner = Access(OPERATOR.actor, project, Role.OWNER)
    ci_server.server.database.write_now(project_changes.archive, owner, archived=True)
    job = good(ci_server, issuer)
    assert read(ci_server, job, project).status_code == 200
    assert ci_server.client(job, project.id).post("runs/create", experiment_id="0").status_code == 403
    delete(ci_server, project, rule)
    assert read(ci_server, job, project).status_code == 401


def test_new_keys_are_followed_and_unknown_ones_asked_for_now_and_then(
    ci_server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(ci_server)
    with identity_provider() as issuer:
        trust(ci_server, project, issuer.issuer)
        first = good(ci_server, issuer)
        assert read(ci_server, first, project).status_code == 200
        issuer.rotate("ES256", "second")
        for number in range(5):
            assert read(ci_server, good(ci_server, issuer, jti=str(number)), project).status_code == 401
        assert issuer.asked.count("/keys") == 1
        monkeypatch.setattr(limits, "OPEN_ID_REFRESH_SECONDS", 0)
        assert read(ci_server, good(ci_server, issuer), project).status_code == 200
        assert issuer.asked.count("/keys") == 2
        delete(ci_server, project, trust(ci_server, project, issuer.issuer))  # so that nothing is remembered
        assert read(ci_server, first, project).status_code == 401


def test_a_slow_issuer_keeps_nobody_else_waiting(ci_server: Running, issuer: Provider) -> None:
    project, of_slow = project_of(ci_server), project_of(ci_server)
    trust(ci_server, project, issuer.issuer)
    assert read(ci_server, good(ci_server, issuer), project).status_code == 200
    with identity_provider() as slow, ThreadPoolExecutor() as others:
        trust(ci_server, of_slow, slow.issuer)
        slow.delay = threading.Event()
        waiting = [others.submit(read, ci_server, good(ci_server, slow, jti=str(each)), of_slow) for each in range(3)]
        while not slow.asked:
            time.sleep(0.01)
        started = time.perf_counter()
        for each in range(5):
            assert read(ci_server, good(ci_server, issuer, jti=str(each)), project).status_code == 200
        assert time.perf_counter() - started < 5
        assert not any(each.done() for each in waiting)
        slow.delay.set()
        assert {each.result().status_code for each in waiting} == {200}
        assert slow.asked.count("/keys") == 1


def test_an_issuer_that_never_answers_refuses_its_own_jobs_alone(
    ci_server: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    project = project_of(ci_server)
    with identity_provider() as slow:
        trust(ci_server, project, slow.issuer)
        slow.delay = threading.Event()
        monkeypatch.setattr(limits, "OUTGOING_SECONDS", 0.2)
        assert read(ci_server, good(ci_server, slow), project).status_code == 401
        slow.delay.set()
    assert "refused by the check of its key" in caplog.text


def test_keys_that_are_known_serve_while_a_forged_token_lets_the_issuer_be_asked(
    ci_server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(ci_server)
    monkeypatch.setattr(limits, "OPEN_ID_REFRESH_SECONDS", 0)
    with identity_provider() as issuer, ThreadPoolExecutor() as others:
        trust(ci_server, project, issuer.issuer)
        assert read(ci_server, good(ci_server, issuer), project).status_code == 200
        issuer.delay = threading.Event()
        forged = token(issuer, gitlab(issuer.issuer, ci_server.url), kid="unknown")
        waiting = others.submit(read, ci_server, forged, project)
        while issuer.asked.count("/keys") < 2:
            time.sleep(0.01)
        assert read(ci_server, good(ci_server, issuer, jti="2"), project).status_code == 200
        assert not waiting.done()
        issuer.delay.set()
        assert waiting.result().status_code == 401


def test_an_issuer_that_failed_is_left_alone_for_a_while(ci_server: Running) -> None:
    project = project_of(ci_server)
    with identity_provider() as issuer:
        trust(ci_server, project, issuer.issuer)
        issuer.discovery = {"issuer": "https://another.example.com"}
        for number in range(4):
            assert read(ci_server, good(ci_server, issuer, jti=str(number)), project).status_code == 401
        assert len(issuer.asked) == 1


def _set(tx: Transaction, column: str, value: int, project: Project) -> None:
    tx.execute(f"UPDATE users SET {column} = ? WHERE username = ?", (value, bot_name(project.id)))
    tx.announce("access")
