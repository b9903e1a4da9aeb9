"""The runs and registered models that every target gets: equal from one measurement to the next."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

FIRST_MS = 1_600_000_000_000
LASTED_MS = 500
RUN_NAME = "mlflow.runName"
METRICS = tuple(f"m{number}" for number in range(10))
PARAMS = tuple(f"p{number}" for number in range(10))
TAGS = tuple(f"t{number}" for number in range(5))
VALUES = tuple(f"v{number}" for number in range(10))
VERSIONS = 10
ALIAS = "champion"


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


class SeededVersion(NamedTuple):
    """Hold a version of a registered model, the `number`th of it, which promotes a run; times in ms."""

    name: str
    number: int
    run_id: str
    source: str
    created_at: int
    tags: dict[str, str]


class SeededModel(NamedTuple):
    """Hold a registered model, the versions from its first to its last, and which of them its alias leads to."""

    name: str
    created_at: int
    tags: dict[str, str]
    versions: tuple[SeededVersion, ...]
    champion: int

    @property
    def updated_at(self) -> int:
        """Return when its last version was created."""
        return self.versions[-1].created_at


class Seeded(NamedTuple):
    """Hold what a store has before the first request."""

    runs: tuple[SeededRun, ...] = ()
    models: tuple[SeededModel, ...] = ()


def seeded_models(count: int, runs: Sequence[SeededRun]) -> tuple[SeededModel, ...]:
    """Return models, first created first, which is not the order of their names; the runs are promoted in turn."""
    source = random.Random(count)  # noqa: S311
    names = source.sample([f"model-{number:0{len(str(count))}}" for number in range(count)], count)
    return tuple(
        SeededModel(
            name=name,
            created_at=FIRST_MS + 1000 * place,
            tags={"team": source.choice(VALUES), "task": source.choice(VALUES)},
            versions=tuple(
                SeededVersion(
                    name=name,
                    number=number,
                    run_id=(run_id := runs[(number * count + place) % len(runs)].run_id),
                    source=f"runs:/{run_id}/model",
                    # Each model gets its first version, then each its second one.
                    created_at=FIRST_MS + 1000 * (number * count + place),
                    tags={"build": f"b{source.randrange(count)}", "reviewed": source.choice(VALUES)},
                )
                for number in range(1, VERSIONS + 1)
            ),
            champion=source.randint(1, VERSIONS),
        )
        for place, name in enumerate(names)
    )


def versions_of(models: Sequence[SeededModel]) -> Iterator[SeededVersion]:
    """Yield the versions of all models, first created first."""
    return (version for versions in zip(*(model.versions for model in models), strict=True) for version in versions)
