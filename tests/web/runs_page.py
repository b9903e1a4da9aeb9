"""What tests of an experiment's page stand on: a project with people, runs in it, and its addresses."""

import html
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from modelstead.domain.actor import Access, Actor
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.permission import Scope
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from modelstead.services import projects
from tests import factories
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """A project, and a browser in which a member has signed in."""

    site: Running
    project: Project
    browser: Browser
    access: Access

    @property
    def page(self) -> str:
        return f"/{self.project.path}/-/ml/experiments/0"

    def runs(self, action: str) -> str:
        return f"/{self.project.path}/-/ml/runs/-/{action}"

    def show(self, **query: Any) -> httpx.Response:
        return self.browser.http.get(self.page, params=query)

    def data(self, **query: Any) -> Any:
        return self.browser.http.get(self.page, params=query, headers={"Accept": "application/json"}).json()

    def change(self, action: str, **form: Any) -> httpx.Response:
        """Send one of the forms that change runs."""
        return self.browser.http.post(
            self.runs(action), data={"form_token": self.browser.form_token(), "to": self.page, **form}
        )

    def said(self, answer: httpx.Response) -> str:
        """Return what the next page says of a form that was sent."""
        assert answer.status_code == 303, answer.text
        found = re.search(r'<span class="long">(.*?)</span>', self.browser.get(answer.headers["location"]).text)
        return html.unescape(found[1]) if found else ""

    def run(
        self,
        name: str = "",
        *tags: Tag,
        start_time: int = 0,
        metrics: Sequence[tuple[str, float]] = (),
        params: Sequence[tuple[str, str]] = (),
    ) -> int:
        """Create a run and return its iid."""
        database = self.site.server.database
        run = database.write_now(factories.run, self.access, "0", *tags, name=name, start_time=start_time).run
        batch = factories.batch(
            self.access,
            run.run_id,
            metrics=[MetricPoint(key, value, 1) for key, value in metrics],
            params=[Param(*each) for each in params],
        )
        database.write_now(factories.log_one, batch)
        iid: int = run.iid
        return iid

    def names(self, **query: Any) -> list[str]:
        return [row["name"] for row in self.data(**query)["table"]["rows"]]


def place(site: Running, role: Role = Role.DEVELOPER, visibility: Visibility = Visibility.PRIVATE) -> Place:
    """Make a project with a member who has signed in."""
    member = person(site)
    path = f"runs-{next(_numbers)}/project"

    def make(tx: Any) -> Project:
        made = projects.create(tx, path, visibility)
        projects.set_member(tx, made, member, role)
        return made

    project: Project = site.server.database.write_now(make)
    browser = browser_of(site)
    browser.sign_in(member.username)
    access = Access(Actor(member.id, member.username, member.is_admin, frozenset({Scope.API})), project, role)
    return Place(site, project, browser, access)
