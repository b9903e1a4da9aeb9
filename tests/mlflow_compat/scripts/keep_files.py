"""Log a folder, list, download, overwrite and delete it, by the stock client alone; print what was seen."""

import json
import os
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.artifacts import download_artifacts
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

LARGE = 12_000_000

client = MlflowClient()
home = Path(tempfile.mkdtemp())
tree = home / "tree"
files = {"a.txt": b"a", "sub/b.bin": os.urandom(LARGE), "sub/deep/empty": b"", "sub/deep/c.json": b"{}"}
for name, content in files.items():
    (tree / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / name).write_bytes(content)


def walk(run_id: str, path: str = "") -> dict[str, int]:
    """List every file below a path."""
    found: dict[str, int] = {}
    for each in client.list_artifacts(run_id, path or None):
        found.update(walk(run_id, each.path) if each.is_dir else {each.path: each.file_size})
    return found


with mlflow.start_run() as active:
    mlflow.log_artifacts(str(tree), "kept")
    run_id = active.info.run_id
    listed = walk(run_id)
    downloaded = Path(download_artifacts(run_id=run_id, artifact_path="kept", dst_path=str(home / "down")))
    same = {name: (downloaded / name).read_bytes() == content for name, content in files.items()}
    mlflow.log_text("another", "kept/a.txt")
    overwritten = mlflow.artifacts.load_text(f"runs:/{run_id}/kept/a.txt")
    get_artifact_repository(active.info.artifact_uri).delete_artifacts("kept/sub")
    left = walk(run_id)
    mlflow.log_metric("done", 1)

sys.stdout.write("\n" + json.dumps({"listed": listed, "same": same, "overwritten": overwritten, "left": left}) + "\n")
