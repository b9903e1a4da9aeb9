"""MLflow's calls that log metrics, params and tags, and those that read histories.

The logging calls are all batches of one run. They are checked here and stored together with other callers' (Verb.LOG).
"""

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.batch import Batch
from modelstead.domain.key import check_key, check_length
from modelstead.domain.logged_model import ModelPoint, check_points
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag, check_tag
from modelstead.mlflow_api.messages.metrics import (
    GetHistory,
    GetHistoryBulk,
    GetHistoryBulkInterval,
    History,
    LogBatch,
    LogMetric,
    LogParam,
    SetTag,
    metric,
)
from modelstead.services import metrics
from modelstead.store.transaction import Transaction


def log_metric(access: Access, request: LogMetric) -> Batch:
    check_key(request.key, "key")
    if request.model_id:
        return _log_model_metric(access, request)
    point = MetricPoint(request.key, request.value, request.timestamp, request.step)
    return Batch(access.project.id, request.run, metrics=(point,), ci=access.actor.ci)


def log_param(access: Access, request: LogParam) -> Batch:
    check_key(request.key, "key")
    check_length(request.value, "value", limits.PARAM_VALUE_LENGTH)
    return Batch(access.project.id, request.run, params=(Param(request.key, request.value),), ci=access.actor.ci)


def set_tag(access: Access, request: SetTag) -> Batch:
    tag = Tag(request.key, request.value)
    check_tag(tag)
    return Batch(access.project.id, request.run, tags=(tag,), ci=access.actor.ci)


def log_batch(access: Access, request: LogBatch) -> Batch:
    batch = Batch(
        access.project.id,
        request.run,
        request.metrics,
        request.params,
        request.tags,
        request.model_points,
        access.actor.ci,
    )
    return batch.check()


def get_history(tx: Transaction, access: Access, request: GetHistory) -> History:
    points, token = metrics.history(
        tx, access, request.run, request.metric_key, request.max_results, request.page_token
    )
    return History([metric(point) for point in points], token)


def get_history_bulk(tx: Transaction, access: Access, request: GetHistoryBulk) -> History:
    limit = min(request.max_results, limits.HISTORY_PAGE_MAX)
    points = metrics.history_of_runs(tx, access, request.run_id, request.metric_key, limit)
    return History([metric(point, run_id) for run_id, point in points])


def get_history_bulk_interval(tx: Transaction, access: Access, request: GetHistoryBulkInterval) -> History:
    points = metrics.sampled_history(
        tx,
        access,
        request.run_ids,
        request.metric_key,
        start=request.start_step,
        end=request.end_step,
        max_results=request.max_results,
    )
    return History([metric(point, run_id) for run_id, point in points])


def _log_model_metric(access: Access, request: LogMetric) -> Batch:
    point = ModelPoint(
        request.key,
        request.value,
        request.timestamp,
        request.step,
        request.model_id,
        request.dataset_name,
        request.dataset_digest,
    )
    check_points((point,))
    return Batch(access.project.id, request.run, metrics=(point,), model_points=(point,), ci=access.actor.ci)
