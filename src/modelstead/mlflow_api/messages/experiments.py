"""Requests and answers about experiments; field names are MLflow's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.domain.key import quoted
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.reference import Required


def view_type(value: str | int | None) -> ViewType:
    """Return a view type given by name or number; absent is ACTIVE_ONLY."""
    if value is None:
        return ViewType.ACTIVE_ONLY
    try:
        return ViewType(int(value)) if str(value).isdigit() else ViewType[str(value).upper()]
    except (KeyError, ValueError):
        raise InvalidParameter(
            f"Invalid value {quoted(str(value))} for a view type supplied: use ACTIVE_ONLY, DELETED_ONLY or ALL."
        ) from None


class CreateExperiment(msgspec.Struct, frozen=True):
    """experiments/create."""

    name: str
    artifact_location: str = ""
    tags: list[Tag] = []


class ExperimentCreated(msgspec.Struct, frozen=True):
    """The new experiment's number in its project."""

    experiment_id: str


class GetExperiment(msgspec.Struct, frozen=True):
    """experiments/get, delete and restore."""

    experiment_id: Required


class GetExperimentByName(msgspec.Struct, frozen=True):
    """experiments/get-by-name."""

    experiment_name: Required


class UpdateExperiment(msgspec.Struct, frozen=True):
    """experiments/update."""

    experiment_id: Required
    new_name: str


class SetExperimentTag(msgspec.Struct, frozen=True):
    """experiments/set-experiment-tag."""

    experiment_id: Required
    key: str
    value: str


class DeleteExperimentTag(msgspec.Struct, frozen=True):
    """experiments/delete-experiment-tag."""

    experiment_id: Required
    key: Required


class SearchExperiments(msgspec.Struct, frozen=True):
    """experiments/search, and experiments/list of 1.x clients."""

    max_results: Annotated[int, msgspec.Meta(ge=1, le=limits.EXPERIMENTS_PAGE_MAX)] = limits.EXPERIMENTS_PAGE
    page_token: str | None = None
    filter: str = ""
    order_by: list[str] = []
    view_type: str | int | None = None


class WireExperiment(msgspec.Struct, frozen=True, omit_defaults=True):
    """An experiment in an answer."""

    experiment_id: str
    name: str
    artifact_location: str
    lifecycle_stage: str
    last_update_time: int
    creation_time: int
    tags: tuple[Tag, ...] = ()


class OneExperiment(msgspec.Struct, frozen=True):
    """One experiment."""

    experiment: WireExperiment


class Experiments(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of experiments."""

    experiments: list[WireExperiment] = []
    next_page_token: str | None = None


def experiment(found: Experiment) -> WireExperiment:
    return WireExperiment(
        experiment_id=str(found.iid),
        name=found.name,
        artifact_location=found.artifact_location,
        lifecycle_stage=found.lifecycle_stage.value,
        last_update_time=found.updated_at,
        creation_time=found.created_at,
        tags=found.tags,
    )
