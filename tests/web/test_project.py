"""A project's own page, its description, its quick start."""

import re

import pytest

from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects
from tests.serving import Running
from tests.signing_in import Browser, person
from tests.web.audit_log import project_of, signed_in

JSON = {"Accept": "application/json"}


def member(site: Running, project: Project, role: Role) -> User:
    user = person(site)
    site.server.database.write_now(projects.set_member, project, user, role)
    return user


@pytest.fixture
def project(site: Running) -> Project:
    return project_of(site, person(site))


@pytest.fixture
def developer(site: Running, project: Project) -> Browser:
    return signed_in(site, member(site, project, Role.DEVELOPER))


def test_an_empty_project_begins_with_the_quick_start(developer: Browser, site: Running, project: Project) -> None:
    text = developer.get(f"/{project.path}").text
    assert text.index("Log a first run") < text.index("In this project")
    assert f"{site.url}/api/v4/projects/{project.id}/ml/mlflow" in text
    assert "Create token" in text


def test_a_token_is_shown_once_and_works(developer: Browser, site: Running, project: Project) -> None:
    path = f"/{project.path}/-/quick-start/token"
    answer = developer.send(path, days="30")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found = re.search(r"export MLFLOW_TRACKING_TOKEN=&#34;(glpat-\w+)&#34;", answer.text)
    assert found is not None
    client = site.client(found[1], project.id)
    client.run(run_name="made by the quick start")
    page = developer.get(f"/{project.path}").text
    assert "made by the quick start" in page
    assert found[1] not in page
    assert page.index("In this project") < page.index("Set two variables")
    shown = developer.get(f"/{project.path}", **JSON).json()["overview"]
    assert (shown["counts"]["runs"], shown["counts"]["running"], shown["is_empty"]) == (1, 1, False)
    assert shown["activity"]["runs"][-1] == 1


@pytest.mark.parametrize("days", ["", "0", "31", "366", "-1", "x"])
def test_a_token_is_good_for_one_of_three_times(developer: Browser, project: Project, days: str) -> None:
    assert developer.send(f"/{project.path}/-/quick-start/token", days=days).status_code == 400


def test_a_description_is_markdown_and_changed_by_maintainers(
    developer: Browser, site: Running, project: Project
) -> None:
    maintainer = signed_in(site, member(site, project, Role.MAINTAINER))
    path = f"/{project.path}/-/description"
    text = "# Goals\r\n\r\n**low** loss <script>alert(1)</script>"
    answer = maintainer.send(path, description=text)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{project.path}")
    page = developer.get(f"/{project.path}").text
    assert "<strong>low</strong> loss &lt;script&gt;" in page
    assert path not in page
    assert developer.get(path).status_code == 403
    assert developer.send(path, description="mine").status_code == 403
    assert "**low** loss &lt;script&gt;" in maintainer.get(path).text


def test_a_description_that_is_too_long_comes_back_with_what_is_wrong(site: Running, project: Project) -> None:
    maintainer = signed_in(site, member(site, project, Role.MAINTAINER))
    answer = maintainer.send(f"/{project.path}/-/description", description="x" * 2_001)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert "x" * 2_001 in answer.text


def test_members_are_told_with_their_roles(site: Running, project: Project) -> None:
    member(site, project, Role.GUEST)
    owner = signed_in(site, member(site, project, Role.OWNER))
    found = owner.get(f"/{project.path}", **JSON).json()["overview"]["members"]
    assert [each["role"] for each in found] == [Role.OWNER, Role.OWNER, Role.GUEST]


def test_a_hidden_project_is_as_one_that_is_missing(site: Running, project: Project) -> None:
    outsider = signed_in(site, person(site))
    for path in (f"/{project.path}", f"/{project.path}-x", "/nobody/nothing"):
        answer = outsider.get(path, Accept="text/html")
        assert answer.status_code == 404
        assert "It may be hidden from you" in answer.text


def test_gitlab_s_address_of_a_run_leads_to_its_page(project: Project, developer: Browser) -> None:
    answer = developer.get(f"/{project.path}/-/ml/candidates/7")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{project.path}/-/ml/runs/7")
