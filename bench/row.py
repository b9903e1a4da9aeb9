"""The values that rows are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.load import Answers, Load, LoadGenerator, Script
from bench.site import Site
from bench.target import Place, Store

EMPTY_SQLITE = Place(Store.SQLITE)


@dataclass(frozen=True, slots=True)
class Figure:
    """Name a number that a row yields: its unit, which way is better and the goal, if there is one."""

    unit: str
    better: Literal["higher", "lower"]
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold a number for each figure of a row, what went wrong, and what to bear in mind."""

    numbers: tuple[float, ...]
    complaints: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold what a row needs to measure one target once."""

    site: Site
    generator: LoadGenerator
    # The Python that has the real MLflow client.
    client_python: Path
    seconds: float
    warm_up: float

    def load(self, script: Script, connections: int, unit_requests: int = 1) -> Answers:
        """Run a script against the target."""
        endpoint = self.site.endpoint
        return self.generator.run(Load(endpoint, script, connections, self.seconds, self.warm_up, unit_requests))


@dataclass(frozen=True, slots=True)
class Row:
    """Say what is measured; `family` is what `--rows` selects."""

    family: str
    title: str
    figures: tuple[Figure, ...]
    measure: Callable[[Cell], Outcome]
    place: Place = EMPTY_SQLITE


# One lost point tells as much as a hundred.
SHOWN_MISMATCHES = 3
# The generator is no longer a spectator when it is busy for more than this share of its core.
BUSY_SHARE = 0.8


def outcome(
    answers: Answers, numbers: tuple[float, ...], mismatches: Sequence[str], remarks: tuple[str, ...] = ()
) -> Outcome:
    """Return a load row's outcome with what the answers and the read-back complained of."""
    busy = answers.generator_share > BUSY_SHARE
    remark = f"the load generator used {answers.generator_share:.0%} of its core"
    hidden = len(mismatches) - SHOWN_MISMATCHES
    more = [f"and {hidden} mismatches more"] if hidden > 0 else []
    complaints = (*answers.complaints, *mismatches[:SHOWN_MISMATCHES], *more)
    return Outcome(numbers, complaints, (*remarks, remark) if busy else remarks)
