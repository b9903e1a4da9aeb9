"""Do the same things by each of several tokens; print what worked, and how the rest was refused."""

import json
import os
import sys
from collections.abc import Callable

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

tokens: dict[str, str] = json.loads(os.environ["TOKENS"])
run_id = os.environ["RUN_ID"]
client = MlflowClient()
CODES = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "RESOURCE_DOES_NOT_EXIST"}


def register(name: str) -> None:
    client.create_registered_model(f"model-of-{name}")
    client.delete_registered_model(f"model-of-{name}")


def deeds(name: str) -> dict[str, Callable[[], object]]:
    return {
        "read": lambda: client.get_run(run_id),
        "search": lambda: client.search_runs(["0"]),
        "list files": lambda: client.list_artifacts(run_id),
        "log": lambda: client.log_metric(run_id, "m", 1.0),
        "upload": lambda: client.log_text(run_id, "text", f"{name}.txt"),
        "register": lambda: register(name),
    }


def outcome(deed: Callable[[], object]) -> str:
    """Return ok, or the error's code; uploads tell it as the HTTP status alone."""
    try:
        deed()
    except MlflowException as error:
        return str(error.error_code)
    except Exception as error:  # noqa: BLE001 - whatever an artifact repository raises
        status = getattr(getattr(error, "response", None), "status_code", 0)
        return CODES.get(status, repr(error))
    return "ok"


seen: dict[str, dict[str, str]] = {}
for who, token in tokens.items():
    os.environ["MLFLOW_TRACKING_TOKEN"] = token
    seen[who] = {what: outcome(deed) for what, deed in deeds(who).items()}
sys.stdout.write("\n" + json.dumps(seen) + "\n")
