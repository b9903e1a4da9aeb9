"""The files that a run, a model or a folder has."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlflow import MlflowClient

Lister = Callable[[str | None], list[Any]]


def files_of_run(run_id: str) -> dict[str, int]:
    """Return path and size of every file of a run, listed level by level."""
    return _walk(lambda path: list(MlflowClient().list_artifacts(run_id, path)))


def files_of_model(model_id: str) -> dict[str, int]:
    """Return path and size of every file of a logged model, listed level by level."""
    return _walk(lambda path: list(MlflowClient().list_logged_model_artifacts(model_id, path)))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _walk(lister: Lister, path: str | None = None) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in lister(path):
        found |= _walk(lister, entry.path) if entry.is_dir else {entry.path: entry.file_size or 0}
    return found
