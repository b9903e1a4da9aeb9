"""Logged models to search in: plain values, the same for MLflow's store and for ours.

Imports nothing but the standard library, so that an MLflow's Python can read it too. NaN is left out: MLflow's store
keeps a model's NaN as 0.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

T = 1_700_000_000_000
"""The moment all times are near, in milliseconds."""

INF = float("inf")
EXPERIMENTS = ("Default", "first", "second", "empty")
"""Names; an experiment's place is its experiment_id."""


@dataclass(frozen=True)
class Point:
    """One value of a metric, measured on a dataset or none."""

    value: float
    step: int = 0
    timestamp: int = T
    dataset: tuple[str, str] | None = None


@dataclass(frozen=True)
class Model:
    """A model; all of its metrics come from one run of its experiment."""

    number: int
    experiment: int
    name: str
    created: int
    updated: int
    model_type: str | None = None
    source: int | None = None
    metrics: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    deleted: bool = False

    @property
    def model_id(self) -> str:
        return f"m-{identity('model', self.number)}"

    @property
    def source_run_id(self) -> str | None:
        return None if self.source is None else identity("run", self.source)

    @property
    def artifact_uri(self) -> str:
        return f"mlflow-artifacts:/models/{self.model_id}/artifacts"


def identity(noun: str, number: int) -> str:
    """Return 32 hex digits; they sort in no order that the numbers know."""
    return hashlib.sha256(f"{noun} {number}".encode()).hexdigest()[:32]


IRIS, WINE, OTHER_IRIS = ("iris", "d1"), ("wine", "d1"), ("iris", "d2")

MODELS = (
    Model(1, 1, "tree", T, T + 9, "classifier", 1, {"loss": [Point(0.5)]}, {"lr": "0.1"}, {"stage": "dev"}),
    Model(
        2,
        1,
        "tree",
        T + 1,
        T + 1,
        "classifier",
        2,
        {"loss": [Point(0.9, 0), Point(0.2, 5, T + 1)], "acc": [Point(0.75, 0, T, IRIS), Point(0.5, 0, T - 1, WINE)]},
        {"lr": "0.01", "opt": "adam"},
        {"stage": "prod", "a b": "x"},
    ),
    Model(
        3,
        1,
        "forest",
        T + 1,
        T + 5,
        None,
        1,
        {"loss": [Point(0.1, 9, T), Point(0.7, 1, T + 3)], "acc": [Point(0.9, 1, T, IRIS), Point(0.8, 2, T + 1, IRIS)]},
        {"lr": "0.1", "opt": "Adam"},
        {"stage": "Prod"},
    ),
    Model(
        4,
        1,
        "Forest",
        T + 3,
        T + 3,
        "regressor",
        None,
        {"loss": [Point(-0.5)], "acc": [Point(0.6, 0, T, OTHER_IRIS)], "val/loss": [Point(1.0)]},
        {"lr": "", "opt": "sgd"},
        {"note": "it's"},
    ),
    Model(
        5, 1, "a_b", T + 4, T + 4, "Agent", 3, {"loss": [Point(INF), Point(1e300, 1)]}, {"layers": "3"}, {"stage": ""}
    ),
    Model(6, 1, "axb", T + 5, T + 5, "agent", 3, {"acc": [Point(0.0, 0, T, WINE)]}, {}, {"stage": "prod"}),
    Model(7, 1, "gone", T + 6, T + 6, "agent", 1, {"loss": [Point(0.2)]}, {"lr": "0.1"}, {}, deleted=True),
    Model(
        8,
        2,
        "tree",
        T + 2,
        T + 8,
        "classifier",
        4,
        {"loss": [Point(0.3)], "acc": [Point(0.7, 0, T, IRIS), Point(0.4, 1, T + 2, WINE), Point(0.1, 0, T + 9)]},
        {"lr": "0.1"},
        {"stage": "dev", "team": "vision"},
    ),
    Model(9, 2, "shrub", T + 2, T + 2, None, None, {"loss": [Point(0.3, 3), Point(-INF, 2)]}, {"lr": "0.10"}, {}),
    Model(10, 2, "bärchen", T - 1, T + 2, "Ä", 4, {}, {"opt": "ADAM"}, {"stage": "dev"}),
    Model(11, 0, "lonely", T - 5, T - 5, None, None, {}, {}, {}),
    Model(12, 2, "hundred", T + 7, T + 7, "agent", 4, {"acc": [Point(0.7, 0, T)]}, {"lr": "0.2"}, {"stage": "test"}),
)
