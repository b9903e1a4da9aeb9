"""People before the settings of a project or group that they own."""

import itertools
from dataclasses import dataclass

from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Owned:
    """A project with its group, and the browser of who owns both."""

    site: Running
    project: Project
    owner: User
    browser: Browser

    @property
    def group(self) -> str:
        return self.project.path.partition("/")[0]

    @property
    def group_page(self) -> str:
        return f"/-/groups/{self.group}"

    @property
    def settings(self) -> str:
        return f"/{self.project.path}/-/settings"

    def member(self, role: Role) -> Browser:
        """Return the browser of somebody else with a role in the project."""
        user = person(self.site)
        self.site.server.database.write_now(projects.set_member, self.project, user, role)
        return signed_in(self.site, user)

    def outsider(self) -> Browser:
        return signed_in(self.site, person(self.site))

    def administrator(self) -> Browser:
        return signed_in(self.site, person(self.site, is_admin=True))

    def row(self, sql: str) -> tuple[object, ...]:
        """Return some columns of the project as it is stored now."""

        def read(tx: Transaction) -> tuple[object, ...]:
            found = tx.one(f"SELECT {sql} FROM projects WHERE id = ?", (self.project.id,))
            assert found is not None
            return tuple(found)

        return self.site.server.database.read_now(read)


def signed_in(site: Running, user: User) -> Browser:
    browser = browser_of(site)
    assert browser.sign_in(user.username).status_code == 303
    return browser


def owned(site: Running, visibility: Visibility = Visibility.PRIVATE) -> Owned:
    """Make a project, in a group of its own, and its owner."""
    owner = person(site)
    path = f"settled-{next(_numbers)}/project"
    project = site.server.database.write_now(projects.create, path, visibility, owner=owner)
    return Owned(site, project, owner, signed_in(site, owner))
