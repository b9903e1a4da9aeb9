"""A project's trash as people see it: what is there, since when, how large, until when; and the way out of it."""

from collections.abc import Iterable, Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.permission import WRITE_EXPERIMENTS, WRITE_MODELS
from modelstead.domain.trashed import Kind, Reference, reference_text
from modelstead.errors import NotFound, PermissionDenied
from modelstead.services import experiments, logged_models, model_versions, registered_models, runs
from modelstead.store import projects, trash_bytes, trash_listing
from modelstead.store import registered_models as model_rows
from modelstead.store.transaction import Transaction
from modelstead.store.trash_bytes import Freed, Inside
from modelstead.store.trash_listing import Details, Listed

DAY_MS = 86_400_000
_DELETED = (Action.DELETE_MODEL.value, Action.DELETE_VERSION.value)
_NOTED = frozenset({Kind.MODEL, Kind.VERSION})  # whose deletion is in the audit log
_NOTHING = Inside(0, 0, 0)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the trash is wanted; `kind` None is all of it."""

    q: str = ""
    kind: Kind | None = None
    oldest: bool = False
    page: int = 1

    @property
    def offset(self) -> int:
        return (self.page - 1) * limits.TRASH_SHOWN


class TrashLine(msgspec.Struct, frozen=True, kw_only=True):
    """A thing in the trash. `inside` says what it is in, `by` who put it there, "" where that is not known.

    `bytes` are those of its files, the least where `is_least`; `held` is how many runs or versions are in it.
    `purged_at` is when it goes by itself.
    """

    reference: str
    kind: Kind
    name: str
    inside: str
    deleted_at: int
    by: str = ""
    held: int = 0
    files: int = 0
    bytes: int = 0
    is_least: bool = False
    purged_at: int | None = None


class TrashList(msgspec.Struct, frozen=True):
    """A page of the trash, how many things of each kind it has, and what would be free without all of it."""

    lines: list[TrashLine]
    counts: dict[Kind, int]
    retention_days: int | None
    freed: Freed


def page(tx: Transaction, access: Access, wanted: Wanted) -> TrashList:
    """Return a page of the trash, in a number of queries that does not depend on its length."""
    project_id, text = access.project.id, wanted.q.strip()
    too_long = "Looking through the trash takes too long. Search for less, or try again later."
    with tx.time_limit(limits.SEARCH_SECONDS, too_long):
        kinds = tuple(Kind) if wanted.kind is None else (wanted.kind,)
        found = trash_listing.page(tx, project_id, kinds, text, limits.TRASH_SHOWN, wanted.offset, oldest=wanted.oldest)
        days = projects.retention(tx, project_id)
        return TrashList(
            lines(tx, access, found, days),
            trash_listing.counts(tx, project_id, text),
            days,
            trash_bytes.of_project(tx, project_id, limits.TRASH_MEASURED),
        )


def lines(tx: Transaction, access: Access, found: Sequence[Listed], days: int | None = None) -> list[TrashLine]:
    """Return things with what pages say of them."""
    references = [Reference(each.kind, each.id) for each in found]
    details = trash_listing.details(tx, found)
    inside = trash_bytes.of_things(tx, references, limits.TRASH_INSIDE)
    people = _people(tx, access, [(each, details[it].name) for each, it in zip(found, references, strict=True)])
    return [
        _line(each, details[it], inside.get(it, _NOTHING), people.get(it, ""), days)
        for each, it in zip(found, references, strict=True)
    ]


def restore(tx: Transaction, access: Access, things: Sequence[Reference]) -> list[tuple[Kind, int]]:
    """Take things out of the trash, all or none, by the calls that take out each; return how many of each kind."""
    found = trash_listing.still_there(tx, access.project.id, things)
    missing = len(things) - len(found)
    if missing:
        raise NotFound(
            f"Nothing was restored: {missing:,} of these are not in the trash any more. Load the page again."
        )
    details = trash_listing.details(tx, found)
    for each in sorted(found, key=lambda one: _FIRST.index(one.kind)):
        _check(access, each.kind)
        _restore(tx, access, each.kind, details[Reference(each.kind, each.id)])
    return [(kind, sum(each.kind is kind for each in found)) for kind in Kind]


# What holds others comes first.
_FIRST = (Kind.EXPERIMENT, Kind.MODEL, Kind.VERSION, Kind.RUN, Kind.LOGGED_MODEL)


def _check(access: Access, kind: Kind) -> None:
    permission = WRITE_MODELS if kind in _NOTED else WRITE_EXPERIMENTS
    if not access.allows(permission):
        raise PermissionDenied(f"You may not {permission.name}: {permission.taken_by}.")


def _restore(tx: Transaction, access: Access, kind: Kind, thing: Details) -> None:
    if kind is Kind.RUN:
        runs.restore(tx, access, thing.key)
    elif kind is Kind.EXPERIMENT:
        experiments.restore(tx, access, str(thing.iid))
    elif kind is Kind.LOGGED_MODEL:
        logged_models.restore(tx, access, thing.key)
    elif kind is Kind.VERSION:
        model_versions.restore(tx, access, thing.inside, int(thing.key))
    else:
        assert thing.iid is not None
        model = model_rows.by_iid(tx, access.project.id, thing.iid)
        assert model is not None
        registered_models.restore_this(tx, access, model)


def _people(tx: Transaction, access: Access, named: Iterable[tuple[Listed, str]]) -> dict[Reference, str]:
    """Return who put models and versions in the trash: the audit log has it, noted just after that."""
    noted = [(each, name) for each, name in named if each.kind in _NOTED]
    if not noted:
        return {}
    events = trash_listing.deleted_by(tx, access.project.id, _DELETED, {name for _, name in noted})
    found: dict[Reference, str] = {}
    for each, name in noted:
        who = next((user for subject, at, user in events if subject == name and at >= each.deleted_at), "")
        found[Reference(each.kind, each.id)] = who
    return found


def _line(each: Listed, details: Details, inside: Inside, by: str, days: int | None) -> TrashLine:
    return TrashLine(
        reference=reference_text(each.kind, each.id),
        kind=each.kind,
        name=details.name,
        inside=details.inside,
        deleted_at=each.deleted_at,
        by=by,
        held=inside.owners,
        files=inside.files,
        bytes=inside.bytes,
        is_least=inside.owners >= limits.TRASH_INSIDE,
        purged_at=None if days is None else each.deleted_at + days * DAY_MS,
    )
