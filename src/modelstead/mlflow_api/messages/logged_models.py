"""Requests and answers about logged models; field names are MLflow's."""

import msgspec

from modelstead.domain.artifact import Address
from modelstead.domain.key import quoted
from modelstead.domain.logged_model import LoggedModelRecord, LoggedModelStatus, ModelMetric
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.artifacts import FileInfo
from modelstead.mlflow_api.messages.metrics import metric
from modelstead.mlflow_api.messages.reference import Required

STATUS_NAMES = {
    LoggedModelStatus.UNSPECIFIED: "LOGGED_MODEL_STATUS_UNSPECIFIED",
    LoggedModelStatus.PENDING: "LOGGED_MODEL_PENDING",
    LoggedModelStatus.READY: "LOGGED_MODEL_READY",
    LoggedModelStatus.FAILED: "LOGGED_MODEL_UPLOAD_FAILED",
}
_STATUSES = {name: status for status, name in STATUS_NAMES.items()}


class CreateLoggedModel(msgspec.Struct, frozen=True):
    """POST logged-models."""

    experiment_id: Required
    name: str = ""
    model_type: str = ""
    source_run_id: str = ""
    params: list[Param] = []
    tags: list[Tag] = []


class LoggedModelReference(msgspec.Struct, frozen=True):
    """DELETE logged-models/{model_id}."""

    model_id: str


class GetLoggedModel(LoggedModelReference, frozen=True):
    """GET logged-models/{model_id}."""

    allow_deleted: bool = False


class FinalizeLoggedModel(LoggedModelReference, frozen=True):
    """PATCH logged-models/{model_id}."""

    status: str | int

    @property
    def meant(self) -> LoggedModelStatus:
        """The status, given by name or number."""
        given = str(self.status)
        try:
            return LoggedModelStatus(int(given)) if given.isdecimal() else _STATUSES[given]
        except (KeyError, ValueError):
            raise InvalidParameter(
                f"Invalid value {quoted(given)} for parameter 'status' supplied: use one of {', '.join(_STATUSES)}."
            ) from None


class SetLoggedModelTags(LoggedModelReference, frozen=True):
    """PATCH logged-models/{model_id}/tags."""

    tags: list[Tag] = []


class DeleteLoggedModelTag(LoggedModelReference, frozen=True):
    """DELETE logged-models/{model_id}/tags/{tag_key}."""

    tag_key: str


class LogLoggedModelParams(LoggedModelReference, frozen=True):
    """POST logged-models/{model_id}/params."""

    params: list[Param] = []


class LoggedModelArtifacts(LoggedModelReference, frozen=True):
    """GET logged-models/{model_id}/artifacts/directories."""

    artifact_directory_path: str = ""

    @property
    def of_folder(self) -> Address:
        return Address.of_logged_model(self.model_id, self.artifact_directory_path.removesuffix("/"))


class LoggedModelFile(LoggedModelReference, frozen=True):
    """GET logged-models/{model_id}/artifacts/files."""

    artifact_file_path: str = ""

    @property
    def of_file(self) -> Address:
        if not self.artifact_file_path:
            raise InvalidParameter("Missing value for required parameter 'artifact_file_path'.")
        return Address.of_logged_model(self.model_id, self.artifact_file_path)


class WireModelMetric(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A point of a model's metric."""

    key: str
    value: float | str
    timestamp: int
    step: int
    model_id: str
    run_id: str
    dataset_name: str = ""
    dataset_digest: str = ""


class WireRegistration(msgspec.Struct, frozen=True):
    """A version of a registered model that a logged model is."""

    name: str
    version: str


class LoggedModelInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A model's own facts and its tags."""

    model_id: str
    experiment_id: str
    name: str
    creation_timestamp_ms: int
    last_updated_timestamp_ms: int
    artifact_uri: str
    status: str
    model_type: str | None = None
    source_run_id: str | None = None
    status_message: str | None = None
    tags: tuple[Tag, ...] = ()
    registrations: list[WireRegistration] = []


class LoggedModelData(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was logged for a model."""

    params: tuple[Param, ...] = ()
    metrics: list[WireModelMetric] = []


class WireLoggedModel(msgspec.Struct, frozen=True):
    """A model in an answer."""

    info: LoggedModelInfo
    data: LoggedModelData


class OneLoggedModel(msgspec.Struct, frozen=True):
    """One model with its data."""

    model: WireLoggedModel


class LoggedModels(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of models."""

    models: list[WireLoggedModel] = []
    next_page_token: str | None = None


class LoggedModelFiles(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is in a folder below a model, each by its path below the model."""

    root_uri: str
    files: list[FileInfo] = []


def logged_model(record: LoggedModelRecord) -> WireLoggedModel:
    return WireLoggedModel(_info(record), LoggedModelData(record.params, [_metric(each) for each in record.metrics]))


def _info(record: LoggedModelRecord) -> LoggedModelInfo:
    found = record.model
    return LoggedModelInfo(
        model_id=found.model_id,
        experiment_id=str(found.experiment_iid),
        name=found.name,
        creation_timestamp_ms=found.created_at,
        last_updated_timestamp_ms=found.updated_at,
        artifact_uri=found.artifact_uri,
        status=STATUS_NAMES[found.status],
        model_type=found.model_type,
        source_run_id=found.source_run_id,
        status_message=found.status_message,
        tags=record.tags,
        registrations=[WireRegistration(each.name, str(each.number)) for each in record.registrations],
    )


def _metric(found: ModelMetric) -> WireModelMetric:
    point = found.point
    return WireModelMetric(
        point.key,
        metric(point).value,
        point.timestamp,
        point.step,
        point.model_id,
        found.run_id,
        point.dataset_name,
        point.dataset_digest,
    )
