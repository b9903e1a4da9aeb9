"""Things that search, stars and the palette show: each with its address and its icon."""

from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from modelstead.domain.namespace import Namespace
from modelstead.domain.project import Project
from modelstead.http.visit import Visit
from modelstead.services.model_listing import first_line
from modelstead.store import hits
from modelstead.store.hits import Hit
from modelstead.web import urls

TITLES = {
    "pages": "Pages",
    hits.PROJECTS: "Projects",
    hits.GROUPS: "Groups",
    hits.EXPERIMENTS: "Experiments",
    hits.RUNS: "Runs",
    hits.MODELS: "Models",
    hits.VERSIONS: "Versions",
    hits.PEOPLE: "People",
}
_ICONS = {
    hits.PROJECTS: "project",
    hits.GROUPS: "group",
    hits.EXPERIMENTS: "experiment",
    hits.RUNS: "run",
    hits.MODELS: "model",
    hits.VERSIONS: "tag",
    hits.PEOPLE: "user",
}


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """A thing as pages show it; `address` is "" for a person, who has no page. `at` is in milliseconds.

    `star` is where the form goes that takes its star away, with `star_field`; "" where it has none.
    """

    kind: str
    name: str
    icon: str
    address: str = ""
    detail: str = ""
    project: str = ""
    status: str = ""
    at: int | None = None
    star: str = ""
    star_field: str = ""


def found(visit: Visit, lines: Iterable[Hit]) -> list[Found]:
    return [_found(visit, each) for each in lines]


def _found(visit: Visit, hit: Hit) -> Found:
    is_place = hit.kind in {hits.PROJECTS, hits.GROUPS}
    detail = first_line(hit.detail) if hit.kind == hits.MODELS else hit.detail
    detail = "" if detail.lower() == hit.name.lower() else detail
    return Found(
        hit.kind,
        hit.name,
        hit.status or _ICONS[hit.kind],
        _address(visit, hit),
        detail,
        "" if is_place or hit.project is None else hit.project.path,
        hit.status,
        hit.at,
    )


def _address(visit: Visit, hit: Hit) -> str:
    if hit.kind == hits.GROUPS:
        return urls.group(Namespace(0, None, hit.name, hit.name))
    if hit.project is None:
        return urls.query(urls.admin("users"), q=hit.name) if visit.actor.is_admin else ""
    place = cast("Project", hit.project)  # of which addresses take the path
    make: Callable[[], str] = {
        hits.PROJECTS: lambda: urls.project(place),
        hits.EXPERIMENTS: lambda: urls.experiment(place, hit.iid),
        hits.RUNS: lambda: urls.run(place, hit.iid),
        hits.MODELS: lambda: urls.model(place, hit.iid),
        hits.VERSIONS: lambda: urls.version(place, hit.of_iid, hit.iid),
    }[hit.kind]
    return make()
