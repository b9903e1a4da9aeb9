"""artifacts/presigned-upload-url: an address that stores one file, once, without a token."""

import hashlib
from pathlib import Path

from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.mlflow_api.uploading import fetch, folder, put, upload
from tests.people import settle
from tests.serving import Mlflow, running


def presign(client: Mlflow, run_id: str, path: str, **more: object) -> str:
    signed = good(client.post("artifacts/presigned-upload-url", run_id=run_id, path=path, **more))
    assert signed.keys() == {"presigned_url", "headers"}
    assert signed["headers"] == {}
    url: str = signed["presigned_url"]
    return url


def test_what_is_put_there_is_a_file_of_the_run_like_any_other(developer: Mlflow) -> None:
    run_id = developer.run()
    answer = put(developer, presign(developer, run_id, "d/x.bin"), b"some bytes")
    assert answer.status_code == 200
    assert answer.headers["etag"] == f'"{hashlib.sha256(b"some bytes").hexdigest()}"'
    assert fetch(developer, folder(run_id, "d/x.bin")).content == b"some bytes"
    files = good(developer.get("artifacts/list", run_id=run_id, path="d"))["files"]
    assert files == [{"path": "d/x.bin", "is_dir": False, "file_size": 10}]


def test_it_works_once(developer: Mlflow) -> None:
    run_id = developer.run()
    url = presign(developer, run_id, "x")
    assert put(developer, url, b"first").status_code == 200
    message = "There is no such upload: it is complete, was aborted, or is too old. Begin another."
    assert_refused(put(developer, url, b"second"), 404, "RESOURCE_DOES_NOT_EXIST", message)
    assert fetch(developer, folder(run_id, "x")).content == b"first"


def test_a_run_or_a_model_must_be_named_and_a_path(developer: Mlflow) -> None:
    call = "artifacts/presigned-upload-url"
    assert_invalid(developer.post(call, path="x"), "Exactly one of run_id and model_id must be provided.")
    both = {"run_id": developer.run(), "model_id": "m-1"}
    assert_invalid(developer.post(call, path="x", **both), "Exactly one of run_id and model_id must be provided.")
    assert_invalid(developer.post(call, run_id=developer.run()), "'path'")
    assert_invalid(developer.post(call, run_id=developer.run(), path="../x"), "Invalid path")
    assert_invalid(developer.post(call, run_id=developer.run(), path="x", expiration=0), "expiration must be")
    assert developer.post(call, run_id="f" * 32, path="x").status_code == 404


def test_nothing_is_stored_below_a_file_or_in_the_trash(developer: Mlflow) -> None:
    run_id = developer.run()
    urls = [presign(developer, run_id, path) for path in ("x", "x/y", "z")]
    assert put(developer, urls[0], b"1").status_code == 200
    assert_invalid(put(developer, urls[1], b"2"), "is a file, so nothing can be stored below it")
    good(developer.post("runs/delete", run_id=run_id))
    answer = put(developer, urls[2], b"3")
    assert answer.status_code == 400
    assert "Restore it first." in answer.json()["message"]


def test_a_refused_file_leaves_the_address_good_for_another(tmp_path: Path) -> None:
    with running(tmp_path, artifact_max_bytes=10) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        run_id = client.run()
        url = presign(client, run_id, "x")
        assert put(client, url, b"1" * 11).status_code == 413
        assert put(client, url, b"1" * 10).status_code == 200
        assert len(list((tmp_path / "artifacts").glob("??/??/*"))) == 1


def test_a_logged_model_gets_its_files_the_same_way(developer: Mlflow) -> None:
    model = good(developer.post("logged-models", experiment_id="0"))["model"]["info"]["model_id"]
    signed = good(developer.post("artifacts/presigned-upload-url", model_id=model, path="d/MLmodel"))
    assert put(developer, signed["presigned_url"], b"flavors: {}").status_code == 200
    assert fetch(developer, f"models/{model}/artifacts/d/MLmodel").content == b"flavors: {}"
    upload(developer, f"models/{model}/artifacts/d", "weights.bin", b"1", b"2")
    assert fetch(developer, f"models/{model}/artifacts/d/weights.bin").content == b"12"
