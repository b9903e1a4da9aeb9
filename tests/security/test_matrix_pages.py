"""Every page of a project by every person: whoever may not is sent to sign in, finds nothing or is refused.

Who may is worked out here, from the permission that the page declares and from what a person is. Forms come with a good
token and nothing else in them, so that whoever is let through hears of that.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import msgspec
import pytest

from modelstead.domain.permission import Permission
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.http.endpoint import Endpoint
from modelstead.services import projects
from modelstead.web.application import WebPages
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

SIGN_IN, NOT_FOUND, REFUSED, LET_THROUGH = "sign in", "not found", "refused", "let through"
MISSING = "nobody-here/nothing"

_numbers = itertools.count()


@dataclass(frozen=True)
class Visitor:
    """Somebody before a browser; `name` is "" for who has not signed in."""

    browser: Browser
    role: Role | None = None
    is_stranger: bool = False
    is_admin: bool = False


def pages(site: Running) -> tuple[Endpoint, ...]:
    return next(each for each in site.server.applications if isinstance(each, WebPages)).of_projects


@pytest.mark.parametrize("visibility", Visibility)
def test_each_page_lets_through_whom_its_permission_says(
    site: Running, visibility: Visibility, record_property: Callable[[str, object], None]
) -> None:
    project, visitors = _settle(site, visibility)
    tokens = {name: "" if visitor.is_stranger else visitor.browser.form_token() for name, visitor in visitors.items()}
    cells: Counter[str] = Counter()
    unexpected: list[str] = []
    for page in pages(site):
        assert isinstance(page.permission, Permission), f"{page.path} is open, though it is a project's"
        for name, visitor in visitors.items():
            answer = _ask(visitor, page, project.path, tokens[name])
            wanted, got = _expected(page, visitor, visibility), _outcome(answer)
            cells[wanted] += 1
            if wanted != got:
                unexpected.append(f"{name} {page.method} {page.path}: {got} instead of {wanted}: {answer.status_code}")
            if got == NOT_FOUND:
                missing = _ask(visitor, page, MISSING, tokens[name])
                assert _plain(answer) == _plain(missing), "what is not visible differs from what is missing"
    found = ", ".join(f"{count} {outcome}" for outcome, count in sorted(cells.items()))
    record_property(
        "matrix", f"pages, {visibility.value}: {cells.total()} cells ({found}), {len(unexpected)} unexpected"
    )
    assert unexpected == []


def test_no_form_is_taken_without_its_token(site: Running) -> None:
    project, visitors = _settle(site, Visibility.PUBLIC)
    foreign = visitors["maintainer"].browser.form_token()
    forms = [page for page in pages(site) if page.method == "POST"]
    assert forms
    for page, token in itertools.product(forms, ("", "wrong", foreign)):
        answer = _ask(visitors["owner"], page, project.path, token, **_complete(page))
        assert answer.status_code == 403, (page.path, answer.text[:300])
        assert "This page is from another session." in answer.text


def test_nothing_in_an_archived_project_changes(site: Running) -> None:
    project, visitors = _settle(site, Visibility.PRIVATE)
    owner = visitors["owner"].browser
    site.server.database.write_now(
        lambda tx: tx.execute("UPDATE projects SET archived_at = 1 WHERE id = ?", (project.id,))
    )
    site.server.database.write_now(lambda tx: tx.announce("access"))
    token = owner.form_token()
    for page in pages(site):
        assert isinstance(page.permission, Permission)
        if page.permission.writes and not page.permission.is_for_archived:
            answer = _ask(visitors["owner"], page, project.path, token)
            assert (answer.status_code, "The project is archived" in answer.text) == (403, True), page.path


def _settle(site: Running, visibility: Visibility) -> tuple[Project, dict[str, Visitor]]:
    path = f"pages-{next(_numbers)}-{visibility.value}/project"
    project = site.server.database.write_now(projects.create, path, visibility)
    found = {"nobody": Visitor(browser_of(site), is_stranger=True)}

    def visitor(name: str, role: Role | None = None, *, is_admin: bool = False) -> None:
        user, browser = person(site, is_admin=is_admin), browser_of(site)
        if role is not None:
            site.server.database.write_now(projects.set_member, project, user, role)
        assert browser.sign_in(user.username).status_code == 303
        found[name] = Visitor(browser, role, is_admin=is_admin)

    for role in Role:
        visitor(role.label, role)
    visitor("outsider")
    visitor("administrator", is_admin=True)
    return project, found


def _ask(visitor: Visitor, page: Endpoint, project: str, token: str, **form: str) -> httpx.Response:
    parts = {"iid": "4242", "run_id": "0" * 32, "path": "no/file", "kind": "csv"}
    path = page.path.replace("...}", "}").format_map(_Parts(parts))
    address = f"/{project}" if path == "/" else f"/{project}{path}"
    if page.method == "GET":
        return visitor.browser.get(address)
    return visitor.browser.post(address, form_token=token, **form)


def _complete(page: Endpoint) -> dict[str, str]:
    """Return something for each field that a form has to have."""
    fields = [field for field in msgspec.structs.fields(page.request) if field.required]
    return {field.encode_name: "1" for field in fields if f"{{{field.name}}}" not in page.path}


class _Parts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "x"


def _expected(page: Endpoint, visitor: Visitor, visibility: Visibility) -> str:
    """Return what a visitor is to meet."""
    assert isinstance(page.permission, Permission)
    permission = page.permission
    sees = (
        visitor.is_admin
        or visitor.role is not None
        or visibility is Visibility.PUBLIC
        or (visibility is Visibility.INTERNAL and not visitor.is_stranger)
    )
    if visitor.is_stranger:
        reads = sees and permission.role is Role.GUEST and not permission.writes
        return LET_THROUGH if reads else SIGN_IN
    if not sees:
        return NOT_FOUND
    if visitor.is_admin or permission.role is None:
        return LET_THROUGH
    if visitor.role is not None and visitor.role >= permission.role:
        return LET_THROUGH
    return LET_THROUGH if permission.role is Role.GUEST and not permission.writes else REFUSED


def _outcome(answer: httpx.Response) -> str:
    assert answer.status_code < 500, answer.text
    if answer.status_code == 303 and answer.headers["location"].startswith("/-/sign-in"):
        return SIGN_IN
    if answer.status_code == 404 and "Project not found." in answer.text:
        return NOT_FOUND
    if answer.status_code == 403 and "You may not" in answer.text:
        return REFUSED
    return LET_THROUGH


def _plain(answer: httpx.Response) -> str:
    return answer.text.replace(answer.headers["x-request-id"], "")
