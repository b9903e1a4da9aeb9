"""Experiments: named sets of comparable runs."""

from enum import Enum

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter

DEFAULT_IID = 0
DEFAULT_NAME = "Default"


class LifecycleStage(Enum):
    """In use, or in the trash."""

    ACTIVE = "active"
    DELETED = "deleted"


class ViewType(Enum):
    """Which lifecycle stages a listing shows; the values are MLflow's numbers."""

    ACTIVE_ONLY = 1
    DELETED_ONLY = 2
    ALL = 3


class Experiment(msgspec.Struct, frozen=True):
    """An experiment. `id` is the row; `iid` is the project's own number, the experiment_id of clients."""

    id: int
    iid: int
    name: str
    artifact_location: str
    created_at: int
    updated_at: int
    deleted_at: int | None
    tags: tuple[Tag, ...] = ()

    @property
    def lifecycle_stage(self) -> LifecycleStage:
        return LifecycleStage.ACTIVE if self.deleted_at is None else LifecycleStage.DELETED


def check_name(name: str, field: str = "name") -> str:
    """Return an experiment's name; raise InvalidParameter when it is blank or too long."""
    if not name.strip():
        raise InvalidParameter(
            f"Missing value for required parameter '{field}'. An experiment's name must not be blank."
        )
    return check_length(name, field, limits.EXPERIMENT_NAME_LENGTH)
