"""What every behaviour uses: strict comparison, expected refusals, capability detection, fresh names and runs."""

import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


class NotInThisClientError(Exception):
    """The installed client has no such method, so there is nothing to try against the server."""


def need(owner: object, *names: str) -> None:
    """Leave the behaviour unless the client has all these names."""
    missing = [name for name in names if not hasattr(owner, name)]
    if missing:
        raise NotInThisClientError(", ".join(missing))


def same(got: object, expected: object) -> None:
    """Fail, showing both, unless they are equal."""
    if got != expected:
        raise AssertionError(f"expected {expected!r}, got {got!r}")


def contains(text: str, *parts: str) -> None:
    """Fail, showing the text, unless it holds every part."""
    missing = [part for part in parts if part not in text]
    if missing:
        raise AssertionError(f"{missing} not in {text!r}")


def between(earliest: float, got: float, latest: float) -> None:
    """Fail, showing all three, unless the middle one lies between the others."""
    if not earliest <= got <= latest:
        raise AssertionError(f"{got!r} is not between {earliest!r} and {latest!r}")


def refused(code: str, call: Callable[..., Any], *args: Any) -> str:
    """Call, expect MLflow's exception with that error code, return its message."""
    try:
        answer = call(*args)
    except MlflowException as error:
        same(error.error_code, code)
        return str(error)
    raise AssertionError(f"expected {code}, got the answer {answer!r}")


def now_ms() -> int:
    """Tell the time in milliseconds."""
    return time.time_ns() // 1_000_000


def new_name(what: str) -> str:
    """Invent a name that nothing has yet."""
    return f"{what} {uuid.uuid4().hex}"


def new_experiment() -> str:
    """Create an experiment; return its id."""
    return str(MlflowClient().create_experiment(new_name("experiment")))


def new_run() -> str:
    """Create a run in an experiment of its own; return its id."""
    return str(MlflowClient().create_run(new_experiment()).info.run_id)


def points(run_id: str, key: str) -> list[tuple[float, int, int]]:
    """Read a metric's history as (value, timestamp, step), in the server's order."""
    history = MlflowClient().get_metric_history(run_id, key)
    same({point.key for point in history} <= {key}, expected=True)
    return [(point.value, point.timestamp, point.step) for point in history]


def own_tags(run_id: str) -> dict[str, str]:
    """Read a run's tags without those that the client and the server add."""
    tags = MlflowClient().get_run(run_id).data.tags
    return {key: value for key, value in tags.items() if not key.startswith("mlflow.")}


def run_ids(runs: Sequence[Any]) -> list[str]:
    """Read the ids of runs."""
    return [run.info.run_id for run in runs]
