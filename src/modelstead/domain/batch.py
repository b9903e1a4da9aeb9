"""Batches: metrics, params and tags logged to one run in one call, stored together or not at all."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.ci_identity import CiIdentity
from modelstead.domain.key import check_key, check_length
from modelstead.domain.logged_model import ModelPoint, check_points
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param, check_distinct
from modelstead.domain.tag import Tag, check_tags
from modelstead.errors import InvalidParameter


class Batch(msgspec.Struct, frozen=True):
    """What one call logs to one run of a project; `model_points` are those metrics that are of a logged model too.

    `ci` is what the ID token of the CI job that logs says.
    """

    project_id: int
    run_id: str
    metrics: Sequence[MetricPoint] = ()
    params: Sequence[Param] = ()
    tags: Sequence[Tag] = ()
    model_points: Sequence[ModelPoint] = ()
    ci: CiIdentity | None = None

    def check(self) -> "Batch":
        """Return self; raise InvalidParameter that names the first item that breaks a rule."""
        _check_count("metrics", len(self.metrics), limits.BATCH_METRICS)
        _check_count("params", len(self.params), limits.BATCH_PARAMS)
        _check_count("tags", len(self.tags), limits.BATCH_TAGS)
        total = len(self.metrics) + len(self.params) + len(self.tags)
        _check_count("metrics, params, and tags", total, limits.BATCH_ITEMS)
        check_metrics(self.metrics, "metrics")
        check_params(self.params)
        check_tags(self.tags)
        check_points(self.model_points)
        return self


def check_metrics(points: Sequence[MetricPoint], path: str) -> None:
    """Raise InvalidParameter for the first point with an illegal key; each key is looked at once."""
    seen: set[str] = set()
    for index, point in enumerate(points):
        if point.key not in seen:
            check_key(point.key, f"{path}[{index}].key")
            seen.add(point.key)


def check_params(params: Sequence[Param]) -> None:
    """Raise InvalidParameter for the first param with an illegal key or too long a value, and for repeated keys."""
    for index, param in enumerate(params):
        check_key(param.key, f"params[{index}].key")
        check_length(param.value, f"params[{index}].value", limits.PARAM_VALUE_LENGTH)
    check_distinct(params)


def _check_count(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise InvalidParameter(
            f"A batch logging request can contain at most {limit} {what}. Got {count} {what}. "
            f"Please split up {what} across multiple requests and try again."
        )
