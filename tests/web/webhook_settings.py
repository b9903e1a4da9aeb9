"""Webhooks made and looked at by their pages."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.services import projects, registered_models
from tests.receiving import LOOPBACK
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person, site_in

EVENT = "registered_model.created"
NOT_MLFLOWS = "registered_model.deleted"

_numbers = iter(range(1, 10_000))


@contextmanager
def site_with_hooks(folder: Path) -> Iterator[Running]:
    """Start a server whose webhooks may call receivers on loopback."""
    with site_in(folder, webhook_allowed_addresses=LOOPBACK) as site:
        yield site


def settled(site: Running, role: Role = Role.MAINTAINER) -> tuple[Project, Browser]:
    """Return a new project, and the browser of somebody with a role there."""
    path = f"hooks-{next(_numbers)}/project"
    project = site.server.database.write_now(projects.create, path, Visibility.PRIVATE)
    return project, member(site, project, role)


def member(site: Running, project: Project, role: Role) -> Browser:
    user, browser = person(site), browser_of(site)
    site.server.database.write_now(projects.set_member, project, user, role)
    browser.sign_in(user.username)
    return browser


def address(project: Project) -> str:
    return f"/{project.path}/-/settings/webhooks"


def created(browser: Browser, project: Project, **form: str) -> str:
    """Create a webhook by its form, and return the address of its page."""
    wanted = {"name": "hook", "events": EVENT, "active": "1"} | form
    answer = browser.send(address(project), **wanted)
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(rf"{re.escape(address(project))}/[0-9a-f-]{{36}}", answer.headers["location"])
    assert found is not None
    return found[0]


def data(browser: Browser, path: str) -> dict[str, Any]:
    """Return what a page shows, as data."""
    answer = browser.get(path, accept="application/json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def make_model(site: Running, project: Project, description: str = "") -> None:
    """Let a registered model be created, which webhooks hear of."""
    access = Access(OPERATOR.actor, project, Role.OWNER)
    site.server.database.write_now(registered_models.create, access, "iris", description=description)


def delivery(browser: Browser, path: str, state: str) -> dict[str, Any]:
    """Wait until the newest delivery of a webhook is in a state, and return it."""
    for _ in range(200):
        found = data(browser, path)["deliveries"]
        if found and found[0]["state"] == state:
            newest: dict[str, Any] = found[0]
            return newest
        time.sleep(0.05)
    raise AssertionError(found)
