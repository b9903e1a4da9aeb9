"""The runs that every target gets: equal from one measurement to the next."""

import random
from typing import NamedTuple

FIRST_MS = 1_600_000_000_000
LASTED_MS = 500
RUN_NAME = "mlflow.runName"
METRICS = tuple(f"m{number}" for number in range(10))
PARAMS = tuple(f"p{number}" for number in range(10))
TAGS = tuple(f"t{number}" for number in range(5))
VALUES = tuple(f"v{number}" for number in range(10))


class SeededRun(NamedTuple):
    """Hold a finished run with one point of each metric, logged at step 0 when it started; times in ms."""

    run_id: str
    name: str
    start_time: int
    metrics: dict[str, float]
    params: dict[str, str]
    tags: dict[str, str]

    @property
    def end_time(self) -> int:
        """Return when it finished."""
        return self.start_time + LASTED_MS

    @property
    def all_tags(self) -> dict[str, str]:
        """Return its tags with the one that holds its name."""
        return {RUN_NAME: self.name} | self.tags


def seeded_runs(count: int) -> tuple[SeededRun, ...]:
    """Return runs that started one second after the other, first started first."""
    # Numbers that nobody shall guess are not what this is for.
    source = random.Random(count)  # noqa: S311
    return tuple(
        SeededRun(
            run_id=f"{source.getrandbits(128):032x}",
            name=f"run-{number}",
            start_time=FIRST_MS + 1000 * number,
            metrics={key: source.random() for key in METRICS},
            params=dict(zip(PARAMS, source.choices(VALUES, k=len(PARAMS)), strict=True)),
            tags=dict(zip(TAGS, source.choices(VALUES, k=len(TAGS)), strict=True)),
        )
        for number in range(count)
    )
