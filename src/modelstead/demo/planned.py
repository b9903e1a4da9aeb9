"""What a demo is going to store, as plain values: experiments, runs, files, registered models."""

from dataclasses import dataclass, field

from modelstead.domain.dataset import DatasetInput
from modelstead.domain.metric import MetricPoint
from modelstead.domain.run import RunStatus

NOTE = "mlflow.note.content"
PARENT = "mlflow.parentRunId"


@dataclass
class PlannedRun:
    """A run with all that it logs; times are milliseconds since the epoch."""

    name: str
    user: str
    start_time: int
    end_time: int | None = None
    status: RunStatus = RunStatus.FINISHED
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    points: list[MetricPoint] = field(default_factory=list)
    datasets: list[DatasetInput] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    children: list["PlannedRun"] = field(default_factory=list)
    is_deleted: bool = False

    def family(self) -> list["PlannedRun"]:
        """Return the run and all below it, parents first."""
        return [self, *(run for child in self.children for run in child.family())]


@dataclass
class PlannedExperiment:
    """An experiment with its runs, those without a parent."""

    name: str
    created_at: int
    tags: dict[str, str] = field(default_factory=dict)
    runs: list[PlannedRun] = field(default_factory=list)
    is_deleted: bool = False

    def all_runs(self) -> list[PlannedRun]:
        """Return all runs, parents before their children."""
        return [run for top in self.runs for run in top.family()]


@dataclass
class PlannedVersion:
    """A version of a registered model: the run that it promotes, if any, and the aliases that lead to it.

    `path` is the folder of the run whose files it gets, "" for all of them.
    """

    run: PlannedRun | None
    semantic_version: str
    description: str
    aliases: tuple[str, ...] = ()
    stage: str = ""
    path: str = "model"
    tags: dict[str, str] = field(default_factory=dict)
    is_deleted: bool = False


@dataclass
class PlannedModel:
    """A registered model, its versions first to last."""

    name: str
    description: str
    tags: dict[str, str]
    versions: list[PlannedVersion] = field(default_factory=list)
    is_deleted: bool = False


@dataclass
class Plan:
    """All of a demo."""

    experiments: list[PlannedExperiment]
    models: list[PlannedModel]
