"""Search everywhere, and what the command palette offers while somebody types."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import finding, starred
from modelstead.services.finding import Findings
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.commands import Command, commands, matching
from modelstead.web.dialect import see_other, show
from modelstead.web.found import TITLES, Found, found
from modelstead.web.view_state import ViewState

Text = Annotated[str, msgspec.Meta(max_length=limits.SEARCH_TEXT_LENGTH)]
Kind = Literal["", "pages", "projects", "groups", "experiments", "runs", "models", "versions", "people"]


class SearchState(ViewState, frozen=True, kw_only=True):
    """What is looked for; `kind` is "" for some of each, `everywhere` leaves the project that one is in."""

    q: Text = ""
    kind: Kind = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=limits.FOUND_COUNTED // limits.FOUND_PAGE)] = 1
    everywhere: bool = False


class FoundOfKind(msgspec.Struct, frozen=True):
    """What was found of a kind; `is_more` where there is more than the count."""

    kind: str
    title: str
    count: int
    is_more: bool
    hits: list[Found]


class SearchView(msgspec.Struct, frozen=True):
    """What the page shows. `address` is the page's own, without its query."""

    state: SearchState
    address: str
    is_here: bool
    kinds: list[FoundOfKind]
    recent_runs: int = limits.FOUND_RECENT_RUNS

    @property
    def total(self) -> int:
        return sum(each.count for each in self.kinds)

    @property
    def is_more(self) -> bool:
        return any(each.is_more for each in self.kinds)

    @property
    def chosen(self) -> FoundOfKind | None:
        """The kind that the page shows alone."""
        return next((each for each in self.kinds if each.kind == self.state.kind), None)

    @property
    def first(self) -> int:
        return (self.state.page - 1) * limits.FOUND_PAGE + 1

    def to(self, **changes: object) -> str:
        """Return the address of another state of this page."""
        return self.address + self.state.query(**changes)


class Suggest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has typed so far; "" asks for what there is without."""

    q: Text = ""


class SuggestionsView(msgspec.Struct, frozen=True):
    """What the palette offers: commands before anything is typed, and things."""

    commands: list[Command]
    starred: list[Found]
    hits: list[Found]


class FindingPages:
    """Shows them, on the server as in a project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, visit: Visit, request: SearchState) -> Answer:
        project = visit.access.project if isinstance(visit.access, Access) else None
        is_here = project is not None and not request.everywhere
        kind = "" if request.kind == "pages" else request.kind
        wanted = finding.Request(text=request.q, kind=kind, page=request.page, here=is_here)
        kinds = [_shown(visit, each) for each in await self._database.read(finding.find, visit.access, wanted)]
        view = SearchView(request, urls.search(project), is_here, [*kinds, _pages(visit, request)])
        return show(visit, "search.html", view)

    async def suggest(self, visit: Visit, request: Suggest) -> Answer:
        """Offer things to scripts; send people to the search."""
        project = visit.access.project if isinstance(visit.access, Access) else None
        if not visit.wants_json:
            return see_other(urls.search(project, request.q))
        if not request.q.strip():
            stars = await self._database.read(starred.of, visit.access, limits.STARRED_AT_START)
            view = SuggestionsView(commands(visit), found(visit, [hit for each in stars for hit in each.hits]), [])
        else:
            wanted = finding.Request(text=request.q, each=limits.SUGGESTIONS_EACH)
            kinds = await self._database.read(finding.find, visit.access, wanted)
            lines = found(visit, [hit for each in kinds for hit in each.hits])
            view = SuggestionsView([], [], [each for each in lines if each.address])
        return show(visit, "search.html", view)


def _shown(visit: Visit, findings: Findings) -> FoundOfKind:
    title, hits = TITLES[findings.kind], found(visit, findings.hits)
    return FoundOfKind(findings.kind, title, findings.count, findings.is_more, hits)


def _pages(visit: Visit, request: SearchState) -> FoundOfKind:
    """Look for pages among the commands; there are few enough to show them all at once."""
    pages = [Found("pages", each.label, each.icon, each.address) for each in matching(commands(visit), request.q)]
    shown = pages if request.kind == "pages" else pages[: 0 if request.kind else limits.FOUND_EACH]
    return FoundOfKind("pages", TITLES["pages"], len(pages), is_more=False, hits=shown)
