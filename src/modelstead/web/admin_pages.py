"""The table of pages for administrators."""

from modelstead.domain.permission import ADMINISTER, MANAGE_USERS
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web import urls
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.admin_projects import AdminProjects, ProjectsState, RestoreProject
from modelstead.web.pages.admin_server import AdminServer, RunSweep
from modelstead.web.pages.admin_user import AdminUser, ChangeUser, DeleteUser, OneUser, SetAdministrator, SetState
from modelstead.web.pages.admin_users import AdminUsers, CreateUser, UsersState


def admin_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return users, projects, jobs, health and storage."""
    people, one = AdminUsers(means.database, means.made_with), AdminUser(means.database, means.made_with)
    projects, server = AdminProjects(means.database), AdminServer(means.database, means.settings, means.process)
    user, jobs = f"{urls.admin('users')}/{{user_id}}", urls.admin("jobs")
    return (
        page("GET", urls.ADMIN, people.first, Nothing, MANAGE_USERS),
        page("GET", urls.admin("users"), people.show, UsersState, MANAGE_USERS),
        page("POST", urls.admin("users"), people.create, CreateUser, MANAGE_USERS),
        page("GET", f"{urls.admin('users')}/-/new", people.new, Nothing, MANAGE_USERS),
        page("GET", user, one.show, OneUser, MANAGE_USERS),
        page("POST", f"{user}/state", one.set_state, SetState, MANAGE_USERS),
        page("POST", f"{user}/administrator", one.set_administrator, SetAdministrator, MANAGE_USERS),
        page("POST", f"{user}/setup-link", one.give_link, ChangeUser, MANAGE_USERS),
        page("GET", f"{user}/delete", one.ask, OneUser, MANAGE_USERS),
        page("POST", f"{user}/delete", one.delete, DeleteUser, MANAGE_USERS),
        page("GET", urls.admin("projects"), projects.show, ProjectsState, ADMINISTER),
        page("POST", f"{urls.admin('projects')}/{{project_id}}/restore", projects.restore, RestoreProject, ADMINISTER),
        page("GET", jobs, server.jobs, Nothing, ADMINISTER),
        page("POST", f"{jobs}/sweep", server.sweep, RunSweep, ADMINISTER),
        page("GET", urls.admin("health"), server.health, Nothing, ADMINISTER),
        page("GET", urls.admin("storage"), server.storage, Nothing, ADMINISTER),
    )
