"""Try every behaviour with the installed MLflow client and write {"file.behaviour": outcome} as JSON to the given file.

An outcome is "ok", "not in this client" or a traceback. Only MLflow and the standard library are imported: this runs
inside a client's own environment. Each public function of the files below is one behaviour.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from . import (
    access,
    aliases,
    artifacts,
    batches,
    experiments,
    inputs,
    logged_models,
    metrics,
    model_addresses,
    model_versions,
    multipart,
    params,
    registered_models,
    runs,
    search,
    tags,
    webhooks,
)
from .outcomes import outcome_of

FILES = (
    access,
    aliases,
    artifacts,
    batches,
    experiments,
    inputs,
    logged_models,
    metrics,
    model_addresses,
    model_versions,
    multipart,
    params,
    registered_models,
    runs,
    search,
    tags,
    webhooks,
)


def behaviours_of(file: ModuleType) -> dict[str, Callable[[], None]]:
    """Find the public functions that the file itself defines."""
    return {
        name: value
        for name, value in vars(file).items()
        if callable(value) and value.__module__ == file.__name__ and not name.startswith("_")
    }


def main(report: Path) -> None:
    """Try them all."""
    outcomes = {
        f"{file.__name__.rpartition('.')[2]}.{name}": outcome_of(behaviour)
        for file in FILES
        for name, behaviour in behaviours_of(file).items()
    }
    report.write_text(json.dumps(outcomes), encoding="utf-8")


main(Path(sys.argv[1]))
