"""The page of the audit log, and events to look at on it."""

import itertools
import json
import re
from typing import Any

from modelstead.domain.actor import Access, Actor
from modelstead.domain.audit_event import Action
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import audit, projects
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import Browser, browser_of

PAGE = "/-/audit"

_numbers = itertools.count(1)


def project_of(site: Running, owner: User) -> Project:
    """Make a project, in a group of its own, whose owner has made it."""
    path = f"audited-{next(_numbers)}/project"
    made: Project = site.server.database.write_now(projects.create, path, Visibility.PRIVATE, owner=owner)
    return made


def _note(tx: Transaction, project: Project, user: User, action: Action, subject: str, **details: str) -> None:
    actor = Actor(user.id, user.username, is_admin=False, scopes=frozenset())
    audit.record(tx, Access(actor, project, Role.OWNER), action, subject, address="203.0.113.9", **details)


def noted(site: Running, project: Project, user: User, action: Action, subject: str, **details: str) -> None:
    site.server.database.write_now(lambda tx: _note(tx, project, user, action, subject, **details))


def signed_in(site: Running, user: User) -> Browser:
    browser = browser_of(site)
    browser.sign_in(user.username)
    return browser


def subjects(browser: Browser, **query: Any) -> list[str]:
    """Return what was done to what, as the page lists it."""
    answer = browser.http.get(PAGE, params=query)
    assert answer.status_code == 200, answer.text
    rows = re.findall(r"<tr role=\"row\">\n<td.*?</tr>", answer.text, re.DOTALL)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[3] for row in rows]


def exported(browser: Browser, **query: Any) -> list[dict[str, Any]]:
    answer = browser.http.get(f"{PAGE}/export", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-events.ndjson"'
    return [json.loads(line) for line in answer.text.splitlines()]
