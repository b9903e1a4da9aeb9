"""Datasets that runs read, and the logged models that runs read or made."""

from enum import IntEnum

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length
from modelstead.domain.metric import Int64
from modelstead.domain.tag import Tag


class Dataset(msgspec.Struct, frozen=True):
    """A dataset of an experiment, one per (name, digest). Schema and profile are JSON texts of the client's making."""

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None = None
    profile: str | None = None

    def check(self, field: str) -> None:
        """Raise InvalidParameter when a text is too long for MLflow's own server."""
        check_length(self.name, f"{field}.name", limits.DATASET_NAME_LENGTH)
        check_length(self.digest, f"{field}.digest", limits.DATASET_DIGEST_LENGTH)
        check_length(self.source_type, f"{field}.source_type", limits.DATASET_SOURCE_TYPE_LENGTH)
        check_length(self.source, f"{field}.source", limits.DATASET_SOURCE_LENGTH)
        check_length(self.schema or "", f"{field}.schema", limits.DATASET_SCHEMA_LENGTH)
        check_length(self.profile or "", f"{field}.profile", limits.DATASET_PROFILE_LENGTH)


class DatasetInput(msgspec.Struct, frozen=True):
    """A dataset as one run used it; the tag mlflow.data.context says what for."""

    dataset: Dataset
    tags: tuple[Tag, ...] = ()


class ModelDirection(IntEnum):
    """Whether a run read a logged model or made it."""

    INPUT = 0
    OUTPUT = 1


class ModelLink(msgspec.Struct, frozen=True):
    """A logged model that a run read or made, and at which step."""

    model_id: str
    step: Int64 = 0
