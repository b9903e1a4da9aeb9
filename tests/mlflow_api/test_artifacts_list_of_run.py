"""artifacts/list: what is in a folder of a run, each by its path below the run."""

import pytest

from tests.mlflow_api.artifacts import assert_refused, new_run
from tests.mlflow_api.sending import good, stored
from tests.serving import Mlflow


def test_paths_are_relative_to_the_run(developer: Mlflow) -> None:
    files = new_run(developer)
    for path in ("a.txt", "dir/b.txt", "dir/sub/c.txt"):
        files.put(path, b"12")
    root = stored(developer, files.run_id)["info"]["artifact_uri"]
    assert good(developer.get("artifacts/list", run_id=files.run_id)) == {
        "root_uri": root,
        "files": [{"path": "a.txt", "is_dir": False, "file_size": 2}, {"path": "dir", "is_dir": True}],
    }
    for path in ("dir", "dir/"):
        assert good(developer.get("artifacts/list", run_id=files.run_id, path=path)) == {
            "root_uri": root,
            "files": [{"path": "dir/b.txt", "is_dir": False, "file_size": 2}, {"path": "dir/sub", "is_dir": True}],
        }


def test_the_root_uri_is_where_the_proxy_keeps_the_files(developer: Mlflow) -> None:
    files = new_run(developer)
    root = good(developer.get("artifacts/list", run_id=files.run_id))["root_uri"]
    assert root == f"mlflow-artifacts:/{files.address()}"


@pytest.mark.parametrize("path", ["", "nothing", "a.txt"])
def test_nothing_to_list_is_no_field(developer: Mlflow, path: str) -> None:
    files = new_run(developer)
    if path:
        files.put("a.txt", b"1")
    assert good(developer.get("artifacts/list", run_id=files.run_id, path=path)).keys() == {"root_uri"}


@pytest.mark.parametrize("path", ["..", "a/../..", "/etc", "a//b", "a\\b"])
def test_a_path_that_leads_elsewhere_is_refused(developer: Mlflow, path: str) -> None:
    answer = developer.get("artifacts/list", run_id=developer.run(), path=path)
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "Invalid path")
