"""Every call by every person: whoever may not is refused before anything else is looked at, and nobody else is.

Who may is worked out here, from the permission that the call declares and from what a person is. Calls come with a body
of a kind that none takes, so that whoever is let through hears of that, and nothing changes.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest

from modelstead.domain.permission import Permission, Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.http.endpoint import Open, Place
from modelstead.mlflow_api import endpoints as mlflow
from modelstead.rest_api import endpoints as rest
from modelstead.services import access_tokens, projects, users
from modelstead.store import groups, members
from modelstead.store.transaction import Transaction
from tests.people import API, READ_API
from tests.serving import Running

MISSING = "4242424242"
TABLES = {
    "MLflow": (Place.PROJECT, "/api/v4/projects/{}/ml/mlflow/api/2.0/mlflow/", mlflow.ENDPOINTS + mlflow.WEBHOOKS),
    "MLflow's artifacts": (Place.PROJECT, "/api/v4/projects/{}/ml/mlflow/api/2.0/mlflow-artifacts/", mlflow.ARTIFACTS),
    "projects": (Place.PROJECT, "/api/v4/projects/{}/", rest.PROJECT),
    "groups": (Place.GROUP, "/api/v4/groups/{}/", rest.GROUP),
    "server": (Place.SERVER, "/api/v4/", rest.SERVER),
}

LET_THROUGH, REFUSED, UNKNOWN, NOT_FOUND = "let through", "refused", "unknown", "not found"

_numbers = itertools.count()


@dataclass(frozen=True)
class Person:
    """Somebody with a token, good or not, or without one."""

    token: str | None
    role: Role | None = None
    scopes: frozenset[Scope] = API
    is_admin: bool = False
    is_ended: bool = False


@dataclass(frozen=True)
class World:
    """A group with a project in it, and people with roles in the group, which reach the project."""

    ids: dict[Place, int]
    people: dict[str, Person]


@pytest.mark.parametrize("table", TABLES)
def test_each_call_lets_through_whom_its_permission_says(
    server: Running, table: str, record_property: Callable[[str, object], None]
) -> None:
    place, prefix, calls = TABLES[table]
    world = server.server.database.write_now(_settle, server, f"matrix-{next(_numbers)}")
    cells: Counter[str] = Counter()
    unexpected: list[str] = []
    for call in calls:
        if isinstance(call.permission, Open):
            continue
        below = call.path.replace("{", "").replace("}", "").replace("...", "")
        path = (prefix.format(world.ids.get(place, "")) + below).removesuffix("/")
        missing = _ask(server, world.people["administrator"], call.method, prefix.format(MISSING) + below)
        for name, person in world.people.items():
            answer = _ask(server, person, call.method, path)
            wanted, got = _expected(call.permission, person, place), _outcome(answer, call.permission)
            cells[wanted] += 1
            if wanted != got:
                unexpected.append(f"{name} {call.method} {path}: {got} instead of {wanted}: {answer.text[:200]}")
            if got == NOT_FOUND:
                assert answer.content == missing.content, "what is not visible differs from what is missing"
    found = ", ".join(f"{count} {outcome}" for outcome, count in sorted(cells.items()))
    record_property("matrix", f"{table}: {cells.total()} cells ({found}), {len(unexpected)} unexpected")
    assert unexpected == []


def _settle(tx: Transaction, server: Running, path: str) -> World:
    project = projects.create(tx, f"{path}/project", Visibility.PRIVATE)
    group = groups.by_path(tx, path)
    assert group is not None
    found = {"nobody": Person(None, scopes=READ_API)}

    def person(name: str, role: Role | None, scopes: frozenset[Scope] = API, ending: str = "") -> None:
        user = users.create(tx, f"{name}-{path}", is_admin=name == "administrator")
        if role is not None:
            members.set_group_role(tx, group.id, user.id, role, 0)
        token = access_tokens.create(tx, server.server.secrets, user, name=name, scopes=scopes)
        if ending:
            tx.execute(f"UPDATE access_tokens SET {ending} = 1 WHERE id = ?", (token.id,))
        found[name] = Person(token.secret, role, scopes, user.is_admin, bool(ending))

    for role in Role:
        person(role.label, role)
    person("read-only", Role.OWNER, READ_API)
    person("expired", Role.OWNER, ending="expires_at")
    person("revoked", Role.OWNER, ending="revoked_at")
    person("outsider", None)
    person("administrator", None)
    return World({Place.PROJECT: project.id, Place.GROUP: group.id}, found)


def _ask(server: Running, person: Person, method: str, path: str) -> httpx.Response:
    headers = {"PRIVATE-TOKEN": person.token} if person.token else {}
    content = None if method == "GET" else b"x"
    if content:
        headers["Content-Type"] = "text/plain"
    return server.http.request(method, server.url + path, headers=headers, content=content)


def _expected(permission: Permission, person: Person, place: Place) -> str:
    """Return what a person is to hear: refused for a reason, or let through."""
    if person.token is None and place is Place.SERVER and permission.is_for_everyone and not permission.writes:
        return LET_THROUGH
    if person.token is None or person.is_ended:
        return UNKNOWN
    if place is not Place.SERVER and person.role is None and not person.is_admin:
        return NOT_FOUND
    has_scope = bool(permission.scopes & person.scopes)
    return LET_THROUGH if has_scope and _has_right(permission, person, place) else REFUSED


def _has_right(permission: Permission, person: Person, place: Place) -> bool:
    if person.is_admin:
        return True
    if place is Place.SERVER:
        return not permission.is_for_administrators
    return permission.role is None or (person.role is not None and person.role >= permission.role)


def _outcome(answer: httpx.Response, permission: Permission) -> str:
    assert answer.status_code < 500, answer.text
    text = answer.text
    if answer.status_code == 401:
        return UNKNOWN
    if answer.status_code == 404 and ("Project not found." in text or "Group not found." in text):
        return NOT_FOUND
    if answer.status_code == 403 and (f"You may not {permission.name}" in text or "insufficient_scope" in text):
        return REFUSED
    return LET_THROUGH
