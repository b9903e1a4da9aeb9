"""Everybody before every page of a project or a group: who they are, what they are to meet, what they met."""

import itertools
from collections import Counter
from dataclasses import dataclass, field

import httpx
import msgspec

from modelstead.domain.permission import Permission
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.http.endpoint import Endpoint, Place
from modelstead.services import groups as group_services
from modelstead.services import projects
from modelstead.store import members
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.application import WebPages
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

LET_THROUGH, REFUSED, NOT_FOUND, SIGN_IN = "let through", "refused", "not found", "sign in"
OUTCOMES = (LET_THROUGH, REFUSED, NOT_FOUND, SIGN_IN)
MISSING = "nobody-here/nothing"

_numbers = itertools.count()


@dataclass(frozen=True)
class Visitor:
    """Somebody before a browser."""

    browser: Browser
    role: Role | None = None
    is_stranger: bool = False
    is_admin: bool = False


@dataclass(frozen=True)
class World:
    """A project or group that has the pages, at an address, and everybody who may come; tokens are those of forms."""

    place: Place
    project: Project
    visibility: Visibility
    visitors: dict[str, Visitor]
    tokens: dict[str, str]

    @property
    def address(self) -> str:
        return self.at(self.project.path)

    @property
    def missing(self) -> str:
        """Where a place of the same kind would be, and is none."""
        return self.at(MISSING)

    def at(self, path: str) -> str:
        return f"/{path}" if self.place is Place.PROJECT else f"{urls.GROUPS}/{path.partition('/')[0]}"


@dataclass
class Table:
    """How often each visitor met what."""

    title: str
    cells: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, name: str, outcome: str) -> None:
        self.cells.setdefault(name, Counter())[outcome] += 1

    def text(self, unexpected: int) -> str:
        pages = next(iter(self.cells.values())).total()
        lines = [f"{self.title}: {pages} pages and forms, {unexpected} unexpected answers"]
        lines.append("  " + " " * 14 + "".join(f"{outcome:>13}" for outcome in OUTCOMES))
        for name, met in self.cells.items():
            lines.append(f"  {name:<14}" + "".join(f"{met[outcome] or '-':>13}" for outcome in OUTCOMES))
        return "\n".join(lines)


def pages(site: Running, place: Place = Place.PROJECT) -> tuple[Endpoint, ...]:
    web = next(each for each in site.server.applications if isinstance(each, WebPages))
    return web.of_projects if place is Place.PROJECT else web.of_groups


def settle(site: Running, visibility: Visibility, place: Place = Place.PROJECT) -> World:
    """Make a place of that visibility, and a visitor of each kind, with a role there or without one."""
    path = f"pages-{next(_numbers)}-{visibility.value}/project"
    project = site.server.database.write_now(projects.create, path, visibility)
    found: dict[str, Visitor] = {}

    def visitor(name: str, role: Role | None = None, *, is_admin: bool = False) -> None:
        user, browser = person(site, is_admin=is_admin), browser_of(site)
        if role is not None:
            site.server.database.write_now(_join, project, place, user.id, role)
        assert browser.sign_in(user.username).status_code == 303
        found[name] = Visitor(browser, role, is_admin=is_admin)

    visitor("administrator", is_admin=True)
    for role in sorted(Role, reverse=True):
        visitor(role.label, role)
    visitor("outsider")
    found["anonymous"] = Visitor(browser_of(site), is_stranger=True)
    tokens = {name: "" if each.is_stranger else each.browser.form_token() for name, each in found.items()}
    return World(place, project, visibility, found, tokens)


def ask(visitor: Visitor, page: Endpoint, address: str, token: str, **form: str) -> httpx.Response:
    parts = {"iid": "4242", "run_id": "0" * 32, "path": "no/file", "kind": "csv"}
    path = page.path.replace("...}", "}").format_map(_Parts(parts))
    address = address if path == "/" else address + path
    if page.method == "GET":
        return visitor.browser.get(address)
    return visitor.browser.post(address, form_token=token, **form)


def complete(page: Endpoint) -> dict[str, str]:
    """Return something for each field that a form has to have."""
    fields = [field for field in msgspec.structs.fields(page.request) if field.required]
    return {field.encode_name: "1" for field in fields if f"{{{field.name}}}" not in page.path}


def expected(page: Endpoint, visitor: Visitor, visibility: Visibility) -> str:
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


def outcome(answer: httpx.Response) -> str:
    assert answer.status_code < 500, answer.text
    if answer.status_code == 303 and answer.headers["location"].startswith("/-/sign-in"):
        return SIGN_IN
    if answer.status_code == 404 and any(f"{noun} not found." in answer.text for noun in ("Project", "Group")):
        return NOT_FOUND
    if answer.status_code == 403 and "You may not" in answer.text:
        return REFUSED
    return LET_THROUGH


def plain(answer: httpx.Response) -> str:
    """Return a page without its request's id."""
    return answer.text.replace(answer.headers["x-request-id"], "")


class _Parts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "4242"  # a number where one is wanted, and a name where one is


def _join(tx: Transaction, project: Project, place: Place, user_id: int, role: Role) -> None:
    if place is Place.PROJECT:
        members.set_project_role(tx, project.id, user_id, role, 0)
    else:
        members.set_group_role(tx, group_services.get(tx, project.path.partition("/")[0]).id, user_id, role, 0)
    tx.announce("access")
