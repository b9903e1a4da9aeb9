"""Artifacts: log, list and download files, texts, dictionaries and folders, from one process and from another."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.artifacts import download_artifacts

from .expectations import contains, new_experiment, new_run, refused, same

FILES_OF_TREE = 200
LEVELS = 5

RESUME = """
import sys
import mlflow
with mlflow.start_run(run_id=sys.argv[1]):
    mlflow.log_text("by the second process", "second.txt")
    print(mlflow.artifacts.load_text(f"{mlflow.get_artifact_uri()}/first.txt"), end="")
"""


def a_file_is_logged_and_downloaded() -> None:
    with _folder() as folder, _run() as run_id:
        (folder / "weights.bin").write_bytes(bytes(range(256)) * 5_000)
        mlflow.log_artifact(str(folder / "weights.bin"))
        same(_listed(run_id), [("weights.bin", False, 1_280_000)])
        same(_downloaded(run_id, "weights.bin"), (folder / "weights.bin").read_bytes())


def an_empty_file_stays_empty() -> None:
    with _folder() as folder, _run() as run_id:
        (folder / "empty").write_bytes(b"")
        mlflow.log_artifact(str(folder / "empty"), "dir")
        same(_listed(run_id, "dir"), [("dir/empty", False, 0)])
        same(_downloaded(run_id, "dir/empty"), b"")


def a_file_goes_into_a_folder() -> None:
    with _folder() as folder, _run() as run_id:
        (folder / "a.txt").write_text("1")
        mlflow.log_artifact(str(folder / "a.txt"), "model/data")
        same(_listed(run_id), [("model", True, None)])
        same(_listed(run_id, "model"), [("model/data", True, None)])
        same(_listed(run_id, "model/data"), [("model/data/a.txt", False, 1)])


def a_tree_of_200_files_is_listed_level_by_level_and_downloaded_equal() -> None:
    with _folder() as folder, _run() as run_id:
        tree = _tree(folder / "tree")
        mlflow.log_artifacts(str(folder / "tree"), "tree")
        same(dict(_walked(run_id, "tree")), {f"tree/{path}": len(tree[path]) for path in tree})
        target = Path(download_artifacts(run_id=run_id, artifact_path="tree", dst_path=str(folder / "copy")))
        same(_read(target), tree)
        part = next(path for path in tree if path.count("/") == LEVELS - 1).partition("/")[0]
        target = Path(download_artifacts(run_id=run_id, artifact_path=f"tree/{part}", dst_path=str(folder / "part")))
        same(_read(target), {path.partition("/")[2]: tree[path] for path in tree if path.startswith(f"{part}/")})


def all_of_a_run_is_downloaded() -> None:
    with _folder() as folder, _run() as run_id:
        mlflow.log_text("1", "a.txt")
        mlflow.log_text("2", "dir/b.txt")
        target = Path(download_artifacts(run_id=run_id, artifact_path="", dst_path=str(folder)))
        same(_read(target), {"a.txt": b"1", "dir/b.txt": b"2"})


def an_address_of_a_run_is_downloaded() -> None:
    with _folder() as folder, _run() as run_id:
        mlflow.log_text("1", "dir/a.txt")
        path = download_artifacts(artifact_uri=f"runs:/{run_id}/dir/a.txt", dst_path=str(folder))
        same(Path(path).read_text(), "1")
        path = download_artifacts(artifact_uri=mlflow.get_artifact_uri("dir/a.txt"), dst_path=str(folder / "2"))
        same(Path(path).read_text(), "1")


def a_text_and_a_dictionary_are_read_back() -> None:
    with _run() as run_id:
        mlflow.log_text("größe 数据 🚀\n", "notes/note.txt")
        mlflow.log_dict({"größe": [1, 2.5, None]}, "config.json")
        mlflow.log_dict({"a": {"b": 1}}, "config.yml")
        same(_downloaded(run_id, "notes/note.txt").decode(), "größe 数据 🚀\n")
        same(json.loads(_downloaded(run_id, "config.json")), {"größe": [1, 2.5, None]})
        contains(_downloaded(run_id, "config.yml").decode(), "b: 1")


def a_file_logged_again_is_replaced() -> None:
    with _run() as run_id:
        for text in ("first", "second and longer", "3rd"):
            mlflow.log_text(text, "dir/a.txt")
            same(_downloaded(run_id, "dir/a.txt").decode(), text)
        same(_listed(run_id, "dir"), [("dir/a.txt", False, 3)])


def a_name_may_have_spaces_and_letters_of_any_script() -> None:
    with _folder() as folder, _run() as run_id:
        for name in ("with space.txt", "größe 数据.txt", "a+b&c=d.txt"):
            (folder / name).write_text(name)
            mlflow.log_artifact(str(folder / name), "some folder")
            same(_downloaded(run_id, f"some folder/{name}").decode(), name)
        same(len(_listed(run_id, "some folder")), 3)


def what_is_not_there_lists_nothing_and_is_not_downloaded() -> None:
    run_id = new_run()
    same(_listed(run_id), [])
    same(_listed(run_id, "nothing"), [])
    try:
        _downloaded(run_id, "nothing.txt")
    except Exception as error:  # noqa: BLE001 - each generation of clients has another one
        contains(str(error), "nothing.txt")
    else:
        raise AssertionError("a file that is not there was downloaded")


def another_process_that_resumes_the_run_reads_and_adds() -> None:
    with _run() as run_id:
        mlflow.log_text("by the first process", "first.txt")
    done = subprocess.run([sys.executable, "-c", RESUME, run_id], capture_output=True, text=True, check=False)
    same((done.returncode, done.stderr if done.returncode else ""), (0, ""))
    contains(done.stdout, "by the first process")
    same([path for path, _, _ in _listed(run_id)], ["first.txt", "second.txt"])
    same(_downloaded(run_id, "second.txt").decode(), "by the second process")


def a_run_in_the_trash_keeps_its_files() -> None:
    run_id = new_run()
    client = MlflowClient()
    client.log_text(run_id, "kept", "a.txt")
    client.delete_run(run_id)
    same(_downloaded(run_id, "a.txt"), b"kept")
    client.restore_run(run_id)
    client.log_text(run_id, "changed", "a.txt")
    same(_downloaded(run_id, "a.txt"), b"changed")


def a_run_that_is_not_there_has_no_files() -> None:
    contains(refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().list_artifacts, "0" * 32), "not found")


def files_are_logged_by_a_client_to_any_run() -> None:
    run_id, client = new_run(), MlflowClient()
    with _folder() as folder:
        (folder / "a.txt").write_text("1")
        client.log_artifact(run_id, str(folder / "a.txt"), "one")
        client.log_artifacts(run_id, str(folder), "two")
    same([path for path, _ in _walked(run_id, "")], ["one/a.txt", "two/a.txt"])


@contextmanager
def _run() -> Iterator[str]:
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        yield active.info.run_id


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _listed(run_id: str, path: str | None = None) -> list[tuple[str, bool, int | None]]:
    found = MlflowClient().list_artifacts(run_id, path)
    return [(entry.path, entry.is_dir, entry.file_size) for entry in found]


def _walked(run_id: str, folder: str) -> list[tuple[str, int | None]]:
    """List every folder below one; return the files with their sizes."""
    files: list[tuple[str, int | None]] = []
    for path, is_folder, size in _listed(run_id, folder or None):
        files += _walked(run_id, path) if is_folder else [(path, size)]
    return files


def _downloaded(run_id: str, path: str) -> bytes:
    with _folder() as folder:
        return Path(download_artifacts(run_id=run_id, artifact_path=path, dst_path=str(folder))).read_bytes()


def _tree(root: Path) -> dict[str, bytes]:
    """Make a tree of files; return their contents by path."""
    files = {}
    for number in range(FILES_OF_TREE):
        depth = number % LEVELS
        path = "/".join([*(f"level{level}-{number % (level + 2)}" for level in range(depth)), f"file{number}.txt"])
        files[path] = f"content of {path}".encode() * (number % 7)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(files[path])
    return files


def _read(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
