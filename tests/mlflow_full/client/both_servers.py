"""Do the same here and on MLflow's own server."""

import os
import time
import urllib.request
from collections.abc import Callable
from typing import TypeVar

import mlflow

START_SECONDS = 120

T = TypeVar("T")


def on_both(do: Callable[[], T]) -> list[T]:
    """Return what a function returns with each server, ours first."""
    _wait_for_stock_server()
    before, answers = os.environ["MLFLOW_TRACKING_URI"], []
    try:
        for address in (before, os.environ["STOCK_TRACKING_URI"]):
            mlflow.set_tracking_uri(address)
            answers.append(do())
    finally:
        mlflow.set_tracking_uri(before)
    return answers


def _wait_for_stock_server() -> None:
    """Wait until it answers: it starts while the other flows run."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{os.environ['STOCK_TRACKING_URI']}/health", timeout=10):  # noqa: S310 - loopback
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
