"""What behaviours of prompts share: names, and answers that are the same on both servers."""

import threading
import uuid
from collections.abc import Callable
from importlib import import_module
from typing import Any

import mlflow
from mlflow.exceptions import MlflowException

from tests.mlflow_compat.client.expectations import need, same
from tests.mlflow_full.client.both_servers import on_both


def new_prompt() -> str:
    return f"prompt-{uuid.uuid4().hex}"


def genai_calls() -> Any:
    need(mlflow, "create_external_model")  # since 3.0, as these calls
    return import_module("mlflow.genai")


def as_there(use: Callable[[], Any]) -> Any:
    """Expect the same here as on MLflow's own server, and return it."""

    def in_the_default_experiment() -> Any:
        mlflow.set_experiment(experiment_id="0")
        answer = use()
        settle()
        return answer

    here, there = on_both(in_the_default_experiment)
    same(here, there)
    return here


def load(name: str, **more: Any) -> Any:
    return read(genai_calls().load_prompt(name, cache_ttl_seconds=0, **more))


def read(prompt: Any) -> Any:
    """Return what a prompt shows but its times."""
    fields = ("name", "version", "template", "commit_message", "tags", "aliases", "response_format", "model_config")
    shown = {field: getattr(prompt, field) for field in fields}
    shown["variables"] = sorted(prompt.variables)
    return {**shown, "aliases": list(shown["aliases"])}


def error_of(call: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Call, expect MLflow's exception, and return its code."""
    try:
        answer = call(*args, **more)
    except MlflowException as error:
        return error.error_code
    return ("no error", answer)


def settle() -> None:
    """Wait for the threads in which the client links prompts to experiments."""
    for thread in threading.enumerate():
        if thread.name.startswith("link_prompt"):
            thread.join(30)
