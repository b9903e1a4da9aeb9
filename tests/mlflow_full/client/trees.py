"""Folders of files, logged by one process and by several."""

import subprocess
import sys
import tempfile
from pathlib import Path

import mlflow

from tests.mlflow_compat.client.expectations import new_experiment, same
from tests.mlflow_full.client.files import contents, files_of_run

LEVELS = 5
FILES_A_LEVEL = 40
# The client puts a name into the address as it is, so a number sign or a question mark would end it.
NAMES = ("plain.txt", "two words.txt", "größe.bin", "100%.csv", "a+b&c=d.json")


def a_tree_of_two_hundred_files_comes_back() -> None:
    written = _write_tree(folder := _folder())
    same(len(written), LEVELS * FILES_A_LEVEL)
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_artifacts(str(folder), "tree")
    listed = files_of_run(active.info.run_id)
    same(listed, {f"tree/{path}": len(data) for path, data in written.items()})
    same(_downloaded(active.info.run_id, "tree"), written)
    level = "tree/level 1/level 2"
    below = {path.removeprefix("level 1/level 2/"): data for path, data in written.items() if "level 2/" in path}
    same(_downloaded(active.info.run_id, level), below)


def a_second_process_resumes_the_run_and_adds_files() -> None:
    first = _write_tree(first_folder := _folder(), levels=2, files=5)
    second = _write_tree(second_folder := _folder(), levels=3, files=5, seed=1)
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_artifacts(str(first_folder), "tree")
        mlflow.log_param("first", 1)
    subprocess.run([sys.executable, "-m", __name__, active.info.run_id, str(second_folder)], check=True, timeout=120)
    same(_downloaded(active.info.run_id, "tree"), {**first, **second})
    ended = mlflow.get_run(active.info.run_id)
    same((ended.info.status, ended.data.params), ("FINISHED", {"first": "1", "second": "2"}))


def an_empty_file_and_a_large_one_come_back() -> None:
    folder = _folder()
    written = {"empty": b"", "large.bin": bytes(range(256)) * 80_000}
    for name, data in written.items():
        (folder / name).write_bytes(data)
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        for name in written:
            mlflow.log_artifact(str(folder / name))
    same(files_of_run(active.info.run_id), {name: len(data) for name, data in written.items()})
    same(_downloaded(active.info.run_id, ""), written)


def _write_tree(folder: Path, levels: int = LEVELS, files: int = FILES_A_LEVEL, seed: int = 0) -> dict[str, bytes]:
    """Write so many files on each level, and return them."""
    for level in range(levels):
        for number in range(files):
            name = NAMES[number % len(NAMES)]
            text = f"{seed} {level} {number} ".encode()
            (folder / f"{number} {name}").write_bytes(text * (level * number + 1))
        if level + 1 < levels:
            (deeper := folder / f"level {level + 1}").mkdir()
            folder = deeper
    top = folder if levels == 1 else folder.parents[levels - 2]
    return contents(top)


def _downloaded(run_id: str, path: str) -> dict[str, bytes]:
    return contents(Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=path, dst_path=_folder())))


def _folder() -> Path:
    return Path(tempfile.mkdtemp())


def _resume(run_id: str, folder: str) -> None:
    with mlflow.start_run(run_id=run_id):
        mlflow.log_artifacts(folder, "tree")
        mlflow.log_param("second", 2)


if __name__ == "__main__":
    _resume(*sys.argv[1:])
