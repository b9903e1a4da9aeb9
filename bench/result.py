"""The medians, ratios and goals of a finished measurement, ready to be printed or written as JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.ceilings import Ceiling
from bench.machine import Machine
from bench.measure import Measured, Plan
from bench.row import Figure
from bench.targets import OURS


@dataclass(frozen=True, slots=True)
class TargetResult:
    """Name a target, its version and, by store, how durable its acknowledged writes are."""

    name: str
    version: str
    durability: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one figure of one row: each target's repetitions and median; a ratio above 1 means that ours is better."""

    row: str
    family: str
    unit: str
    better: str
    repetitions: Mapping[str, Sequence[float]]
    medians: Mapping[str, float]
    ratios: Mapping[str, float]
    # The widest distance between two repetitions of a target, as a part of its median.
    spread: float
    goal: float | None
    goal_met: bool | None
    # Targets that made errors in this row: their figures are not to be trusted.
    faulty: Sequence[str]


@dataclass(frozen=True, slots=True)
class Result:
    """Hold everything a measurement found."""

    machine: Machine
    seconds: float
    repetitions: int
    targets: Sequence[TargetResult]
    # Part of all cores that other processes used meanwhile.
    other_work: float
    ceilings: Sequence[Ceiling]
    lines: Sequence[Line]
    complaints: Sequence[str]
    remarks: Sequence[str]


def summarize(
    plan: Plan, machine: Machine, other_work: float, ceilings: Sequence[Ceiling], measured: Measured
) -> Result:
    """Return the result of a measurement."""
    return Result(
        machine,
        plan.seconds,
        plan.repetitions,
        [_target(plan, measured, name) for name in (target.name for target in plan.targets)],
        other_work,
        ceilings,
        _lines(plan, measured),
        measured.complaints,
        _remarks(measured),
    )


def _remarks(measured: Measured) -> list[str]:
    """Return each remark on a row once, with the targets it is about."""
    about: dict[tuple[str, str], dict[str, None]] = {}
    for (title, target), outcomes in measured.outcomes.items():
        for outcome in outcomes:
            for remark in outcome.remarks:
                about.setdefault((title, remark), {})[target] = None
    return [f"{title}, {' and '.join(targets)}: {remark}" for (title, remark), targets in about.items()]


def _target(plan: Plan, measured: Measured, name: str) -> TargetResult:
    version = next(target.version() for target in plan.targets if target.name == name)
    durability = {store.value: text for (target, store), text in measured.durability.items() if target == name}
    return TargetResult(name, version, durability)


def _lines(plan: Plan, measured: Measured) -> list[Line]:
    lines = []
    for row in plan.rows:
        outcomes = {target.name: measured.outcomes.get((row.title, target.name), []) for target in plan.targets}
        faulty = [name for name, each in outcomes.items() if any(outcome.complaints for outcome in each)]
        for place, figure in enumerate(row.figures):
            repetitions = {
                name: numbers
                for name, each in outcomes.items()
                if (numbers := [o.numbers[place] for o in each if o.numbers and math.isfinite(o.numbers[place])])
            }
            medians = {name: median(numbers) for name, numbers in repetitions.items()}
            lines.append(
                Line(
                    row.title,
                    row.family,
                    figure.unit,
                    figure.better,
                    repetitions,
                    medians,
                    _ratios(figure, medians),
                    _spread(repetitions, medians),
                    figure.goal,
                    _goal_met(figure, medians.get(OURS)),
                    faulty,
                )
            )
    return lines


def _ratios(figure: Figure, medians: Mapping[str, float]) -> dict[str, float]:
    ours = medians.get(OURS)
    if not ours:
        return {}
    peers = {name: value for name, value in medians.items() if name != OURS and value}
    return {name: ours / value if figure.better == "higher" else value / ours for name, value in peers.items()}


def _spread(repetitions: Mapping[str, Sequence[float]], medians: Mapping[str, float]) -> float:
    spreads = ((max(numbers) - min(numbers)) / medians[name] for name, numbers in repetitions.items() if medians[name])
    return max(spreads, default=0.0)


def _goal_met(figure: Figure, ours: float | None) -> bool | None:
    if figure.goal is None or ours is None:
        return None
    return ours >= figure.goal if figure.better == "higher" else ours <= figure.goal
