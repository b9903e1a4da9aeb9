"""Purging: what has been in the trash for long enough goes for good, and with it all that belongs to it.

It goes in short transactions, each of which leaves everything consistent: others write meanwhile, several purges may
run, and what a killed one has left is for the next. Bytes are left to the sweep.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from modelstead import clock
from modelstead.store import purging, trash
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.trash import Noun
from modelstead.store.trash_chosen import Chosen

LISTED = 10_000  # things that are looked up at once
AT_ONCE = 100  # things that go in one transaction, at most
ROWS_AT_ONCE = 10_000  # rows that go in one transaction, about 50 ms on SQLite

# What points to others goes before them.
ORDER = (trash.VERSIONS, trash.MODELS, trash.RUNS, trash.LOGGED_MODELS, trash.EXPERIMENTS)


class Purged(msgspec.Struct):
    """How many things are gone for good, and how many files they had."""

    experiments: int = 0
    runs: int = 0
    logged_models: int = 0
    registered_models: int = 0
    model_versions: int = 0
    files: int = 0

    @property
    def things(self) -> int:
        return self.experiments + self.runs + self.logged_models + self.registered_models + self.model_versions

    def add(self, noun: Noun, things: int, files: int) -> None:
        setattr(self, noun.table, getattr(self, noun.table) + things)
        self.files += files


class Step(NamedTuple):
    """What one transaction has done: things it is done with, those of them that are gone, and files that are gone."""

    done: int
    gone: int
    files: int


def due(tx: Transaction, before: int, project_id: int | None = None, chosen: Chosen | None = None) -> Purged:
    """Return what a purge would remove: of what was put in the trash at a time or earlier, in one project or in all."""
    counted = Purged()
    for noun in ORDER:
        counted.add(noun, *purging.count(tx, noun, before, project_id, chosen))
    return counted


class Purge:
    """One purge of what was put in the trash at a time or earlier. `gone` hears of the things that go.

    `chosen` are the only rows that may go, of a project that is named.
    """

    def __init__(
        self,
        database: Database,
        before: int,
        *,
        project_id: int | None = None,
        chosen: Chosen | None = None,
        gone: Callable[[int], object] = lambda _: None,
    ) -> None:
        if chosen is not None and project_id is None:
            raise ValueError("Rows are chosen in one project, so that nobody reaches those of others.")
        self._database = database
        self._before = before
        self._project_id = project_id
        self._chosen = chosen
        self._gone = gone
        self._purged = Purged()

    async def run(self) -> Purged:
        for noun in ORDER:
            await self._all_of(noun)
        return self._purged

    async def _all_of(self, noun: Noun) -> None:
        after = 0
        while ids := await self._database.read(
            purging.due, noun, self._before, self._project_id, after, LISTED, self._chosen
        ):
            after = ids[-1]
            models: Mapping[int, Sequence[int]] = {}
            if noun is trash.RUNS:
                models = await self._database.read(purging.models_of_runs, ids)
            while ids:
                step = await self._database.write(purge_some, noun, ids[:AT_ONCE], self._before, models)
                ids = ids[step.done :]
                self._purged.add(noun, step.gone, step.files)
                self._gone(step.gone)


def purge_some(
    tx: Transaction,
    noun: Noun,
    ids: Sequence[int],
    before: int,
    models: Mapping[int, Sequence[int]],
    rows: int = ROWS_AT_ONCE,
) -> Step:
    """Remove things, or as much of them as has so many rows; `models` are those that runs have logged metrics for."""
    done = gone = files = 0
    now = clock.now_ms()
    for row_id in ids:
        if purging.claim(tx, noun, row_id, before):
            if row_id in models:
                rows -= purging.strip_models(tx, row_id, models[row_id], rows)
            for part in noun.parts:
                stripped = purging.strip(tx, part, row_id, rows, now) if rows else 0
                rows -= stripped
                files += stripped if part.table == "artifacts" else 0
            if not rows:
                break
            purging.remove(tx, noun, row_id)
            gone += 1
        done += 1
    return Step(done, gone, files)
