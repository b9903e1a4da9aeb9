"""Measure the chosen rows on the chosen targets, interleaved and repeated."""

import http.client
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.api import ApiError
from bench.environments import LOGS
from bench.load import LoadGenerator
from bench.process import StartError
from bench.row import Cell, Outcome, Row
from bench.site import Site
from bench.target import Store, Target
from bench.training import TrainingError

# What a target can do wrong; it costs that target the row, not the others theirs.
FAILURES = (ApiError, StartError, TrainingError, OSError, http.client.HTTPException)


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
    """Run every repetition on fresh stores, row by row, target after target."""
    measured = Measured()
    for repetition in range(1, plan.repetitions + 1):
        with ExitStack() as stack:
            sites = _start_sites(plan, repetition, stack, measured, say)
            for row in plan.rows:
                for target in plan.targets:
                    site = sites.get((target.name, row.store))
                    if site is None:
                        continue
                    cell = Cell(site, generator, plan.client_python, plan.seconds, plan.warm_up)
                    outcome = _measure_cell(row, cell)
                    measured.add(row, target, outcome)
                    say(f"{repetition}/{plan.repetitions} {row.title} · {target.name}: {_brief(row, outcome)}")
    return measured


def _start_sites(
    plan: Plan, repetition: int, stack: ExitStack, measured: Measured, say: Callable[[str], None]
) -> dict[tuple[str, Store], Site]:
    sites = {}
    for store in dict.fromkeys(row.store for row in plan.rows):
        for target in plan.targets:
            if store not in target.stores:
                continue
            say(f"starting {target.name} on {store}")
            try:
                log = LOGS / f"{repetition}-{target.name}-{store}.log"
                site = stack.enter_context(Site(target, store, plan.folder / str(repetition), log))
            except FAILURES as error:
                measured.complaints.append(f"{target.name} on {store}: {error}")
                continue
            sites[target.name, store] = site
            measured.durability[target.name, store] = site.durability()
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
    return ", ".join(filter(None, (numbers, f"ERRORS: {outcome.complaints[0]}" if outcome.complaints else "")))
