"""What behaviours of the registry share: fresh models and versions, and their files."""

import tempfile
from pathlib import Path
from typing import Any

import mlflow
from mlflow import MlflowClient

from .expectations import new_name


def new_model() -> str:
    """Create a registered model; return its name."""
    return str(MlflowClient().create_registered_model(new_name("model")).name)


def new_version(name: str, version: str = "", text: str = "") -> Any:
    """Create a version, perhaps of a given number, and perhaps with a file."""
    made = MlflowClient().create_model_version(name, "", tags={"gitlab.version": version} if version else None)
    if text:
        MlflowClient().log_text(made.run_id, text, "sub/a.txt")
    return made


def text_at(address: str) -> str:
    """Download what an address leads to; return the file that a version was made with."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(mlflow.artifacts.download_artifacts(address, dst_path=folder))
        return (path / "sub" / "a.txt").read_text(encoding="utf-8")
