"""The list of a project's experiments: as a tree of their names or in an order, a page at a time."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment_tree import Node, ordered, tree
from modelstead.domain.search.expression import Expression
from modelstead.domain.search.fields import EXPERIMENTS
from modelstead.domain.search.parser import parse_filter
from modelstead.domain.star import Starred
from modelstead.errors import InvalidParameter, InvalidSearch
from modelstead.services.experiment_search import TOO_LONG
from modelstead.store import experiment_overview as rows
from modelstead.store import stars
from modelstead.store.experiment_overview import Light, Stage
from modelstead.store.transaction import Transaction

Sort = Literal["", "name", "-name", "activity", "-activity", "runs", "-runs"]

_LANGUAGE = re.compile(r"[=<>]|\sI?LIKE\s+['\"]|\bIS\s+(?:NOT\s+)?NULL\b|\bIN\s*\(", re.IGNORECASE)
_SMALL_IS_GOOD = re.compile(r"loss|error|rmse|mae|mse|perplexity|seconds|latency", re.IGNORECASE)
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|^[ \t]*>+|[#*`|]+|^-{3,}$|^\s*[-+]\s", re.MULTILINE)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; `best` is "" where the metric's name tells which end of it is good."""

    q: str = ""
    stage: Stage = "active"
    as_tree: bool = True
    sort: Sort = ""
    metric: str = ""
    best: Literal["", "max", "min"] = ""
    shut: frozenset[str] = frozenset()
    page: int = 1

    @property
    def is_tree(self) -> bool:
        """Whether there are folders: only in the order of names."""
        return self.as_tree and self.sort in ("", "name")

    @property
    def is_highest(self) -> bool:
        return self.best == "max" or (not self.best and not _SMALL_IS_GOOD.search(self.metric))


class TagChip(msgspec.Struct, frozen=True):
    """A tag; the value is its beginning where it is cut."""

    key: str
    value: str
    is_cut: bool


class BestRun(msgspec.Struct, frozen=True):
    """The run with the best latest value of a metric."""

    iid: int
    name: str
    value: float


class ExperimentRow(msgspec.Struct, frozen=True):
    """An experiment as the list shows it. Times are milliseconds; `model` is the registered model it belongs to."""

    iid: int
    name: str
    label: str
    depth: int
    runs: int
    running: int
    active_at: int
    deleted_at: int | None
    model: str
    last_run: int | None
    last_user: str
    best: BestRun | None
    tags: list[TagChip]
    more_tags: int
    notes: str
    is_starred: bool


class FolderRow(msgspec.Struct, frozen=True):
    """A folder, with what is in it and below it."""

    path: str
    label: str
    depth: int
    is_shut: bool
    experiments: int
    runs: int
    running: int
    active_at: int


class Fault(msgspec.Struct, frozen=True):
    """Why a filter cannot be read; `at` is the character where that shows."""

    message: str
    at: int | None = None


class ExperimentList(msgspec.Struct, frozen=True):
    """A page of the list: its lines are folders and experiments. `first` is the place of its first row, from 0."""

    lines: list[FolderRow | ExperimentRow]
    first: int
    rows: int
    total_rows: int
    total: int
    counts: dict[Stage, int]
    metrics: list[str]
    is_highest: bool
    folders: list[str] = []  # those at the top, none where there are too many to name in an address
    error: Fault | None = None


def page(tx: Transaction, access: Access, wanted: Wanted) -> ExperimentList:
    """Return a page, in a number of queries that does not depend on how many experiments there are."""
    project_id = access.project.id
    counts = rows.counts(tx, project_id)
    try:
        expression, text = _filter(wanted.q)
    except InvalidParameter as error:
        at = error.at if isinstance(error, InvalidSearch) else None
        return ExperimentList([], 0, 0, 0, 0, counts, [], wanted.is_highest, error=Fault(str(error), at))
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = rows.every(tx, project_id, wanted.stage, expression, text)
    running = rows.running(tx, project_id)
    found = _sorted(found, wanted)
    start = (wanted.page - 1) * limits.EXPERIMENTS_SHOWN
    nodes = list(_nodes(found, wanted))
    chosen, total_rows, count = _page(nodes, wanted.shut, start)
    folders = [node.path for node in nodes if node.path and not node.depth]
    lights = [found[node.first] for node in chosen if not node.path]
    detailed = _Details(tx, access, wanted, lights, running)
    return ExperimentList(
        lines=[
            _folder(node, found, running, wanted.shut) if node.path else detailed.row(node, found[node.first])
            for node in chosen
        ],
        first=start,
        rows=count,
        total_rows=total_rows,
        total=len(found),
        counts=counts,
        metrics=rows.metric_names(tx, [each.id for each in lights], limits.EXPERIMENT_METRICS_OFFERED),
        is_highest=wanted.is_highest,
        folders=folders if len(folders) <= limits.EXPERIMENT_FOLDERS_SHUT else [],
    )


