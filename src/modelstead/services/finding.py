"""Search everywhere: whatever somebody sees, by the names that people remember of it."""

import re
from collections.abc import Callable, Sequence

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access, Actor, Standing
from modelstead.domain.permission import READ_MEMBERS
from modelstead.domain.search.operators import lower
from modelstead.domain.user import UserState
from modelstead.services import members
from modelstead.store import finding, group_search, hits, home, users
from modelstead.store.finding import Sought
from modelstead.store.group_search import WantedGroups
from modelstead.store.hits import EXPERIMENTS, GROUPS, MODELS, PEOPLE, PROJECTS, RUNS, VERSIONS, Hit
from modelstead.store.home import WantedSeen
from modelstead.store.member_search import WantedMembers
from modelstead.store.run_lines import OfProject
from modelstead.store.transaction import Transaction
from modelstead.store.users import Order, Wanted

KINDS = (PROJECTS, GROUPS, EXPERIMENTS, RUNS, MODELS, VERSIONS, PEOPLE)
HERE = (EXPERIMENTS, RUNS, MODELS, VERSIONS, PEOPLE)
"""What is looked for on the whole server, and in one project."""

TOO_LONG = "The search took too long and was stopped. Look for more of a name."
_WORDS = 8  # beyond, they are no search any more
_ADDRESS = re.compile(r"^(models|runs):/+", re.ASCII)  # as clients write what they load
_RUN_ID = re.compile(r"[0-9a-f]{4,32}", re.ASCII)  # fewer digits would begin many
_NUMBER = re.compile(r"#?([0-9]{1,15})", re.ASCII)

_Rows = Callable[[Transaction, Sought, int], list[int]]
_Hits = Callable[[Transaction, Sequence[int], Sequence[int]], list[Hit]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for. `kind` is "" for a few of each kind; `here` stays in the project that one is in."""

    text: str
    kind: str = ""
    page: int = 1
    here: bool = False
    each: int = limits.FOUND_EACH


class Findings(msgspec.Struct, frozen=True):
    """What was found of a kind: a page of it, and how much there is; `is_more` where counting ended before that."""

    kind: str
    count: int
    is_more: bool
    hits: list[Hit]


def find(tx: Transaction, access: Standing, request: Request) -> list[Findings]:
    """Return what an actor sees of what fits, kind by kind, in a fixed number of queries; nothing for no text."""
    text = normal(request.text)
    if not text:
        return []
    here = access if request.here and isinstance(access, Access) else None
    ids = [here.project.id] if here else home.ids(tx, access.actor, clock.now_ms())
    found = sought(text, ids)
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        return [_of_kind(tx, here or access, found, kind, request) for kind in (HERE if here else KINDS)]


def normal(text: str) -> str:
    """Return a text as it is looked for: A to Z in small letters, single spaces, and of a client's address the name."""
    words = _ADDRESS.sub("", " ".join(lower(text).split()))
    return words.partition("/")[0] if lower(text).lstrip().startswith("runs:/") else words


def sought(text: str, project_ids: Sequence[int]) -> Sought:
    number = _NUMBER.fullmatch(text)
    return Sought(
        text=text,
        words=text.split(" ")[:_WORDS],
        number=int(number[1]) if number else None,
        run_id=text if _RUN_ID.fullmatch(text) else "",
        project_ids=project_ids,
    )


def _of_kind(tx: Transaction, access: Standing, found: Sought, kind: str, request: Request) -> Findings:
    """Look for a kind; where another one is asked for, only count."""
    size = limits.FOUND_PAGE if request.kind == kind else request.each if not request.kind else 0
    start = (request.page - 1) * size if request.kind == kind else 0
    if kind == PROJECTS:
        return _projects(tx, access.actor, found, size, start)
    if kind == GROUPS:
        return _groups(tx, access.actor, found, size, start)
    if kind == PEOPLE:
        if request.here and isinstance(access, Access):
            return _members(tx, access, found, size, start)
        return _people(tx, access.actor, found, size, start)
    rows, lines = _TABLES[kind]
    row_ids = rows(tx, found, limits.FOUND_COUNTED + 1)
    count = min(len(row_ids), limits.FOUND_COUNTED)
    page = row_ids[:count][start : start + size]
    shown = lines(tx, page, found.project_ids) if page else []
    return Findings(kind, count, len(row_ids) > count, shown)


def _runs(tx: Transaction, found: Sought, limit: int) -> list[int]:
    return finding.runs(tx, found, limits.FOUND_RECENT_RUNS, limit)


def _versions(tx: Transaction, found: Sought, limit: int) -> list[int]:
    """Look for `churn@champion` and `churn/3` word by word."""
    words = [word for word in re.split(r"[ @/]+", found.text) if word][:_WORDS]
    return finding.versions(tx, msgspec.structs.replace(found, words=words), limit)


_TABLES: dict[str, tuple[_Rows, _Hits]] = {
    EXPERIMENTS: (finding.experiments, hits.experiments),
    RUNS: (_runs, hits.runs),
    MODELS: (finding.models, hits.models),
    VERSIONS: (_versions, hits.versions),
}


def _projects(tx: Transaction, actor: Actor, found: Sought, size: int, start: int) -> Findings:
    wanted, now = WantedSeen(search=found.text, limit=size, offset=start), clock.now_ms()
    shown = home.projects(tx, actor, wanted, now) if size else []
    lines = [
        Hit(PROJECTS, each.path, OfProject(each.id, each.path, each.name), detail=each.name, at=each.active_at)
        for each in shown
    ]
    return Findings(PROJECTS, home.count(tx, actor, wanted, now), is_more=False, hits=lines)


def _groups(tx: Transaction, actor: Actor, found: Sought, size: int, start: int) -> Findings:
    shown, count = group_search.page(
        tx, actor, WantedGroups(search=found.text, limit=size, offset=start), clock.now_ms()
    )
    lines = [Hit(GROUPS, each.group.path, detail=each.full_name) for each in shown]
    return Findings(GROUPS, count, is_more=False, hits=lines)


def _people(tx: Transaction, actor: Actor, found: Sought, size: int, start: int) -> Findings:
    """Look for people by their names, as the calls about users do: for those who have signed in."""
    if actor.is_anonymous:
        return Findings(PEOPLE, 0, is_more=False, hits=[])
    wanted = Wanted(
        search=found.text.removeprefix("@"),
        with_emails=actor.is_admin,
        state=UserState.ACTIVE,
        is_human=True,
        order=Order.USERNAME,
        descending=False,
        limit=size,
        offset=start,
    )
    shown, count = users.page(tx, wanted)
    return Findings(PEOPLE, count, is_more=False, hits=[Hit(PEOPLE, each.username, detail=each.name) for each in shown])


def _members(tx: Transaction, access: Access, found: Sought, size: int, start: int) -> Findings:
    """Look for people among a project's members, as the calls about members do."""
    if not access.allows(READ_MEMBERS):
        return Findings(PEOPLE, 0, is_more=False, hits=[])
    wanted = WantedMembers(inherited=True, search=found.text.removeprefix("@"), limit=size, offset=start)
    shown, count = members.page(tx, access, wanted)
    lines = [Hit(PEOPLE, each.username, detail=f"{each.name}, {each.role.label}") for each in shown]
    return Findings(PEOPLE, count, is_more=False, hits=lines)
