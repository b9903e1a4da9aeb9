"""Large files: sent in parts, and fetched in ranges, as newer clients can."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mlflow
from mlflow import MlflowClient
from mlflow.store.artifact.mlflow_artifacts_repo import MlflowArtifactsRepository

from .expectations import NotInThisClientError, new_run, same

PART = 100_000
CONTENT = bytes(range(256)) * 1_000
UPLOAD = {
    "MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD": "true",
    "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE": "1",
    "MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE": str(PART),
}
DOWNLOAD = {"MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD": "true", "MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE": str(PART)}


def a_large_file_goes_in_parts_and_comes_back_whole() -> None:
    run_id = new_run()
    with _set(UPLOAD), _counted("create_multipart_upload") as calls:
        MlflowClient().log_artifact(run_id, _file("große.bin", CONTENT), "d")
    same(len(calls), 1)
    same(_fetched(run_id, "d/große.bin"), CONTENT)
    listed = [(each.path, each.file_size) for each in MlflowClient().list_artifacts(run_id, "d")]
    same(listed, [("d/große.bin", len(CONTENT))])


def a_file_in_parts_replaces_the_one_before() -> None:
    run_id = new_run()
    with _set(UPLOAD), _counted("create_multipart_upload"):
        for content in (b"older", CONTENT):
            MlflowClient().log_artifact(run_id, _file("x.bin", content))
    same(_fetched(run_id, "x.bin"), CONTENT)


def the_server_offers_parts_for_large_files() -> None:
    run_id = new_run()
    wanted = {name: value for name, value in UPLOAD.items() if not name.startswith("MLFLOW_ENABLE")}
    with _set(wanted), _counted("_fetch_server_capabilities"), _counted("create_multipart_upload") as calls:
        MlflowClient().log_artifact(run_id, _file("x.bin", CONTENT))
    same(len(calls), 1)
    same(_fetched(run_id, "x.bin"), CONTENT)


def parts_of_a_deleted_run_are_refused() -> None:
    run_id = new_run()
    MlflowClient().delete_run(run_id)
    with _set(UPLOAD), _counted("create_multipart_upload"):
        try:
            MlflowClient().log_artifact(run_id, _file("x.bin", CONTENT))
        except OSError as error:  # an HTTPError of requests
            same("400" in str(error), expected=True)
        else:
            raise AssertionError("it was stored")


def a_large_file_comes_in_ranges_from_a_presigned_address() -> None:
    run_id = new_run()
    for name, content in (("x.bin", CONTENT), ("empty", b"")):
        MlflowClient().log_artifact(run_id, _file(name, content))
        with _set(DOWNLOAD), _counted("_multipart_download") as calls:
            same(_fetched(run_id, name), content)
        same(len(calls), 1)


def _file(name: str, content: bytes) -> str:
    """Write a file into a folder of its own."""
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content)
    return str(path)


def _fetched(run_id: str, path: str) -> bytes:
    found = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=path, dst_path=tempfile.mkdtemp())
    return Path(found).read_bytes()


@contextmanager
def _set(variables: dict[str, str]) -> Iterator[None]:
    """Set variables for a while."""
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]


@contextmanager
def _counted(method: str) -> Iterator[list[str]]:
    """Yield a list that grows with each call of a method of the client's artifact repository."""
    original, calls = getattr(MlflowArtifactsRepository, method, None), []
    if original is None:
        raise NotInThisClientError

    def counting(*args: Any, **kwargs: Any) -> Any:
        calls.append(method)
        return original(*args, **kwargs)

    setattr(MlflowArtifactsRepository, method, counting)
    try:
        yield calls
    finally:
        setattr(MlflowArtifactsRepository, method, original)
