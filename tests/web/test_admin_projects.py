"""The list of all projects, also of those in the trash, which come back from there."""

from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.services import project_changes, projects
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import events, person
from tests.web.administering import PROJECTS, administrator, data


def made(site: Running, path: str, used: int = 0) -> Project:
    def make(tx: Transaction) -> Project:
        project = projects.create(tx, path, Visibility.PRIVATE)
        tx.execute("UPDATE projects SET used_bytes = ?, quota_bytes = 100 WHERE id = ?", (used, project.id))
        return project

    return site.server.database.write_now(make)


def delete(site: Running, project: Project) -> None:
    site.server.database.write_now(project_changes.delete, Access(OPERATOR.actor, project, Role.OWNER))


def test_each_project_comes_with_what_is_in_it(site: Running) -> None:
    admin, one = administrator(site), person(site)
    project = made(site, "admin-counts/inner/project", used=7)
    site.server.database.write_now(projects.set_member, project, one, Role.REPORTER)
    (line,) = data(admin, f"{PROJECTS}?q=admin-counts")["projects"]
    assert (line["project"]["path"], line["members"], line["runs"]) == (project.path, 1, 0)
    assert line["usage"] == {"used": 7, "quota": 100}


def test_the_largest_come_first_when_that_is_wanted(site: Running) -> None:
    admin = administrator(site)
    for name, used in (("a", 1), ("b", 100), ("c", 10)):
        made(site, f"admin-sizes/{name}", used)
    for sort, wanted in (("size", "bca"), ("path", "abc"), ("created", "cba")):
        found = data(admin, f"{PROJECTS}?q=admin-sizes&sort={sort}")["projects"]
        assert "".join(each["project"]["path"][-1] for each in found) == wanted
    page = admin.get(f"{PROJECTS}?q=admin-sizes/b").text
    assert "Full," in page
    assert "/admin-sizes/b/-/settings/storage" in page
    assert admin.get(f"{PROJECTS}?sort=luck").status_code == 400


def test_a_project_comes_back_from_the_trash(site: Running) -> None:
    admin, project = administrator(site), made(site, "admin-trash/project")
    delete(site, project)
    (line,) = data(admin, f"{PROJECTS}?q=admin-trash&state=deleted")["projects"]
    assert (line["project"]["path"], line["deleted_at"] is None) == (project.path, False)
    assert data(admin, f"{PROJECTS}?q=admin-trash&state=active")["projects"] == []
    assert admin.send(f"{PROJECTS}/{project.id}/restore").headers["location"] == f"/{project.path}"
    assert admin.get(f"/{project.path}").status_code == 200
    assert events(site, "project.restore", project.path)[0][0] is not None
    assert admin.send(f"{PROJECTS}/{project.id}/restore").status_code == 404


def test_a_project_whose_path_is_taken_stays_in_the_trash_and_that_is_said(site: Running) -> None:
    admin, project = administrator(site), made(site, "admin-taken/project")
    delete(site, project)
    made(site, "admin-taken/project")
    answer = admin.send(f"{PROJECTS}/{project.id}/restore")
    assert answer.headers["location"].startswith(PROJECTS)
    assert "admin-taken/project" in admin.get(answer.headers["location"]).text


def test_archived_projects_are_listed_by_themselves(site: Running) -> None:
    admin, project = administrator(site), made(site, "admin-archive/project")
    access = Access(OPERATOR.actor, project, Role.OWNER)
    site.server.database.write_now(project_changes.archive, access, archived=True)
    found = data(admin, f"{PROJECTS}?q=admin-archive&state=archived")["projects"]
    assert [each["project"]["path"] for each in found] == [project.path]
    assert "No project is like that" in admin.get(f"{PROJECTS}?q=admin-archive&state=active").text
