"""Artifacts of a run in the trash: read as before, not written."""

from tests.mlflow_api.artifacts import assert_refused, new_run
from tests.mlflow_api.sending import good
from tests.serving import Mlflow


def test_they_are_read_and_listed(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("dir/a.txt", b"1")
    good(developer.post("runs/delete", run_id=files.run_id))
    assert files.read("dir/a.txt") == b"1"
    assert files.tree() == {"dir/a.txt": 1}


def test_they_are_neither_added_replaced_nor_deleted(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("dir/a.txt", b"1")
    good(developer.post("runs/delete", run_id=files.run_id))
    message = f"The run {files.run_id} must be in the 'active' state. Current state is deleted. Restore it first."
    for method, path in (("PUT", "dir/a.txt"), ("PUT", "new"), ("DELETE", "dir"), ("DELETE", "dir/a.txt")):
        assert_refused(files.send(method, path, b""), 400, "INVALID_PARAMETER_VALUE", message)
    assert files.tree() == {"dir/a.txt": 1}


def test_they_are_written_again_once_the_run_is_restored(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a", b"1")
    good(developer.post("runs/delete", run_id=files.run_id))
    good(developer.post("runs/restore", run_id=files.run_id))
    files.put("a", b"2")
    assert files.read("a") == b"2"
