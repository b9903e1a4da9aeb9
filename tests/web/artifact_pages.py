"""A run of a project of its own, with files, and somebody's browser before the pages of them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests.people import settle
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

_numbers = itertools.count()
SCRIPT = "<script>alert(1)</script>"


@dataclass
class Run:
    """A run, with somebody signed in who has a role in its project."""

    site: Running
    project: Project
    run_id: str
    iid: int
    token: str
    user: User
    browser: Browser

    @property
    def base(self) -> str:
        return f"/{self.project.path}/-/ml/runs/{self.iid}"

    def page_of(self, path: str = "") -> str:
        return f"{self.base}/artifacts" + (f"/{quote(path)}" if path else "")

    def raw_of(self, path: str) -> str:
        return f"{self.base}/raw/{quote(path)}"

    def upload_of(self, path: str) -> str:
        api = f"/api/v4/projects/{self.project.id}/ml/mlflow/api/2.0/mlflow-artifacts/artifacts"
        return f"{api}/runs/{self.run_id}/artifacts/{quote(path)}"

    def put(self, files: Mapping[str, bytes | str]) -> None:
        """Log files as a client does."""
        for path, content in files.items():
            sent = content.encode() if isinstance(content, str) else content
            headers = {"Authorization": f"Bearer {self.token}"}
            answer = self.site.http.put(self.site.url + self.upload_of(path), content=sent, headers=headers)
            assert answer.status_code == 200, answer.text

    def show(self, path: str = "", **query: str | int) -> httpx.Response:
        return self.browser.http.get(self.page_of(path), params=query or None)

    def html(self, path: str = "", **query: str | int) -> str:
        """Return a page that there has to be; nothing in it is a script of ours or of anybody's."""
        answer = self.show(path, **query)
        assert answer.status_code == 200, answer.text
        assert SCRIPT not in answer.text
        return answer.text

    def view(self, path: str = "", **query: str | int) -> dict[str, Any]:
        """Return what a page shows, as data."""
        headers = {"Accept": "application/json"}
        answer = self.browser.http.get(self.page_of(path), params=query or None, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def preview(self, path: str, **query: str | int) -> dict[str, Any]:
        """Return what the viewer of a file shows, as data."""
        found: dict[str, Any] = self.view(path, **query)["file"]["preview"]
        return found

    def raw(self, path: str, headers: Mapping[str, str] | None = None, **query: str | int) -> httpx.Response:
        return self.browser.http.get(self.raw_of(path), params=query or None, headers=headers)

    def as_member(self, role: Role | None) -> "Run":
        """Return the same run before somebody else's browser."""
        return _before(self.site, self.project, self.run_id, self.iid, self.token, role)


def new_run(site: Running, role: Role | None = Role.DEVELOPER, **fields: Any) -> Run:
    """Make a project with a run, and sign somebody in."""
    people = settle(site.server, f"artifacts/project-{next(_numbers)}")
    client = site.client(people.developer, people.project.id)
    run_id = client.run(**fields)
    iid = site.server.database.read_now(_iid, run_id)
    return _before(site, people.project, run_id, iid, people.developer, role)


def _before(site: Running, project: Project, run_id: str, iid: int, token: str, role: Role | None) -> Run:
    user, browser = person(site), browser_of(site)
    if role is not None:
        site.server.database.write_now(projects.set_member, project, user, role)
    assert browser.sign_in(user.username).status_code == 303
    return Run(site, project, run_id, iid, token, user, browser)


def _iid(tx: Transaction, run_id: str) -> int:
    row = tx.one("SELECT iid FROM runs WHERE run_id = ?", (run_id,))
    assert row is not None
    return int(row[0])
