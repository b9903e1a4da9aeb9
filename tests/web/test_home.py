"""The start page: one's projects and what goes on in them."""

from pathlib import Path

from modelstead.domain.project import Visibility
from modelstead.services import projects
from tests.people import settle
from tests.serving import Running
from tests.signing_in import browser_of, person, site_in
from tests.web.audit_log import project_of, signed_in

JSON = {"Accept": "application/json"}


def test_projects_and_runs_that_go_on_are_there(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    people = settle(site.server, f"other-{owner.username}/project")
    run = site.client(people.developer, people.project.id).run(run_name="a run of somebody else")
    browser = signed_in(site, owner)
    text = browser.get("/").text
    assert f'href="/{project.path}"' in text
    assert people.project.path not in text
    assert run not in text
    found = browser.get("/", **JSON).json()
    assert [each["path"] for each in found["projects"] if each["role"]] == [project.path]
    assert run not in str(found)


def test_a_filter_narrows_the_list_and_says_when_nothing_is_left(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    browser = signed_in(site, owner)
    assert project.path in browser.get(f"/?q={project.path[:11].upper()}").text
    nothing = browser.get("/?q=no%25such_thing").text
    assert "No project that you see has “no%such_thing” in its name" in nothing
    assert "Show all projects" in nothing


def test_a_star_is_given_and_taken_away(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    browser = signed_in(site, owner)
    answer = browser.send(f"/{project.path}/-/star", starred="1", to="/?q=x")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=x")
    assert browser.get("/", **JSON).json()["projects"][0]["is_starred"] is True
    assert "is at the top of your projects" in browser.get("/").text
    assert browser.send(f"/{project.path}/-/star", starred="0").headers["location"] == f"/{project.path}"
    assert browser.get("/", **JSON).json()["projects"][0]["is_starred"] is False
    assert browser.send(f"/{project.path}/-/star", starred="1", to="//evil.example").headers["location"] == "/"
    assert browser.post(f"/{project.path}/-/star", starred="1").status_code == 403


def test_who_is_new_hears_what_to_do(tmp_path: Path) -> None:
    with site_in(tmp_path) as alone:  # where no test has made a project for everybody
        text = signed_in(alone, person(alone)).get("/").text
    assert "You are in no project yet" in text
    assert 'href="/-/projects/new"' in text


def test_strangers_see_public_projects_and_the_quick_start_where_there_are_none(tmp_path: Path) -> None:
    with site_in(tmp_path) as alone:
        browser = browser_of(alone)
        assert "MLFLOW_TRACKING_URI" in browser.get("/").text
        made = alone.server.database.write_now(projects.create, "open-to-all/project", Visibility.PUBLIC)
        text = browser.get("/").text
    assert made.path in text
    assert "/-/star" not in text
    assert "New project" not in text


def test_the_switcher_is_a_part_of_a_page_for_scripts_and_the_start_page_for_people(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    browser = signed_in(site, owner)
    part = browser.get("/-/projects/switcher?q=audited", **{"HX-Request": "true"}).text
    assert f'href="/{project.path}"' in part
    assert "<html" not in part
    assert browser.get("/-/projects/switcher?q=x").headers["location"] == "/?q=x"
    assert browser_of(site).get("/-/projects/switcher", **{"HX-Request": "true"}).status_code == 200
