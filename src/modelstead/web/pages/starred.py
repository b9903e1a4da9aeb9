"""What somebody has starred, and the number of runs that go on, which the bar of every page shows."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Visit
from modelstead.services import starred
from modelstead.store import hits
from modelstead.store.database import Database
from modelstead.store.hits import Hit
from modelstead.web import urls
from modelstead.web.dialect import see_other, show
from modelstead.web.found import TITLES, Found, found


class StarredKind(msgspec.Struct, frozen=True):
    """The things of a kind."""

    kind: str
    title: str
    things: list[Found]


class StarredView(msgspec.Struct, frozen=True):
    """What the page shows."""

    kinds: list[StarredKind]


class RunningView(msgspec.Struct, frozen=True):
    """How many runs go on in one's projects."""

    running: int


class StarredPages:
    """Shows them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        kinds = await self._database.read(starred.of, visit.access)
        shown = [StarredKind(each.kind, TITLES[each.kind], _things(visit, each.hits)) for each in kinds if each.hits]
        return show(visit, "starred.html", StarredView(shown))

    async def running(self, visit: Visit, _: Nothing) -> Answer:
        """Tell scripts the number; send people to the list."""
        if not visit.wants_json:
            return see_other(f"{urls.HOME}#running")
        return show(visit, "home.html", RunningView(await self._database.read(starred.running, visit.access)))


def _things(visit: Visit, lines: list[Hit]) -> list[Found]:
    return [_with_form(each) for each in found(visit, lines)]


def _with_form(thing: Found) -> Found:
    """Return a thing with the form that takes its star away, which projects have in other words."""
    if thing.kind == hits.PROJECTS:
        return msgspec.structs.replace(thing, star=f"{thing.address}/-/star", star_field="starred")
    dash = "" if thing.kind == hits.EXPERIMENTS else "/-"
    return msgspec.structs.replace(thing, star=f"{thing.address}{dash}/star", star_field="on")
