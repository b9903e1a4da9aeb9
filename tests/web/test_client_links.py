"""Addresses that clients print lead to pages, and tell nothing to those who may not see them."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from modelstead.domain.project import Project
from tests.serving import Running
from tests.signing_in import Browser, person
from tests.web.audit_log import project_of, signed_in


@pytest.fixture
def project(site: Running) -> Project:
    return project_of(site, person(site))


def to(answer: httpx.Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("reference", ["7", "group%2Fname"])
def test_a_tracking_uri_leads_to_the_page_whose_script_reads_on(browser: Browser, reference: str, end: str) -> None:
    answer = browser.get(f"/api/v4/projects/{reference}/ml/mlflow{end}")
    assert to(answer) == f"/-/open?project={reference}"
    page = browser.get(to(answer))
    assert page.status_code == 200
    assert f'data-otherwise="/-/projects/{reference}"' in page.text
    assert 'data-island="client-link"' in page.text


def test_calls_of_clients_are_answered_as_before(browser: Browser) -> None:
    for path in ("api/2.0/mlflow/nothing", "nothing"):
        answer = browser.get(f"/api/v4/projects/7/ml/mlflow/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")
    assert browser.post("/api/v4/projects/7/ml/mlflow").status_code == 404


@pytest.mark.parametrize(
    ("at", "page"),
    [
        ("/experiments/3", "/-/ml/experiments/3"),
        ("/experiments/3/", "/-/ml/experiments/3"),
        ("/experiments/3/runs/0123abcd", "/-/ml/runs/by-id/0123abcd"),
        ("/experiments/3/runs/0123abcd/artifacts", "/-/ml/runs/by-id/0123abcd"),
        ("/experiments/x", ""),
        ("/experiments/3/runs/../../..", "/-/ml/experiments/3"),
        ("/experiments/99999999999999999999", ""),
        ("/models/name", "/-/ml/models/by-name/name"),
        ("/models/name/versions/3", "/-/ml/models/by-name/name/3"),
        ("/models/half%20moons/versions/x", "/-/ml/models/by-name/half%20moons"),
        ("//evil.example", ""),
    ],
)
def test_what_stood_behind_the_hash_leads_to_the_page(site: Running, project: Project, at: str, page: str) -> None:
    administrator = signed_in(site, person(site, is_admin=True))
    for reference in (str(project.id), project.path):
        answer = administrator.http.get("/-/open", params={"project": reference, "at": at})
        assert to(answer) == f"/{project.path}{page}"


def test_signing_in_keeps_where_one_wanted_to_go(browser: Browser, site: Running) -> None:
    user = person(site)
    project = project_of(site, user)
    wanted = f"/-/open?project={project.id}&at=%2Fexperiments%2F0"
    sign_in = to(browser.get(wanted))
    (kept,) = parse_qs(urlsplit(sign_in).query)["to"]
    assert to(browser.sign_in(user.username, to=kept)) == wanted
    assert to(browser.get(wanted)) == f"/{project.path}/-/ml/experiments/0"


@pytest.mark.parametrize("address", ["/-/projects/{}", "/-/open?project={}&at=/experiments/0"])
def test_a_hidden_project_is_as_a_missing_one(browser: Browser, site: Running, project: Project, address: str) -> None:
    outsider = signed_in(site, person(site))
    for reference in (str(project.id), "4242424242", project.path.replace("/", "%2F"), "no%2Fwhere", "0", "-1"):
        path = address.format(reference)
        assert to(browser.get(path)).startswith("/-/sign-in?to=/-/")
        answer = outsider.get(path)
        assert answer.status_code == 404
        assert "Project not found." in answer.text


def test_a_project_s_number_leads_to_its_page(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    assert to(signed_in(site, owner).get(f"/-/projects/{project.id}")) == f"/{project.path}"
