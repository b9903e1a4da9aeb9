"""Metrics: a name, its points (value, step, timestamp) and the latest of them."""

import math
import sys
from typing import Annotated

import msgspec

from modelstead import limits

FLOAT_MAX = sys.float_info.max
NAN = math.nan

Int64 = Annotated[int, msgspec.Meta(ge=limits.INT64_MIN, le=limits.INT64_MAX)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class MetricPoint(msgspec.Struct, frozen=True, gc=False):
    """One value of a metric, as clients send it and as histories hold it."""

    key: str
    value: float
    timestamp: Milliseconds
    step: Int64 = 0


def clamp(value: float) -> float:
    """Return the value as MLflow stores it: infinities become the largest finite numbers, NaN stays.

    The sum makes 0.0 of -0.0: SQLite has only the one, and an answer must not depend on the engine.
    """
    return math.copysign(FLOAT_MAX, value) if math.isinf(value) else value + 0.0
