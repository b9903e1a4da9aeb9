"""A project, a group and people in them, as the pages of members and access tokens are tested with."""

import re
from dataclasses import dataclass

import httpx

from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import members, operating, projects
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

JSON = {"Accept": "application/json"}
SECRET = re.compile(r"glpat-\w+")


@dataclass(frozen=True)
class Settled:
    """A project in a group of its own, and where its settings are."""

    project: Project
    group: str

    @property
    def members(self) -> str:
        return f"/{self.project.path}/-/settings/members"

    @property
    def tokens(self) -> str:
        return f"/{self.project.path}/-/settings/tokens"

    @property
    def group_members(self) -> str:
        return f"/-/groups/{self.group}/-/settings/members"

    @property
    def group_tokens(self) -> str:
        return f"/-/groups/{self.group}/-/settings/tokens"


def settled(site: Running, visibility: Visibility = Visibility.PRIVATE) -> Settled:
    """Create a project, in a group of its own."""
    group = f"people-of-{person(site).username}"
    made = site.server.database.write_now(projects.create, f"{group}/project", visibility)
    return Settled(made, group)


def joined(site: Running, path: str, role: Role, expires: str | None = None) -> User:
    """Create somebody with a role in a project, or in a group."""
    user = person(site)

    def join(tx: object) -> None:
        place = (operating.in_project if "/" in path else operating.in_group)(tx, path)  # type: ignore[arg-type]
        members.add(tx, place, user, role, expires)  # type: ignore[arg-type]

    site.server.database.write_now(join)
    return user


def coming(site: Running, user: User) -> Browser:
    """Return a browser in which somebody has signed in."""
    browser = browser_of(site)
    assert browser.sign_in(user.username).status_code == 303
    return browser


def as_member(site: Running, path: str, role: Role) -> Browser:
    """Return the browser of somebody new with a role."""
    return coming(site, joined(site, path, role))


def rows(browser: Browser, page: str) -> dict[str, dict[str, object]]:
    """Return the members that a page lists, by username."""
    answer = browser.get(page, **JSON)
    assert answer.status_code == 200, answer.text
    return {row["line"]["member"]["username"]: row for row in answer.json()["members"]}


def secret_in(answer: httpx.Response) -> str:
    """Return the token that a page shows, which nothing keeps."""
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text[:500]
    found = set(SECRET.findall(answer.text))
    assert len(found) == 1
    secret: str = found.pop()
    return secret
