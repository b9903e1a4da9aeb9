"""Make groups and projects through the REST API, under names that nobody has."""

import itertools
from typing import Any

from tests.rest_api.accounts import Api, made
from tests.rest_api.calling import good

_numbers = itertools.count()


def name(word: str = "place") -> str:
    return f"{word}-{next(_numbers)}"


def group(api: Api, **fields: Any) -> dict[str, Any]:
    """Create a group at the top, or below `parent_id`."""
    path = name("rest-group")
    found: dict[str, Any] = made(api.post("groups", **({"name": path, "path": path} | fields)))
    return found


def project(api: Api, **fields: Any) -> dict[str, Any]:
    """Create a project in the user's own group, or in that of `namespace_id`."""
    found: dict[str, Any] = made(api.post("projects", **({"name": name("rest-project")} | fields)))
    return found


def every(api: Api, call: str, **query: Any) -> list[dict[str, Any]]:
    """Return the rows of all pages of a list: other tests have groups and projects on the same server."""
    rows: list[dict[str, Any]] = []
    page = "1"
    while page:
        answer = api.get(call, **query, per_page=100, page=page)
        rows += good(answer)
        page = answer.headers["x-next-page"]
    return rows


def paths(rows: list[dict[str, Any]]) -> list[str]:
    return [row.get("path_with_namespace") or row["full_path"] for row in rows]


def join(owner: Api, noun: str, number: int, user: Api, level: int, **fields: Any) -> None:
    """Make a user a member of projects/:number or groups/:number."""
    made(owner.post(f"{noun}/{number}/members", user_id=user.id, access_level=level, **fields))
