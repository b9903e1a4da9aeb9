"""What came of trying a behaviour."""

import traceback
from collections.abc import Callable

import mlflow

from .expectations import NotInThisClientError


def outcome_of(behaviour: Callable[[], object]) -> str:
    """Try one behaviour; return "ok", "not in this client" or a traceback, and leave no active run behind."""
    try:
        behaviour()
    except NotInThisClientError:
        return "not in this client"
    except Exception:  # noqa: BLE001 - whatever goes wrong is this behaviour's outcome
        return traceback.format_exc()
    finally:
        while mlflow.active_run():
            mlflow.end_run()
    return "ok"
