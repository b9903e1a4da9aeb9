"""The list of a project's registered models, a page at a time."""

import re
from typing import Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.search.expression import Expression
from modelstead.domain.search.fields import REGISTERED_MODELS
from modelstead.domain.search.parser import parse_filter
from modelstead.errors import InvalidParameter, InvalidSearch
from modelstead.services.experiment_overview import Fault, excerpt
from modelstead.services.registry_search import TOO_LONG
from modelstead.store import registered_model_pages as rows
from modelstead.store.registered_model_pages import Stage
from modelstead.store.transaction import Transaction

Sort = Literal["", "name", "-name", "updated", "-updated", "created", "-created", "versions", "-versions"]

_LANGUAGE = re.compile(r"[=<>]|\sI?LIKE\s+['\"]|\bIS\s+(?:NOT\s+)?NULL\b|\bIN\s*\(", re.IGNORECASE)

_LOOSE = re.compile(r" ([.,;:!?)])")  # what the marks of Markdown have left between a word and its stop


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; without an order the starred come first, then the last changed."""

    q: str = ""
    stage: Stage = "active"
    prompts: bool = False
    sort: Sort = ""
    page: int = 1


class VersionLink(msgspec.Struct, frozen=True):
    """A version by its numbers: that of pages, the sequence number, and the semantic version."""

    iid: int
    number: int
    semantic_version: str


class AliasLink(msgspec.Struct, frozen=True):
    """An alias, and the version that it leads to."""

    alias: str
    version: VersionLink


class ModelLine(msgspec.Struct, frozen=True):
    """A model as the list shows it. Times are milliseconds."""

    iid: int
    name: str
    is_prompt: bool
    excerpt: str
    user: str
    created_at: int
    updated_at: int
    deleted_at: int | None
    versions: int
    latest: VersionLink | None
    aliases: list[AliasLink]
    more_aliases: int
    is_starred: bool


class ModelCounts(msgspec.Struct, frozen=True):
    """How many models, in use and in the trash, and how many prompts a project has."""

    active: int
    deleted: int
    prompts: int


class ModelList(msgspec.Struct, frozen=True):
    """A page of the list; `first` is the place of its first line, from 0."""

    lines: list[ModelLine]
    first: int
    total: int
    counts: ModelCounts
    error: Fault | None = None


def page(tx: Transaction, access: Access, wanted: Wanted) -> ModelList:
    """Return a page, in a number of queries that does not depend on how many models there are."""
    project_id = access.project.id
    counts = ModelCounts(*rows.counts(tx, project_id))
    try:
        expression, text = _filter(wanted.q)
    except InvalidParameter as error:
        at = error.at if isinstance(error, InvalidSearch) else None
        return ModelList([], 0, 0, counts, Fault(str(error), at))
    start = (wanted.page - 1) * limits.MODELS_SHOWN
    matching = rows.matching(tx, project_id, wanted.stage, expression, text, prompts=wanted.prompts)
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        total = rows.count(tx, matching)
        ids = rows.ids(tx, matching, wanted.sort, access.actor.user_id, limit=limits.MODELS_SHOWN, start=start)
    found = rows.models(tx, ids, access.actor.user_id, 4 * limits.MODEL_EXCERPT_LENGTH)
    latest, aliases = rows.latest(tx, ids), rows.aliases(tx, ids, limits.MODEL_ALIASES_SHOWN)
    lines = []
    for row in found:
        number, names = aliases.get(row.id, (0, []))
        newest = latest.get(row.id)
        line = ModelLine(
            iid=row.iid,
            name=row.name,
            is_prompt=row.is_prompt,
            excerpt=first_line(row.description),
            user=row.user or "",
            created_at=row.created_at,
            updated_at=row.updated_at,
            deleted_at=row.deleted_at,
            versions=row.versions,
            latest=VersionLink(*newest) if newest else None,
            aliases=[AliasLink(each.alias, VersionLink(*each[1:])) for each in names],
            more_aliases=number - len(names),
            is_starred=row.is_starred,
        )
        lines.append(line)
    return ModelList(lines, start, total, counts)


def first_line(card: str) -> str:
    """Return what a card says first as plain text: of its lines the first that is no heading, or the first."""
    said = [line for line in card.splitlines() if excerpt(line)]
    chosen = next((line for line in said if not line.lstrip().startswith("#")), said[0] if said else "")
    return _LOOSE.sub(r"\1", excerpt(chosen))[: limits.MODEL_EXCERPT_LENGTH]


def _filter(q: str) -> tuple[Expression | None, str]:
    """Return a filter of the search language, or a text that names are to hold."""
    q = q.strip()
    if _LANGUAGE.search(q) or "\0" in q or len(q) > limits.REGISTERED_MODEL_NAME_LENGTH:
        return parse_filter(REGISTERED_MODELS, q), ""
    return None, q
