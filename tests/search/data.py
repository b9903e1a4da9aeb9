"""Experiments and runs to search in: plain values, the same for MLflow's store and for ours.

Imports nothing but the standard library, so that an MLflow's Python can read it too.
"""

import hashlib
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

T = 1_700_000_000_000
"""The moment all times are near, in milliseconds."""

NAN = math.nan
INF = math.inf
MAX = sys.float_info.max
LONG = "x" * 100
LONGER = "x" * 99 + "y"
LONGEST = "lorem ipsum " * 500
"""6,000 characters, the most that a param may have."""


@dataclass(frozen=True)
class Point:
    """One value of a metric."""

    value: float
    step: int = 0
    timestamp: int = T


@dataclass(frozen=True)
class Dataset:
    """A dataset that a run read, and what for; None stands for not saying."""

    name: str
    digest: str
    context: str | None = None


@dataclass(frozen=True)
class Experiment:
    """An experiment; its number is its experiment_id."""

    number: int
    name: str
    created: int
    updated: int
    tags: Mapping[str, str] = field(default_factory=dict)
    deleted: bool = False


@dataclass(frozen=True)
class Run:
    """A run; a number stands for a metric with the one point T, step 0; points are logged in the order they have."""

    number: int
    experiment: int
    name: str
    start: int
    end: int | None = None
    status: str = "FINISHED"
    user: str = "developer"
    metrics: Mapping[str, float | Sequence[Point]] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    datasets: Sequence[Dataset] = ()
    deleted: bool = False

    @property
    def run_id(self) -> str:
        return run_id(self.number)

    @property
    def artifact_uri(self) -> str:
        return f"mlflow-artifacts:/runs/{self.run_id}/artifacts"

    def waves(self) -> list[dict[str, Point]]:
        """Return the points as they are logged: the first of every metric, then the second of those that have one."""
        points = {
            key: [Point(held)] if isinstance(held, float | int) else list(held) for key, held in self.metrics.items()
        }
        length = max(map(len, points.values()), default=0)
        return [{key: held[place] for key, held in points.items() if place < len(held)} for place in range(length)]


def run_id(number: int) -> str:
    """Return the run_id of a run's number; they sort in no order that the numbers know."""
    return hashlib.sha256(f"run {number}".encode()).hexdigest()[:32]


IRIS = Dataset("iris", "d1", "train")
IRIS_EVAL = Dataset("iris", "d1", "eval")
IRIS_2 = Dataset("iris", "d2", "eval")
IRIS_UPPER = Dataset("Iris", "D1", "Train")
MNIST = Dataset("mnist", "m1", "train")
NO_CONTEXT = Dataset("mnist", "m2")
ODD = Dataset("100%_ä it's", "o'1", "")
WILD = Dataset("100x_ä", "o_1", "tr_in")

EXPERIMENTS = (
    Experiment(0, "Default", T, T + 50, {"team": "vision"}),
    Experiment(1, "training", T + 1, T + 40, {"team": "nlp", "stage": "prod", "note": ""}),
    Experiment(2, "evaluation ä", T + 2, T + 30, {"team": "NLP", "a b": "it's", "note": 'say "hi"'}),
    Experiment(3, "training-2", T + 2, T + 30, {"team": "nlp_2", "stage": "Prod", "a.b": "dots"}),
    Experiment(4, "TRAINING", T + 2, T + 10, {"Team": "nlp"}),
    Experiment(5, "100% done", T + 5, T + 9, {"share": "100%", "path": "C:\\dir"}),
    Experiment(6, "日本 🎉", T + 4, T + 8, {"team": "日本", "emoji": "🎉"}),
    Experiment(7, "x_y", T + 7, T + 7, {"team": "nlp", "order": "1"}, deleted=True),
    Experiment(8, "xzy", T + 6, T + 7, {"share": "1000", "order": "2", "a/b": "slash", "a-b": "dash", "a:b": "colon"}),
    Experiment(9, 'it\'s "quoted" C:\\dir', T + 9, T + 10, {"stage": "prod", "text": LONGEST[:2_000]}),
    Experiment(10, "old training", T - 5, T + 60, {"stage": "prod"}, deleted=True),
    Experiment(11, LONG, T + 11, T + 11),
)

