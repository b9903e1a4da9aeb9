"""Settings of CI/CD: trust rules, a token on trial, lines for CI systems, the latest jobs."""

from collections.abc import Iterator

import pytest

from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from tests import factories
from tests.ci_issuers import LOOPBACK, gitlab, token, trust
from tests.identity_provider import Provider, identity_provider
from tests.serving import Running
from tests.signing_in import site_in
from tests.web.settings import Owned, owned

GOOD = {"name": "main", "issuer": "https://gitlab.com", "project_path": "g/p", "ref": "main", "role": "developer"}


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start a server that may ask an issuer on loopback."""
    with site_in(tmp_path_factory.mktemp("trusting"), ci_allowed_addresses=LOOPBACK) as made:
        yield made


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


@pytest.fixture
def here(trusting: Running) -> Owned:
    return owned(trusting)


def page(here: Owned, action: str = "") -> str:
    return f"{here.settings}/ci{action}"


def rules(here: Owned) -> list[dict[str, object]]:
    found: list[dict[str, object]] = here.browser.get(page(here), Accept="application/json").json()["rules"]
    return found


def test_a_rule_is_made_changed_and_deleted_by_forms(here: Owned) -> None:
    assert "No job is trusted yet" in here.browser.get(page(here)).text
    assert here.browser.send(page(here, "/rules"), **GOOD, only_protected="1").status_code == 303
    (rule,) = rules(here)
    assert (rule["name"], rule["project_path"], rule["only_protected"], rule["role"]) == ("main", "g/p", True, 30)
    address = page(here, f"/rules/{rule['id']}")
    assert 'value="g/p"' in here.browser.get(address).text
    assert here.browser.send(address, **GOOD | {"role": "reporter"}).status_code == 303
    (rule,) = rules(here)
    assert (rule["only_protected"], rule["role"]) == (False, 20)
    assert "Delete main?" in here.browser.get(f"{address}/delete").text
    assert here.browser.send(f"{address}/delete").status_code == 303
    assert rules(here) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("issuer", "gitlab.com"),
        ("issuer", ""),
        ("issuer", "https://gitlab.com/?a=b"),
        ("project_path", "alone"),
        ("project_path", "*/p"),
        ("ref", "x" * 2_000),
        ("environment", "two\nlines"),
        ("role", "owner"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_what_was_typed_stays(here: Owned, field: str, value: str) -> None:
    answer = here.browser.send(page(here, "/rules"), **GOOD | {field: value})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (400, True)
    assert f'value="{GOOD["name"] if field != "name" else GOOD["project_path"]}"' in answer.text
    assert rules(here) == []


@pytest.mark.parametrize(
    ("system", "issuer_of"),
    [("gitlab", "https://gitlab.com"), ("own", ""), ("github", "https://token.actions.githubusercontent.com")],
)
def test_a_ci_system_fills_in_its_issuer(here: Owned, system: str, issuer_of: str) -> None:
    address = page(here, f"/rules/-/new?system={system}")
    assert here.browser.get(address, Accept="application/json").json()["typed"]["issuer"] == issuer_of


def test_a_good_token_is_let_in_by_the_first_rule_that_fits(here: Owned, issuer: Provider) -> None:
    trust(here.site, here.project, issuer.issuer, name="releases", ref="release-*")
    trust(here.site, here.project, issuer.issuer, name="main", ref="main", role=Role.REPORTER)
    tried = token(issuer, gitlab(issuer.issuer, here.site.server.settings.url))
    answer = here.browser.send(page(here, "/test"), token=tried)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "as reporter." in answer.text
    assert "the ref is &#39;main&#39;" in answer.text
    assert tried not in answer.text
    assert answer.text.count('class="is-good"') == 9


def test_a_bad_token_is_refused_with_the_check_and_the_reason(here: Owned, issuer: Provider) -> None:
    trust(here.site, here.project, issuer.issuer)
    tried = token(issuer, gitlab(issuer.issuer, "https://elsewhere.example.com"))
    answer = here.browser.send(page(here, "/test"), token=f" {tried}\n")
    assert "It is refused." in answer.text
    assert "it is not for this server: let its audience be" in answer.text
    assert tried not in answer.text
    assert answer.text.count('class="is-good"') == 5
    for text in ("", "nonsense", "eyJ.<script>.x"):
        assert "<script>.x" not in here.browser.send(page(here, "/test"), token=text).text
    assert 'id="token-error"' in here.browser.send(page(here, "/test"), token=" ").text


def test_lines_for_jobs_name_this_server_and_project(here: Owned) -> None:
    found = here.browser.get(page(here), Accept="application/json").json()
    url = here.site.server.settings.url
    assert found["audience"] == url
    for snippet in found["snippets"]:
        assert f"{url}/api/v4/projects/{here.project.id}/ml/mlflow" in snippet["code"]
    assert f"aud: {url}" in found["snippets"][0]["code"]


def test_the_latest_jobs_are_listed(here: Owned) -> None:
    access = Access(OPERATOR.actor, here.project, Role.OWNER)
    for number in range(12):
        here.site.server.database.write_now(factories.run, access, "0", Tag("gitlab.CI_JOB_ID", str(number)))
    found = here.browser.get(page(here), Accept="application/json").json()["jobs"]
    assert [job["job_id"] for job in found] == [str(number) for number in range(11, 1, -1)]


def test_who_is_no_maintainer_has_no_such_page(here: Owned) -> None:
    developer = here.member(Role.DEVELOPER)
    assert developer.get(page(here)).status_code == 403
    assert developer.send(page(here, "/rules"), **GOOD).status_code == 403
    assert developer.send(page(here, "/test"), token="eyJ").status_code == 403
    assert here.member(Role.MAINTAINER).get(page(here)).status_code == 200
