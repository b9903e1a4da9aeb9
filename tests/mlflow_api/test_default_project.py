"""The server's address alone as tracking URI: the default project answers."""

import re
from pathlib import Path

import pytest

from tests.mlflow_api.sending import assert_refused, good
from tests.people import People, settle
from tests.serving import Mlflow, Running, running


@pytest.mark.parametrize("prefix", ["api/2.0/mlflow/", "api/3.0/mlflow/", "ajax-api/2.0/mlflow/", "/api/2.0/mlflow/"])
def test_calls_at_the_root_are_about_the_default_project(server: Running, people: People, prefix: str) -> None:
    headers = {"Authorization": f"Bearer {people.administrator}"}
    at_root = Mlflow(server.http, f"{server.url}/{prefix}", headers)
    run_id = at_root.run()
    assert good(server.client(people.administrator, 1).get("runs/get", run_id=run_id))
    elsewhere = server.client(people.administrator, people.project.id)
    assert elsewhere.get("runs/get", run_id=run_id).status_code == 404


def test_the_default_project_is_guarded_like_any_other(server: Running, people: People) -> None:
    at_root = Mlflow(server.http, f"{server.url}/api/2.0/mlflow/", {"Authorization": f"Bearer {people.owner}"})
    assert_refused(
        at_root.get("experiments/get", experiment_id="0"), 404, "RESOURCE_DOES_NOT_EXIST", "Project not found."
    )
    nobody = Mlflow(server.http, at_root.base, {})
    assert nobody.get("experiments/get", experiment_id="0").status_code == 401


def test_probes_answer_at_the_root_and_below_the_tracking_uri(server: Running) -> None:
    for base in (server.url, f"{server.url}/api/v4/projects/1/ml/mlflow"):
        health = server.http.get(f"{base}/health")
        assert (health.status_code, health.text) == (200, "OK")
        version = server.http.get(f"{base}/version")
        assert version.status_code == 200
        major, minor = re.fullmatch(r"(\d+)\.(\d+)\.\d+", version.text).groups()  # type: ignore[union-attr]
        assert (int(major), int(minor)) < (3, 4), "3.4 and later would promise to take traces by OTLP"


def test_server_info_promises_nothing_that_is_not_there(server: Running) -> None:
    for base in (server.url, f"{server.url}/api/v4/projects/1/ml/mlflow"):
        assert good(server.http.get(f"{base}/api/3.0/mlflow/server-info")) == {
            "store_type": "SqlStore",
            "workspaces_enabled": False,
            "multipart_uploads_enabled": True,
            "multipart_downloads_enabled": False,
            "presigned_upload_run_id_supported": True,
            "presigned_upload_model_id_supported": True,
        }


def test_the_default_project_is_a_setting(tmp_path: Path) -> None:
    with running(tmp_path, default_project=2) as server:
        people = settle(server.server, "team/second")
        assert people.project.id == 2
        at_root = Mlflow(server.http, f"{server.url}/api/2.0/mlflow/", {"Authorization": f"Bearer {people.developer}"})
        run_id = at_root.run()
        assert good(server.client(people.developer, 2).get("runs/get", run_id=run_id))