RUNS = (
    Run(
        number=1,
        experiment=1,
        name="first",
        start=T + 100,
        end=T + 200,
        metrics={"loss": 0.5, "acc": 0.9, "val/acc": 0.8, "val.f1": 0.7, "a b": 1, "a-b": 2, "a:b": 3},
        params={"lr": "0.1", "opt": "adam", "layers": "3"},
        tags={"stage": "prod", "team": "vision", "mlflow.source.name": "train.py"},
        datasets=(IRIS,),
    ),
    Run(
        number=2,
        experiment=1,
        name="second",
        start=T + 100,
        end=T + 150,
        user="maintainer",
        metrics={"loss": 0.25, "acc": 0.9, "val/acc": 0.6, "val.f1": 0.9, "a b": -1},
        params={"lr": "0.01", "opt": "Adam", "layers": "10"},
        tags={"stage": "dev", "team": "vision", "mlflow.source.name": "Train.py"},
        datasets=(IRIS_EVAL, MNIST),
    ),
    Run(
        number=3,
        experiment=1,
        name="third",
        start=T + 100,
        end=None,
        status="RUNNING",
        user="Developer",
        metrics={"loss": 1, "acc": 0.8, "order": 1, "select": 2, "and": 3, "key": 4, "in": 5},
        params={"order": "1", "select": "a", "and": "b", "key": "c", "in": "d", "like": "e"},
        tags={"order": "x", "select": "y", "and": "z", "key": "w", "in": "v", "null": "u"},
    ),
    Run(
        number=4,
        experiment=1,
        name="First",
        start=T + 90,
        end=T + 95,
        status="FAILED",
        user="maintainer",
        metrics={"loss": -1, "acc": 0.8, "order": 2},
        params={"lr": "0.1", "opt": "ADAM", "order": "10"},
        tags={"stage": "Prod", "order": "a"},
        datasets=(IRIS, IRIS_2),
    ),
    Run(
        number=5,
        experiment=1,
        name="zero",
        start=T + 80,
        end=T + 200,
        status="KILLED",
        metrics={"loss": 0.0, "Loss": 7, "acc": NAN},
        params={"lr": "", "opt": "sgd", "layers": "03"},
        tags={"stage": "", "empty": ""},
    ),
    Run(
        number=6,
        experiment=1,
        name="minus zero",
        start=T + 80,
        end=None,
        status="SCHEDULED",
        user="reporter",
        metrics={"loss": -0.0},
        params={"lr": "1e-3", "opt": "SGD"},
        tags={"stage": "PROD"},
    ),
    Run(
        number=7,
        experiment=1,
        name="nan",
        start=T + 70,
        end=T + 71,
        metrics={"loss": NAN, "acc": 0.1},
        params={"opt": "adam", "note": "it's"},
        tags={"note": 'say "hi"'},
        datasets=(NO_CONTEXT,),
    ),
    Run(
        number=8,
        experiment=1,
        name="infinite",
        start=T + 70,
        end=T + 72,
        metrics={"loss": INF, "acc": 0.2},
        params={"note": 'say "hi"'},
        tags={"note": "it's"},
    ),
    Run(
        number=9,
        experiment=1,
        name="minus infinite",
        start=T + 70,
        end=T + 72,
        metrics={"loss": -INF, "acc": 0.2},
        params={"note": "both ' and \""},
        tags={"note": "back`tick"},
        datasets=(ODD,),
    ),
    Run(
        number=10,
        experiment=1,
        name="huge",
        start=T + 60,
        end=T + 61,
        metrics={"loss": 1e300},
        params={"share": "100%"},
        tags={"share": "10_0"},
        datasets=(WILD,),
    ),
    Run(
        number=11,
        experiment=1,
        name="tiny",
        start=T + 60,
        end=T + 61,
        metrics={"loss": 1e-300},
        params={"share": "1000"},
        tags={"share": "10x0"},
    ),
    Run(
        number=12,
        experiment=1,
        name="least",
        start=T + 60,
        end=T + 60,
        metrics={"loss": 5e-324},
        params={"share": "100"},
        tags={"share": "10\\_0"},
    ),
    Run(
        number=13,
        experiment=1,
        name="most",
        start=T + 59,
        end=None,
        metrics={"loss": MAX},
        params={"share": "a_b"},
        tags={"share": "100%"},
    ),
    Run(
        number=14,
        experiment=2,
        name="history by step",
        start=T + 58,
        end=T + 300,
        user="reporter",
        metrics={"loss": (Point(0.9, 0, T), Point(0.1, 5, T + 1), Point(0.7, 3, T + 2))},
        params={"path": "C:\\dir\\file", "share": "axb"},
        tags={"path": "/data/a_b", "stage": "prod"},
        datasets=(MNIST,),
    ),
    Run(
        number=15,
        experiment=2,
        name="history by time",
        start=T + 58,
        end=T + 300,
        metrics={"loss": (Point(0.3, 1, T + 9), Point(0.4, 1, T + 2)), "acc": 0.5},
        params={"path": "C:/dir/file"},
        tags={"path": "/data/axb"},
    ),
    Run(
        number=16,
        experiment=2,
        name="history by value",
        start=T + 58,
        end=T + 300,
        metrics={"loss": (Point(0.8, 1), Point(0.2, 1)), "acc": 0.5},
        params={"path": "C:\\\\dir"},
        tags={"path": "\\data"},
    ),
    Run(
        number=17,
        experiment=2,
        name="history that ends in nan",
        start=T + 57,
        end=T + 58,
        metrics={"loss": (Point(NAN, 7, T), Point(0.6, 2, T + 1))},
        params={"lr": "0.5"},
        tags={"stage": "dev"},
    ),
    Run(
        number=18,
        experiment=2,
        name="history that began with nan",
        start=T + 57,
        end=T + 58,
        metrics={"loss": (Point(NAN, 1), Point(0.6, 2))},
        params={"lr": "0.5"},
        tags={"stage": "dev"},
    ),
    Run(
        number=19,
        experiment=2,
        name="ärger",
        start=T + 56,
        end=T + 57,
        user="büro",
        metrics={"loss": 0.1, "größe": 1},
        params={"letter": "ä", "größe": "klein"},
        tags={"letter": "é", "größe": "groß"},
    ),
    Run(
        number=20,
        experiment=2,
        name="Ärger",
        start=T + 56,
        end=T + 57,
        metrics={"loss": 0.1, "größe": 2},
        params={"letter": "Ä", "größe": "Klein"},
        tags={"letter": "É"},
    ),
    Run(
        number=21,
        experiment=2,
        name="日本",
        start=T + 56,
        end=T + 57,
        metrics={"loss": 0.1 + 0.2},
        params={"letter": "日本語"},
        tags={"letter": "日本"},
    ),
    Run(
        number=22,
        experiment=2,
        name="🎉",
        start=T + 55,
        end=T + 56,
        metrics={"loss": 3},
        params={"letter": "🎉"},
        tags={"letter": "🎉🎉"},
    ),
    Run(
        number=23,
        experiment=2,
        name="decomposed",
        start=T + 55,
        end=T + 55,
        metrics={"loss": 100},
        params={"letter": "e\u0301"},
        tags={"letter": "ｅ"},  # noqa: RUF001
    ),
    Run(
        number=24,
        experiment=2,
        name="long",
        start=T + 54,
        end=T + 56,
        metrics={"loss": -0.5},
        params={"text": LONG, "lr": "0.1"},
        tags={"text": LONGER, "stage": "prod"},
    ),
    Run(
        number=25,
        experiment=2,
        name="longer",
        start=T + 54,
        end=T + 56,
        metrics={"loss": 9_007_199_254_740_992},
        params={"text": LONGEST},
        tags={"text": LONGEST},
    ),
    Run(
        number=26,
        experiment=2,
        name="nothing",
        start=T + 53,
        end=None,
        status="SCHEDULED",
    ),
    Run(
        number=27,
        experiment=2,
        name="keys with dots",
        start=T + 53,
        end=T + 54,
        params={"a.b": "dots", "a b": "space", "a/b": "slash", "a-b": "dash", "a:b": "colon", "a.b.c": "more"},
        tags={"a.b": "DOTS", "a b": "Space", "a/b": "Slash", "a-b": "Dash", "a:b": "Colon", "2fa": "on"},
    ),
    Run(
        number=28,
        experiment=2,
        name="keys of other kinds",
        start=T + 52,
        end=T + 53,
        metrics={"lr": 0.1, "stage": 1},
        params={"loss": "0.5", "stage": "prod"},
        tags={"loss": "0.5", "lr": "0.1"},
    ),
    Run(
        number=29,
        experiment=0,
        name="first",
        start=T + 52,
        end=T + 53,
        user="maintainer",
        metrics={"loss": 0.5, "acc": 0.7},
        params={"lr": "0.1", "opt": "adam"},
        tags={"stage": "prod"},
        datasets=(IRIS, MNIST, NO_CONTEXT),
    ),
    Run(
        number=30,
        experiment=0,
        name="  spaces  ",
        start=T + 51,
        end=T + 53,
        metrics={"loss": -1e-9, "acc": 0.7},
        params={"lr": " 0.1", "text": "two\nlines"},
        tags={"stage": "prod "},
        datasets=(IRIS_UPPER,),
    ),
    Run(
        number=31,
        experiment=0,
        name="deleted nan",
        start=T + 100,
        end=T + 101,
        metrics={"loss": NAN, "acc": 1},
        params={"lr": "0.1", "opt": "adam"},
        tags={"stage": "prod"},
        datasets=(IRIS,),
        deleted=True,
    ),
    Run(
        number=32,
        experiment=1,
        name="deleted",
        start=T + 100,
        end=T + 101,
        status="FAILED",
        metrics={"loss": 0.5, "acc": 0.9},
        params={"lr": "0.1", "opt": "sgd"},
        tags={"stage": "dev"},
        deleted=True,
    ),
    Run(
        number=33,
        experiment=2,
        name="Deleted",
        start=T + 40,
        end=None,
        status="KILLED",
        user="maintainer",
        metrics={"loss": 0.75},
        tags={"stage": "prod"},
        deleted=True,
    ),
    Run(
        number=34,
        experiment=0,
        name="negative steps",
        start=T + 50,
        end=T + 53,
        metrics={"loss": (Point(0.45, -3), Point(0.95, -5))},
        params={"text": "a -- b"},
        tags={"text": "(a OR b)"},
    ),
    Run(
        number=35,
        experiment=0,
        name="100% done_now",
        start=T + 50,
        end=T + 52,
        status="KILLED",
        metrics={"loss": 10},
        params={"text": "a;b"},
        tags={"text": "a AND b"},
    ),
    Run(
        number=36,
        experiment=0,
        name="it's",
        start=T + 50,
        end=None,
        status="RUNNING",
        metrics={"loss": 9},
        params={"text": "a /* b */"},
        tags={"text": "NULL"},
    ),
    Run(
        number=37,
        experiment=0,
        name='say "hi"',
        start=T + 50,
        end=None,
        status="RUNNING",
        metrics={"loss": 1e-9},
        params={"text": "params.x = 'y'"},
        tags={"text": "1"},
    ),
    Run(
        number=38,
        experiment=0,
        name="C:\\dir",
        start=1,
        end=2,
        status="FAILED",
        metrics={"loss": 1e10},
        params={"text": "1"},
        tags={"text": "1.0"},
    ),
    Run(
        number=39,
        experiment=0,
        name="far ahead",
        start=2**62 + 1,
        end=2**63 - 1,
        metrics={"loss": 0.001},
        params={"text": "A AND B"},
        tags={"text": "null"},
    ),
    Run(
        number=40,
        experiment=0,
        name="at the start",
        start=0,
        end=0,
        metrics={"loss": 0.05},
        params={"text": "TWO\nLINES"},
        tags={"text": "\tindented"},
    ),
)

TRAINING = {
    "gitlab.CI_PIPELINE_ID": "900",
    "gitlab.CI_COMMIT_REF_NAME": "main",
    "gitlab.CI_COMMIT_SHA": "0123456789abcdef0123456789abcdef01234567",
    "gitlab.CI_PROJECT_PATH": "group/it's",
    "gitlab.GITLAB_USER_LOGIN": "developer",
}
JOBS: Mapping[int, Mapping[str, str]] = {
    1: {"gitlab.CI_JOB_ID": "77", "gitlab.CI_JOB_NAME": "train", "gitlab.CI_JOB_STATUS": "success", **TRAINING},
    2: {"gitlab.CI_JOB_ID": "78", "gitlab.CI_JOB_NAME": "Train", "gitlab.CI_JOB_STAGE": "test", **TRAINING},
    3: {"gitlab.CI_JOB_ID": "79"},
    4: {"gitlab.CI_JOB_ID": "7", "gitlab.CI_COMMIT_REF_NAME": "100%_x"},
    37: {"github.RUN_ID": "900", "github.JOB": "train", "github.REF_NAME": "main", "github.ACTOR": "Ada"},
}
"""Tags that link runs to CI jobs, by the runs' numbers; MLflow's own searches do not know what they mean."""
