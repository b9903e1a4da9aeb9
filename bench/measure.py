"""Measure the chosen rows on the chosen targets, interleaved and repeated."""

import http.client
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.api import ApiError
from bench.environments import LOGS
from bench.load import LoadGenerator
from bench.process import StartError
from bench.row import Cell, Outcome, Row
from bench.seeds.data import Seeded, seeded_models, seeded_runs
from bench.site import Site
from bench.target import Place, Store, Target
from bench.training import TrainingError

# What a target can do wrong; it costs that target the row, not the others theirs.
FAILURES = (ApiError, StartError, TrainingError, OSError, http.client.HTTPException, sqlite3.Error)


@dataclass(frozen=True, slots=True)
class Plan:
    """Say what to measure and how long."""

    rows: Sequence[Row]
    targets: Sequence[Target]
    repetitions: int
    seconds: float
    warm_up: float
    folder: Path
    client_python: Path


@dataclass(slots=True)
class Measured:
    """Collect the outcomes of each row and target, and how durable each target's writes are."""

    outcomes: dict[tuple[str, str], list[Outcome]] = field(default_factory=dict)
    durability: dict[tuple[str, Store], str] = field(default_factory=dict)
    # A row of its own: a target that did not even start has no row to complain in.
    complaints: list[str] = field(default_factory=list)

    def add(self, row: Row, target: Target, outcome: Outcome) -> None:
        """Keep the outcome of one repetition."""
        self.outcomes.setdefault((row.title, target.name), []).append(outcome)
        self.complaints += [f"{row.title}, {target.name}: {complaint}" for complaint in outcome.complaints]


def measure(plan: Plan, generator: LoadGenerator, say: Callable[[str], None]) -> Measured:
    """Run every repetition on fresh stores: place by place, row by row, target after target."""
    measured = Measured()
    for repetition in range(1, plan.repetitions + 1):
        for place in dict.fromkeys(row.place for row in plan.rows):
            with ExitStack() as stack:
                sites = _start_sites(plan, place, repetition, stack, measured, say)
                for row in plan.rows:
                    if row.place != place:
                        continue
                    for site in sites:
                        cell = Cell(site, generator, plan.client_python, plan.seconds, plan.warm_up)
                        outcome = _measure_cell(row, cell)
                        measured.add(row, site.target, outcome)
                        where = f"{repetition}/{plan.repetitions} {row.title} · {site.target.name}"
                        say(f"{where}: {_brief(row, outcome)}")
    return measured


def _start_sites(
    plan: Plan, place: Place, repetition: int, stack: ExitStack, measured: Measured, say: Callable[[str], None]
) -> list[Site]:
    sites = []
    runs = seeded_runs(place.runs)
    seeded = Seeded(runs, seeded_models(place.models, runs))
    for target in plan.targets:
        if not target.offers(place):
            continue
        say(f"starting {target.name} on {place}")
        try:
            log = LOGS / f"{repetition}-{target.name}-{place}.log"
            site = stack.enter_context(Site(target, place, seeded, plan.folder / str(repetition), log))
        except FAILURES as error:
            measured.complaints.append(f"{target.name} on {place}: {error}")
            continue
        sites.append(site)
        measured.durability[target.name, place.store] = site.durability()
    return sites


def _measure_cell(row: Row, cell: Cell) -> Outcome:
    # What the target before left to the disk is not this one's to pay.
    os.sync()
    try:
        return row.measure(cell)
    except FAILURES as error:
        return Outcome((), (f"{type(error).__name__}: {error}",))


def _brief(row: Row, outcome: Outcome) -> str:
    numbers = ", ".join(
        f"{number:,.1f} {figure.unit}" for number, figure in zip(outcome.numbers, row.figures, strict=False)
    )
    silent = "" if numbers else ", ".join(outcome.remarks)
    return ", ".join(filter(None, (numbers, silent, f"ERRORS: {outcome.complaints[0]}" if outcome.complaints else "")))
