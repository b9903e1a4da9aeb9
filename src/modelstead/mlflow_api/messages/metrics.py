"""Requests and answers about metrics, params, tags and batches; field names are MLflow's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.logged_model import ModelPoint
from modelstead.domain.metric import Int64, MetricPoint, Milliseconds
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.mlflow_api.messages.reference import Required, RunReference


class LogMetric(RunReference, frozen=True):
    """runs/log-metric."""

    key: str
    value: float
    timestamp: Milliseconds
    step: Int64 = 0
    model_id: str = ""
    dataset_name: str = ""
    dataset_digest: str = ""


class LogParam(RunReference, frozen=True):
    """runs/log-parameter."""

    key: str
    value: str


class SetTag(RunReference, frozen=True):
    """runs/set-tag."""

    key: str
    value: str


class LogBatch(RunReference, frozen=True):
    """runs/log-batch."""

    metrics: list[ModelPoint] = []
    params: list[Param] = []
    tags: list[Tag] = []

    @property
    def model_points(self) -> list[ModelPoint]:
        return [point for point in self.metrics if point.model_id]


class GetHistory(RunReference, frozen=True):
    """metrics/get-history."""

    metric_key: Required
    page_token: str | None = None
    max_results: Annotated[int, msgspec.Meta(ge=1)] | None = None


class GetHistoryBulk(msgspec.Struct, frozen=True):
    """metrics/get-history-bulk."""

    metric_key: Required
    run_id: Annotated[list[str], msgspec.Meta(min_length=1)]
    max_results: Annotated[int, msgspec.Meta(ge=1)] = limits.HISTORY_PAGE_MAX


class GetHistoryBulkInterval(msgspec.Struct, frozen=True):
    """metrics/get-history-bulk-interval."""

    metric_key: Required
    run_ids: Annotated[list[str], msgspec.Meta(min_length=1)]
    start_step: Int64 | None = None
    end_step: Int64 | None = None
    max_results: Annotated[int, msgspec.Meta(ge=1, le=limits.BULK_INTERVAL_POINTS)] = 320


class WireMetric(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A point in an answer; NaN is the text "NaN", as JSON has none. Bulk answers say which run it is of."""

    key: str
    value: float | str
    timestamp: int
    step: int
    run_id: str | None = None


class History(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of a metric's history."""

    metrics: list[WireMetric] = []
    next_page_token: str | None = None


def metric(point: MetricPoint, run_id: str | None = None) -> WireMetric:
    value = point.value
    return WireMetric(point.key, value if value == value else "NaN", point.timestamp, point.step, run_id)  # noqa: PLR0124 - False for NaN alone
