"""Logged models: what a run, or nobody's run, made and stored the files of, with params, tags and metrics."""

import hashlib
import re
from collections.abc import Sequence
from enum import IntEnum

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length, quoted
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.search.fields import Field
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter

_MODEL_ID = re.compile(r"m-[0-9a-f]{32}")
_NOT_IN_NAMES = ("/", ":", ".", "%", '"', "'")


class LoggedModelStatus(IntEnum):
    """Whether a model's files are complete; the numbers are MLflow's."""

    UNSPECIFIED = 0
    PENDING = 1
    READY = 2
    FAILED = 3


class LoggedModel(msgspec.Struct, frozen=True):
    """A model's row. `id` is the row, `model_id` what clients hold; times are milliseconds.

    `source_run_id` is what the client named; that run need not exist.
    """

    id: int
    model_id: str
    experiment_iid: int
    name: str
    model_type: str | None
    source_run_id: str | None
    status: LoggedModelStatus
    status_message: str | None
    created_at: int
    updated_at: int
    deleted_at: int | None

    @property
    def artifact_uri(self) -> str:
        return f"mlflow-artifacts:/models/{self.model_id}/artifacts"


class ModelPoint(MetricPoint, frozen=True, gc=False):
    """A value of a run's metric, as clients send it; with a model_id it is one of that model's too."""

    model_id: str = ""
    dataset_name: str = ""
    dataset_digest: str = ""

    @property
    def dataset(self) -> int:
        """A number that stands for the dataset, 0 for none."""
        if not (self.dataset_name or self.dataset_digest):
            return 0
        text = f"{self.dataset_name}\0{self.dataset_digest}"
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


class ModelMetric(msgspec.Struct, frozen=True, gc=False):
    """A model's metric as it is read: the point, and the run that logged it."""

    point: ModelPoint
    run_id: str


class Registration(msgspec.Struct, frozen=True):
    """A version of a registered model that a logged model is, by its sequence number."""

    name: str
    number: int


class LoggedModelRecord(msgspec.Struct, frozen=True):
    """A logged model with everything logged for it."""

    model: LoggedModel
    tags: tuple[Tag, ...] = ()
    params: tuple[Param, ...] = ()
    metrics: tuple[ModelMetric, ...] = ()
    registrations: tuple[Registration, ...] = ()


class DatasetFilter(msgspec.Struct, frozen=True):
    """Metrics on a dataset: one of a name, or of a name and digest."""

    name: str
    digest: str = ""


class ModelOrder(msgspec.Struct, frozen=True):
    """One field that models are ordered by; of a metric perhaps only the values on a dataset."""

    field: Field
    ascending: bool = True
    dataset: DatasetFilter | None = None


def is_model_id(text: str) -> bool:
    """Tell whether a text has the form of a model's id."""
    return bool(_MODEL_ID.fullmatch(text))


def check_name(name: str) -> str:
    """Return a model's name; raise InvalidParameter for characters that MLflow allows in none, and for a long one."""
    if any(each in name for each in _NOT_IN_NAMES):
        raise InvalidParameter(
            f"Invalid model name ({quoted(name)}) provided. Model name must be a non-empty string and cannot contain "
            f"the following characters: {_NOT_IN_NAMES}"
        )
    return check_length(name, "name", limits.LOGGED_MODEL_NAME_LENGTH)


def check_pairs(pairs: Sequence[Param | Tag], field: str) -> None:
    """Raise InvalidParameter that names the first of a model's params or tags that breaks a rule.

    Any characters are legal in these keys, as on MLflow's own server: no client makes file names of them.
    """
    if len(pairs) > limits.LOGGED_MODEL_ITEMS:
        raise InvalidParameter(f"'{field}' has at most {limits.LOGGED_MODEL_ITEMS} entries; got {len(pairs)}.")
    for index, pair in enumerate(pairs):
        if not pair.key:
            raise InvalidParameter(f"Missing value for required parameter '{field}[{index}].key'.")
        check_length(pair.key, f"{field}[{index}].key", limits.LOGGED_MODEL_KEY_LENGTH)
        check_length(pair.value, f"{field}[{index}].value", limits.LOGGED_MODEL_VALUE_LENGTH)


def check_points(points: Sequence[ModelPoint]) -> None:
    """Raise InvalidParameter that names the metric of the first point with too long a dataset."""
    for point in points:
        what = f"dataset_{{}} of the metric {quoted(point.key)}"
        check_length(point.dataset_name, what.format("name"), limits.DATASET_NAME_LENGTH)
        check_length(point.dataset_digest, what.format("digest"), limits.DATASET_DIGEST_LENGTH)
