"""A server that keeps its artifacts in a bucket: everything works, and it outlives the bucket's absence."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.blobs.object_store import BUCKET, ObjectStore
from tests.mlflow_api.sending import good
from tests.mlflow_api.uploading import begin, complete, fetch, folder, proxy, put, send, upload
from tests.mlflow_compat.environments import python_of
from tests.people import settle
from tests.serving import Mlflow, Running, running

SCRIPT = Path(__file__).parents[1] / "mlflow_compat" / "scripts" / "keep_files.py"
LARGE = b"0123456789abcdef" * 400_000  # 6.4 MB: two parts of a multipart upload to the bucket


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """Start an S3 server with an empty bucket."""
    store = ObjectStore()
    monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of a server")
    yield store
    store.stop()


@pytest.fixture
def server(bucket: ObjectStore, tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "data", artifact_url=f"s3://{BUCKET}/team/{tmp_path.name}") as started:
        assert bucket.url
        yield started


@pytest.fixture
def developer(server: Running) -> Mlflow:
    people = settle(server.server, "team/project")
    return server.client(people.developer, people.project.id)


def readiness(server: Running) -> httpx.Response:
    return server.http.get(f"{server.url}/-/readiness", params={"all": "true"})


def store_file(client: Mlflow, address: str, content: bytes) -> httpx.Response:
    return client.http.put(f"{proxy(client).base}artifacts/{address}", content=content, headers=client.headers)


def test_a_stock_client_keeps_its_files_there(bucket: ObjectStore, developer: Mlflow, tmp_path: Path) -> None:
    variables = {
        "MLFLOW_TRACKING_URI": developer.base.removesuffix("/api/2.0/mlflow/"),
        "MLFLOW_TRACKING_TOKEN": developer.headers["Authorization"].removeprefix("Bearer "),
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "DO_NOT_TRACK": "true",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    command = [python_of("3"), SCRIPT]
    done = subprocess.run(
        command, env=variables, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    sizes = {"kept/a.txt": 1, "kept/sub/b.bin": 12_000_000, "kept/sub/deep/empty": 0, "kept/sub/deep/c.json": 2}
    assert seen["listed"] == sizes
    assert set(seen["same"].values()) == {True}
    assert seen["overwritten"] == "another"
    assert seen["left"] == {"kept/a.txt": 7}
    assert any(call.startswith("PUT") for call in bucket.calls)
    assert not list((tmp_path / "data").glob("artifacts/*"))


def test_parts_are_joined_there_and_removed(bucket: ObjectStore, developer: Mlflow, tmp_path: Path) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "x", LARGE, b"-", LARGE)
    assert fetch(developer, folder(run_id, "x")).content == LARGE + b"-" + LARGE
    listing = httpx.get(f"{bucket.url}/{BUCKET}", params={"list-type": "2", "prefix": f"team/{tmp_path.name}/"}).text
    assert listing.count("<Key>") == 1
    assert bucket.uploads(f"team/{tmp_path.name}/") == 0


def test_a_presigned_download_is_the_bucket_s_own_address(bucket: ObjectStore, developer: Mlflow) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "page.html", b"0123456789")
    signed = good(proxy(developer).get(f"presigned/{folder(run_id, 'page.html')}"))
    assert signed["url"].startswith(f"{bucket.url}/{BUCKET}/")
    assert signed["file_size"] == 10
    answer = httpx.get(signed["url"], headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.content) == (206, b"234")
    assert answer.headers["content-disposition"] == "attachment"
    by_run = good(developer.post("artifacts/presigned-download-url", run_id=run_id, path="page.html"))
    assert httpx.get(by_run["presigned_url"]).content == b"0123456789"


def test_a_presigned_upload_is_the_server_s_own_address_and_ends_as_a_file(server: Running, developer: Mlflow) -> None:
    run_id = developer.run()
    signed = good(developer.post("artifacts/presigned-upload-url", run_id=run_id, path="x"))
    assert signed["presigned_url"].startswith(server.url)
    assert put(developer, signed["presigned_url"], LARGE).status_code == 200
    assert fetch(developer, folder(run_id, "x")).content == LARGE


def test_while_the_bucket_is_away_calls_say_so_and_all_is_well_when_it_is_back(
    bucket: ObjectStore, server: Running, developer: Mlflow
) -> None:
    run_id = developer.run()
    assert store_file(developer, folder(run_id, "x"), b"kept").status_code == 200
    begun = begin(developer, folder(run_id), "parts", 2)
    parts = send(developer, begun, b"1", b"2")
    assert readiness(server).status_code == 200
    port = int(bucket.url.rpartition(":")[2])
    bucket.stop()

    started = time.monotonic()
    answers = [
        store_file(developer, folder(run_id, "y"), b"lost"),
        fetch(developer, folder(run_id, "x")),
        put(developer, begun["credentials"][0]["url"], b"1"),
        complete(developer, folder(run_id), "parts", begun["upload_id"], parts),
    ]
    assert time.monotonic() - started < 60
    for answer in answers:
        assert (answer.status_code, answer.json()["error_code"]) == (503, "TEMPORARILY_UNAVAILABLE"), answer.text
        assert answer.json()["message"].startswith("The object store cannot do that now; nothing was ")
        assert int(answer.headers["retry-after"]) > 0
    ready = readiness(server)
    assert ready.status_code == 503
    assert ready.json()["db_check"] == [{"status": "ok"}]
    assert ready.json()["artifact_check"][0]["status"] == "failed"
    assert server.http.get(f"{server.url}/-/liveness").status_code == 200
    good(developer.post("runs/log-metric", run_id=run_id, key="m", value=1, timestamp=1))
    good(developer.get("artifacts/list", run_id=run_id))

    back = ObjectStore(port)
    try:
        assert readiness(server).status_code == 200
        assert fetch(developer, folder(run_id, "x")).content == b"kept"
        assert fetch(developer, folder(run_id, "y")).status_code == 404
        assert store_file(developer, folder(run_id, "y"), b"kept too").status_code == 200
        good(complete(developer, folder(run_id), "parts", begun["upload_id"], parts))
        assert fetch(developer, folder(run_id, "parts")).content == b"12"
    finally:
        back.stop()
