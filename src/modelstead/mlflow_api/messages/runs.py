"""Requests and answers about runs; field names are MLflow's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.dataset import Dataset, DatasetInput, ModelLink
from modelstead.domain.key import quoted
from modelstead.domain.metric import Milliseconds
from modelstead.domain.param import Param
from modelstead.domain.run import Run, RunRecord, RunStatus
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.metrics import WireMetric, metric
from modelstead.mlflow_api.messages.reference import Required, RunReference


def run_status(value: str | int | None) -> RunStatus | None:
    """Return a status given by name or number."""
    if value is None:
        return None
    try:
        return RunStatus(int(value)) if str(value).isdigit() else RunStatus[str(value)]
    except (KeyError, ValueError):
        names = ", ".join(status.name for status in RunStatus)
        raise InvalidParameter(
            f"Invalid value {quoted(str(value))} for parameter 'status' supplied: use one of {names}."
        ) from None


class CreateRun(msgspec.Struct, frozen=True):
    """runs/create."""

    experiment_id: Required
    user_id: str = ""
    run_name: str = ""
    start_time: Milliseconds | None = None
    tags: list[Tag] = []


class UpdateRun(RunReference, frozen=True):
    """runs/update."""

    status: str | int | None = None
    end_time: Milliseconds | None = None
    run_name: str = ""


class DeleteTag(RunReference, frozen=True):
    """runs/delete-tag."""

    key: Required


class SearchRuns(msgspec.Struct, frozen=True):
    """runs/search."""

    experiment_ids: Annotated[list[str], msgspec.Meta(max_length=limits.SEARCH_EXPERIMENTS)] = []
    filter: str = ""
    run_view_type: str | int | None = None
    max_results: Annotated[int, msgspec.Meta(ge=1, le=limits.RUNS_PAGE_MAX)] = limits.RUNS_PAGE
    order_by: list[str] = []
    page_token: str | None = None


class LogInputs(RunReference, frozen=True):
    """runs/log-inputs."""

    datasets: list[DatasetInput] = []
    models: list[ModelLink] = []


class LogOutputs(RunReference, frozen=True):
    """runs/outputs."""

    models: list[ModelLink] = []


class LogModel(RunReference, frozen=True):
    """runs/log-model of 1.x and 2.x clients."""

    model_json: Required


class RunInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run's own facts."""

    run_id: str
    run_uuid: str
    run_name: str
    experiment_id: str
    user_id: str
    status: str
    start_time: int
    artifact_uri: str
    lifecycle_stage: str
    end_time: int | None = None


class RunData(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was logged: the latest point of each metric, params, tags."""

    metrics: list[WireMetric] = []
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()


class ModelInput(msgspec.Struct, frozen=True):
    """A logged model that a run read."""

    model_id: str


class RunInputs(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a run read."""

    dataset_inputs: tuple["WireDatasetInput", ...] = ()
    model_inputs: list[ModelInput] = []


class WireDataset(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dataset in an answer, without the texts it was logged without."""

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None = None
    profile: str | None = None


class WireDatasetInput(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dataset as one run used it."""

    dataset: WireDataset
    tags: tuple[Tag, ...] = ()


class RunOutputs(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a run made."""

    model_outputs: tuple[ModelLink, ...] = ()


class WireRun(msgspec.Struct, frozen=True):
    """A run in an answer."""

    info: RunInfo
    data: RunData
    inputs: RunInputs
    outputs: RunOutputs


class OneRun(msgspec.Struct, frozen=True):
    """One run with its data."""

    run: WireRun


class OneRunInfo(msgspec.Struct, frozen=True):
    """One run without its data."""

    run_info: RunInfo


class Runs(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of runs."""

    runs: list[WireRun] = []
    next_page_token: str | None = None


def run(record: RunRecord) -> WireRun:
    return WireRun(
        run_info(record.run),
        RunData([metric(point) for point in record.metrics], record.params, record.tags),
        RunInputs(
            tuple(WireDatasetInput(_dataset(each.dataset), each.tags) for each in record.datasets),
            [ModelInput(link.model_id) for link in record.model_inputs],
        ),
        RunOutputs(record.model_outputs),
    )


def run_info(found: Run) -> RunInfo:
    return RunInfo(
        run_id=found.run_id,
        run_uuid=found.run_id,
        run_name=found.name,
        experiment_id=str(found.experiment_iid),
        user_id=found.user_id,
        status=found.status.name,
        start_time=found.start_time,
        artifact_uri=found.artifact_uri,
        lifecycle_stage=found.lifecycle_stage.value,
        end_time=found.end_time,
    )


def _dataset(found: Dataset) -> WireDataset:
    return WireDataset(
        found.name, found.digest, found.source_type, found.source, found.schema or None, found.profile or None
    )
