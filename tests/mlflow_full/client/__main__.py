"""Try every behaviour with the installed MLflow and write {"flow.behaviour": outcome} as JSON to the given file.

An outcome is "ok", "not in this client" or a traceback. This runs inside a client's own environment, which has nothing
of this repository but its files. Each public function of the flows is one behaviour; how long each took is printed.
"""

import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import mlflow

from tests.mlflow_compat.client.outcomes import outcome_of
from tests.mlflow_full.behaviours import all_behaviours


def guess_no_requirements(_model: str, _flavor: str, fallback: Sequence[str] = (), **_more: object) -> Sequence[str]:
    """Return what MLflow falls back to; to guess better, it would start a process of several seconds for each model."""
    return fallback


def main(report: Path) -> None:
    """Try them all."""
    mlflow.models.infer_pip_requirements = guess_no_requirements
    outcomes = {}
    for name in all_behaviours():
        flow, _, function = name.partition(".")
        started = time.monotonic()
        outcomes[name] = outcome_of(getattr(import_module(f"tests.mlflow_full.client.{flow}"), function))
        print(f"{time.monotonic() - started:6.2f} s {name}")  # noqa: T201 - for whoever looks for the slow one
    report.write_text(json.dumps(outcomes), encoding="utf-8")


main(Path(sys.argv[1]))
