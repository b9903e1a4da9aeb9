"""An upload in parts outlives the death of the server, and any process of it takes any part."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.cli.commands import Serving, serving
from tests.mlflow_api.uploading import begin, complete, fetch, folder, proxy, put, send
from tests.serving import Mlflow

MIB = 1024 * 1024
PARTS = tuple(bytes([number]) * 4 * MIB for number in range(16))


def client(server: Serving, token: str) -> Mlflow:
    base = f"{server.url}/api/v4/projects/1/ml/mlflow/api/2.0/mlflow/"
    return Mlflow(server.http, base, {"Authorization": f"Bearer {token}"})


def blobs(server: Serving) -> int:
    return len(list((server.folder / "artifacts").glob("??/??/*")))


def test_a_server_that_is_killed_while_it_joins_has_the_parts_and_joins_them_when_asked_again(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        token, address = server.token, folder(server.run())
        mlflow = client(server, token)
        begun = begin(mlflow, address, "x", len(PARTS))
        sent = send(mlflow, begun, *PARTS)
        assert blobs(server) == len(PARTS)
        with ThreadPoolExecutor(1) as pool:
            call = f"{proxy(mlflow).base}mpu/complete/{address}"
            body = {"path": "x", "upload_id": begun["upload_id"], "parts": sent}
            completing = pool.submit(httpx.post, call, json=body, headers=mlflow.headers)
            deadline = time.monotonic() + 10
            while not list((server.folder / "artifacts" / "tmp").iterdir()):
                assert time.monotonic() < deadline
            server.kill()
            assert isinstance(completing.exception(), httpx.TransportError)
        assert blobs(server) == len(PARTS)
    with serving(tmp_path) as server:
        mlflow = client(server, token)
        assert fetch(mlflow, f"{address}/x").status_code == 404
        assert complete(mlflow, address, "x", begun["upload_id"], sent).status_code == 200
        assert fetch(mlflow, f"{address}/x").content == b"".join(PARTS)
        assert blobs(server) == 1


def test_parts_may_go_to_any_process_of_a_server(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server:
        token, address = server.token, folder(server.run())
        mlflow = client(server, token)
        begun = begin(mlflow, address, "x", len(PARTS))
        with ThreadPoolExecutor(8) as pool:  # a connection each, so that both processes have some
            urls = [each["url"] for each in begun["credentials"]]
            answers = list(pool.map(lambda url, content: httpx.put(url, content=content), urls, PARTS))
        sent = [{"part_number": number, "etag": each.headers["etag"]} for number, each in enumerate(answers, 1)]
        assert complete(mlflow, address, "x", begun["upload_id"], sent).status_code == 200
        assert fetch(mlflow, f"{address}/x").content == b"".join(PARTS)


def test_two_who_complete_at_once_through_two_processes_both_succeed(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server:
        token, address = server.token, folder(server.run())
        mlflow = client(server, token)
        begun = begin(mlflow, address, "x", 2)
        sent = send(mlflow, begun, b"1" * MIB, b"2" * MIB)
        call = f"{proxy(mlflow).base}mpu/complete/{address}"
        body = {"path": "x", "upload_id": begun["upload_id"], "parts": sent}
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: httpx.post(call, json=body, headers=mlflow.headers), range(4)))
        assert {answer.status_code for answer in answers} <= {200, 404, 503}, [answer.text for answer in answers]
        assert 200 in {answer.status_code for answer in answers}
        assert complete(mlflow, address, "x", begun["upload_id"], sent).status_code == 200
        assert len(fetch(mlflow, f"{address}/x").content) == 2 * MIB
        assert blobs(server) == 1
        assert put(mlflow, begun["credentials"][0]["url"], b"1").status_code == 404
