"""A version of a model in a project of its own, and somebody's browser before its pages."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import httpx

from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests.people import settle
from tests.serving import Mlflow, Running
from tests.signing_in import Browser, browser_of, person

_numbers = itertools.count()
NAME = "churn"


@dataclass
class Version:
    """A version, with somebody signed in who has a role in its project."""

    site: Running
    project: Project
    token: str
    client: Mlflow
    model: int
    iid: int
    browser: Browser

    @property
    def models(self) -> str:
        return f"/{self.project.path}/-/ml/models"

    @property
    def base(self) -> str:
        return f"{self.models}/{self.model}/versions/{self.iid}"

    def action(self, name: str) -> str:
        return f"{self.base}/-/{name}"

    def upload_of(self, path: str) -> str:
        api = f"/api/v4/projects/{self.project.id}/ml/mlflow/api/2.0/mlflow-artifacts/artifacts"
        return f"{api}/versions/{self.iid}/artifacts/{quote(path)}"

    def put(self, files: Mapping[str, bytes | str]) -> None:
        """Log files as a client does."""
        for path, content in files.items():
            sent = content.encode() if isinstance(content, str) else content
            headers = {"Authorization": f"Bearer {self.token}"}
            answer = self.site.http.put(self.site.url + self.upload_of(path), content=sent, headers=headers)
            assert answer.status_code == 200, answer.text

    def html(self, address: str = "") -> str:
        """Return a page that there has to be, by default the version's."""
        answer = self.browser.get(self._where(address))
        assert answer.status_code == 200, answer.text
        return answer.text

    def view(self, address: str = "") -> dict[str, Any]:
        """Return what a page shows, as data."""
        answer = self.browser.get(self._where(address), Accept="application/json")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def _where(self, address: str) -> str:
        """Return an address below the version's, or one that is whole."""
        return address if address.startswith(f"/{self.project.path}/") else self.base + address

    def raw(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.browser.http.get(f"{self.base}/raw/{quote(path)}", headers=headers)

    def send(self, action: str, **form: str) -> httpx.Response:
        return self.browser.send(self.action(action), **form)

    def of(self, number: str) -> "Version":
        """Return another version of the model, by its semantic version."""
        row = self.site.server.database.read_now(
            lambda tx: tx.one(
                "SELECT iid FROM model_versions WHERE project_id = ? AND semantic_version = ? ORDER BY id DESC LIMIT 1",
                (self.project.id, number),
            )
        )
        assert row is not None
        return replace(self, iid=int(row[0]))

    def another(self, **fields: Any) -> "Version":
        """Make another version of the model as a client does."""
        return self.of(semantic(self.client.post("model-versions/create", name=NAME, **fields)))

    def run(self, **fields: Any) -> int:
        """Make a run in the project, and return its number."""
        return self.site.server.database.read_now(_iid, self.client.run(**fields))

    def as_member(self, role: Role | None) -> "Version":
        """Return the same version before somebody else's browser."""
        return replace(self, browser=_browser(self.site, self.project, role))


def new_version(site: Running, role: Role | None = Role.DEVELOPER, **fields: Any) -> Version:
    """Make a project with a model and a version of it, and sign somebody in."""
    people = settle(site.server, f"versions/project-{next(_numbers)}")
    client = site.client(people.developer, people.project.id)
    assert client.post("registered-models/create", name=NAME).status_code == 200
    made = client.post("model-versions/create", name=NAME, **fields)
    assert made.status_code == 200, made.text
    found = Version(site, people.project, people.developer, client, 1, 0, _browser(site, people.project, role))
    return found.of(semantic(made))


def semantic(answer: httpx.Response) -> str:
    """Return the semantic version of a version that a client has made."""
    assert answer.status_code == 200, answer.text
    return str(json.loads(answer.text)["model_version"]["aliases"][0])


def _browser(site: Running, project: Project, role: Role | None) -> Browser:
    user, browser = person(site), browser_of(site)
    if role is not None:
        site.server.database.write_now(projects.set_member, project, user, role)
    assert browser.sign_in(user.username).status_code == 303
    return browser


def _iid(tx: Transaction, run_id: str) -> int:
    row = tx.one("SELECT iid FROM runs WHERE run_id = ?", (run_id,))
    assert row is not None
    return int(row[0])
