"""The search language in plain Python, over records: what SQL is held to."""

import math
from collections.abc import Sequence

from modelstead.domain.ci_job import JobFacts, from_tags
from modelstead.domain.run import RunRecord
from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import ATTRIBUTES, CI, DATASETS, METRICS, PARAMS, Field
from modelstead.domain.search.operators import MEANINGS, Operator

Value = float | str


def select(records: Sequence[RunRecord], expression: Expression | None, order: Sequence[Order]) -> list[int]:
    """Return the row ids of the runs that an expression holds for, in order."""
    found = [each for each in records if expression is None or holds(expression, each)]
    found.sort(key=lambda each: each.run.run_id)
    found.sort(key=lambda each: each.run.start_time, reverse=True)
    if any((each.field.entity, each.field.key) == (ATTRIBUTES, "start_time") for each in order):
        found.sort(key=lambda each: each.run.run_id)
    for term in reversed(order):
        found = _sorted(found, term)
    return [each.run.id for each in found]


def holds(expression: Expression, record: RunRecord) -> bool:
    match expression:
        case AllOf():
            return all(holds(part, record) for part in expression.parts)
        case AnyOf():
            return any(holds(part, record) for part in expression.parts)
        case Not():
            return not holds(expression.part, record)
        case Comparison():
            values = values_of(record, expression.field)
            if expression.operator is Operator.IS_NULL:
                return not values
            return any(MEANINGS[expression.operator].holds(value, expression.operand) for value in values)


def values_of(record: RunRecord, field: Field) -> list[Value]:
    """Return what a run has in a field: nothing, one value, or several of its datasets."""
    run = record.run
    if field.entity == METRICS:
        return [point.value for point in record.metrics if point.key == field.key]
    if field.entity == DATASETS:
        if field.key == "context":
            return [tag.value for each in record.datasets for tag in each.tags if tag.key == "mlflow.data.context"]
        return [getattr(each.dataset, field.key) for each in record.datasets]
    if field.entity == CI:
        job = from_tags({tag.key: tag.value for tag in record.tags})
        return [] if job is None or not _of_job(job, field.key) else [_of_job(job, field.key)]
    if field.entity == ATTRIBUTES:
        attributes: dict[str, Value | None] = {
            "run_id": run.run_id,
            "run_name": run.name,
            "status": run.status.name,
            "user_id": run.user_id,
            "artifact_uri": run.artifact_uri,
            "start_time": run.start_time,
            "end_time": run.end_time,
            "experiment_id": str(run.experiment_iid),
        }
        value = attributes[field.key]
        return [] if value is None else [value]
    pairs = record.params if field.entity == PARAMS else record.tags
    return [each.value for each in pairs if each.key == field.key]


def _of_job(job: JobFacts, key: str) -> str:
    return {
        "job": job.job_id,
        "name": job.name,
        "stage": job.stage,
        "status": job.status,
        "ref": job.ref,
        "pipeline": job.pipeline_id,
        "commit": job.commit_sha,
        "user": job.user_login,
        "project": job.project_path,
    }[key]


def _sorted(records: list[RunRecord], order: Order) -> list[RunRecord]:
    there, nan, absent = [], [], []
    for record in records:
        values = values_of(record, order.field)
        if not values:
            absent.append(record)
        elif isinstance(values[0], float) and math.isnan(values[0]):
            nan.append(record)
        else:
            there.append((values[0], record))
    by_number = order.field.key == "experiment_id" and order.field.entity == ATTRIBUTES
    there.sort(key=lambda pair: int(pair[0]) if by_number else pair[0], reverse=not order.ascending)
    return [*(record for _, record in there), *nan, *absent]
