"""Runs: one execution each, with its params, metrics, tags, inputs and outputs."""

from enum import IntEnum

import msgspec

from modelstead.domain.dataset import DatasetInput, ModelLink
from modelstead.domain.experiment import LifecycleStage
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag


class RunStatus(IntEnum):
    """Where a run is; the numbers are MLflow's."""

    RUNNING = 1
    SCHEDULED = 2
    FINISHED = 3
    FAILED = 4
    KILLED = 5


class Run(msgspec.Struct, frozen=True):
    """A run's row. `id` is the row, `iid` the project's number for pages, `run_id` what clients hold.

    Times are milliseconds. `user_id` is the name the client gave, not a user of this server. `version_id` is the row of
    the model version whose own run this is.
    """

    id: int
    run_id: str
    iid: int
    experiment_iid: int
    name: str
    user_id: str
    status: RunStatus
    start_time: int
    end_time: int | None
    deleted_at: int | None
    version_id: int | None = None

    @property
    def lifecycle_stage(self) -> LifecycleStage:
        return LifecycleStage.ACTIVE if self.deleted_at is None else LifecycleStage.DELETED

    @property
    def artifact_uri(self) -> str:
        """One stable address, from creation on, whatever experiment the run is in."""
        return f"mlflow-artifacts:/runs/{self.run_id}/artifacts"


class RunRecord(msgspec.Struct, frozen=True):
    """A run with everything logged to it; of each metric the latest point."""

    run: Run
    metrics: tuple[MetricPoint, ...] = ()
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()
    datasets: tuple[DatasetInput, ...] = ()
    model_inputs: tuple[ModelLink, ...] = ()
    model_outputs: tuple[ModelLink, ...] = ()