def excerpt(notes: str) -> str:
    """Return the beginning of notes without the marks of Markdown."""
    return " ".join(_MARKS.sub(lambda found: f" {found[1] or ''} ", notes).split())[: limits.EXPERIMENT_EXCERPT_LENGTH]


def _filter(q: str) -> tuple[Expression | None, str]:
    """Return a filter of the search language, or a text that names are to hold."""
    q = q.strip()
    if _LANGUAGE.search(q) or "\0" in q or len(q) > limits.EXPERIMENT_NAME_LENGTH:
        return parse_filter(EXPERIMENTS, q), ""
    return None, q


def _sorted(found: list[Light], wanted: Wanted) -> list[Light]:
    keys: dict[str, Callable[[Light], int]] = {"activity": _active_at, "runs": lambda each: each.runs}
    by = wanted.sort.removeprefix("-") or "name"
    found = sorted(found, key=lambda each: ordered(each.name))
    if by == "name":
        return found[::-1] if wanted.sort == "-name" else found
    return sorted(found, key=keys[by], reverse=wanted.sort.startswith("-"))


def _nodes(found: Sequence[Light], wanted: Wanted) -> Iterator[Node]:
    if wanted.is_tree:
        yield from tree([each.name for each in found], wanted.shut)
    else:
        yield from (Node(each.name, 0, place, place + 1) for place, each in enumerate(found))


def _page(nodes: Sequence[Node], shut: frozenset[str], start: int) -> tuple[list[Node], int, int]:
    """Return the lines of a page, how many rows there are in all, and how many of them are on the page.

    Experiments and shut folders are rows. Open folders are not, and those that go on from the page before stand there
    again.
    """
    chosen: list[Node] = []
    above: list[Node] = []
    told: set[str] = set()
    place = 0
    for node in nodes:
        above = [each for each in above if each.depth < node.depth and each.end > node.first]
        if node.path and node.path not in shut:
            above.append(node)
            continue
        if start <= place < start + limits.EXPERIMENTS_SHOWN:
            chosen += [each for each in above if each.path not in told]
            told.update(each.path for each in above)
            chosen.append(node)
        place += 1
    return chosen, place, max(0, min(place - start, limits.EXPERIMENTS_SHOWN))


def _folder(node: Node, found: Sequence[Light], running: Mapping[int, int], shut: frozenset[str]) -> FolderRow:
    inside = found[node.first : node.end]
    return FolderRow(
        path=node.path,
        label=node.label,
        depth=node.depth,
        is_shut=node.path in shut,
        experiments=len(inside),
        runs=sum(each.runs for each in inside),
        running=sum(running.get(each.id, 0) for each in inside),
        active_at=max(map(_active_at, inside)),
    )


def _active_at(each: Light) -> int:
    return max(each.updated_at, each.started_at or 0)


class _Details:
    """What is read for the experiments of a page alone."""

    def __init__(
        self, tx: Transaction, access: Access, wanted: Wanted, lights: Sequence[Light], running: Mapping[int, int]
    ) -> None:
        ids = [each.id for each in lights]
        self._running = running
        self._newest = rows.newest(tx, ids)
        self._tags = rows.first_tags(tx, ids, limits.EXPERIMENT_CHIPS, limits.EXPERIMENT_CHIP_LENGTH)
        self._notes = rows.notes(tx, ids, 4 * limits.EXPERIMENT_EXCERPT_LENGTH)
        self._starred = stars.among(tx, access.actor.user_id, Starred.EXPERIMENT, ids)
        self._best = rows.best(tx, ids, wanted.metric, highest=wanted.is_highest) if wanted.metric else {}

    def row(self, node: Node, light: Light) -> ExperimentRow:
        total, tags = self._tags.get(light.id, (0, []))
        newest, best = self._newest.get(light.id), self._best.get(light.id)
        return ExperimentRow(
            iid=light.iid,
            name=light.name,
            label=node.label,
            depth=node.depth,
            runs=light.runs,
            running=self._running.get(light.id, 0),
            active_at=_active_at(light),
            deleted_at=light.deleted_at,
            model=light.model or "",
            last_run=newest.iid if newest else None,
            last_user=newest.user if newest else "",
            best=BestRun(*best) if best else None,
            tags=[TagChip(tag.key, tag.value, tag.length > limits.EXPERIMENT_CHIP_LENGTH) for tag in tags],
            more_tags=total - len(tags),
            notes=excerpt(self._notes.get(light.id, "")),
            is_starred=light.id in self._starred,
        )
