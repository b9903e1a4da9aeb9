"""A full disk: writes are refused, reads go on, and it heals by itself."""

import resource
import time
from pathlib import Path

import httpx

from modelstead.store.transaction import Transaction
from tests.cli.commands import Serving, serving
from tests.people import settle
from tests.serving import Mlflow, running

LIMIT = 3 * 1024 * 1024


def fill(server: Serving, run_id: str) -> tuple[list[str], httpx.Response]:
    """Set tags until one is refused; return the keys that were acknowledged and the refusal."""
    kept: list[str] = []
    for number in range(2_000):
        answer = server.call("runs/set-tag", run_id=run_id, key=f"k{number}", value="v" * 8_000)
        if answer.status_code != 200:
            return kept, answer
        kept.append(f"k{number}")
    raise AssertionError("the disk never filled up")


def limit_files(server: Serving, size: int) -> None:
    """Let no file of the server grow beyond a size, as if the disk ended there."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def tags(server: Serving, run_id: str) -> set[str]:
    url = "/api/2.0/mlflow/runs/get"
    answer = server.http.get(url, params={"run_id": run_id}, headers={"PRIVATE-TOKEN": server.token})
    assert answer.status_code == 200
    return {tag["key"] for tag in answer.json()["run"]["data"]["tags"]} - {"mlflow.runName"}


def test_a_server_that_may_not_grow_its_file_refuses_writes_reads_on_and_heals(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        run_id = server.run()
        limit_files(server, LIMIT)
        kept, refused = fill(server, run_id)
        assert kept
        assert_refused(refused)
        for _ in range(5):
            started = time.monotonic()
            assert_refused(server.call("runs/set-tag", run_id=run_id, key="more", value="v" * 8_000))
            assert time.monotonic() - started < 5
        assert tags(server, run_id) == set(kept)
        assert server.http.get("/health").status_code == 200
        assert server.http.get("/-/liveness").status_code == 200
        assert server.http.get("/-/readiness").status_code in {200, 503}

        limit_files(server, resource.RLIM_INFINITY)
        freed = time.monotonic()
        while server.call("runs/set-tag", run_id=run_id, key="after", value="v").status_code != 200:
            assert time.monotonic() - freed < 15
            time.sleep(0.1)
        assert tags(server, run_id) == {*kept, "after"}
        assert server.http.get("/-/readiness").status_code == 200
        assert server.stop() == 0


def assert_refused(answer: httpx.Response) -> None:
    """Hold an answer to 507, or to 503 where the system said no more than that a file cannot be written."""
    expected = {507: "RESOURCE_EXHAUSTED", 503: "TEMPORARILY_UNAVAILABLE"}
    assert answer.json()["error_code"] == expected[answer.status_code]
    assert "nothing was stored" in answer.json()["message"]
    assert int(answer.headers["retry-after"]) > 0


def limit_pages(tx: Transaction, count: int) -> None:
    """Let the database be no larger, which SQLite reports like a full disk."""
    tx.execute(f"PRAGMA max_page_count = {count}")


def test_a_full_database_is_507_reads_go_on_and_it_heals(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        run_id = client.run()
        server.server.database.write_now(limit_pages, 200)
        kept = []
        for number in range(400):
            answer = client.post("runs/set-tag", run_id=run_id, key=f"k{number}", value="v" * 8_000)
            if answer.status_code != 200:
                break
            kept.append(f"k{number}")
        assert 10 < len(kept) < 200
        batch = {"metrics": [{"key": f"m{n}", "value": n, "timestamp": 1} for n in range(1_000)]}
        for refused in (answer, client.post("runs/log-batch", run_id=run_id, **batch)):
            message = "The server's disk is full; nothing was stored. Reading goes on."
            assert (refused.status_code, refused.json()) == (
                507,
                {"error_code": "RESOURCE_EXHAUSTED", "message": message},
            )
            assert refused.headers["retry-after"] == "15"
        data = client.get("runs/get", run_id=run_id).json()["run"]["data"]
        assert {tag["key"] for tag in data["tags"]} == {*kept, "mlflow.runName"}
        assert "metrics" not in data
        assert server.http.get(f"{server.url}/health").status_code == 200
        assert server.http.get(f"{server.url}/-/liveness").status_code == 200
        server.server.database.write_now(limit_pages, 1_000_000)
        assert client.post("runs/log-batch", run_id=run_id, **batch).status_code == 200
        assert len(client.get("runs/get", run_id=run_id).json()["run"]["data"]["metrics"]) == 1_000


def test_a_1x_client_hears_a_code_that_it_knows(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        run_id = client.run()
        server.server.database.write_now(limit_pages, 1)
        headers = client.headers | {"User-Agent": "mlflow-python-client/1.30.0"}
        old = Mlflow(client.http, client.base, headers)
        for number in range(200):
            answer = old.post("runs/set-tag", run_id=run_id, key=f"k{number}", value="v" * 8_000)
            if answer.status_code != 200:
                break
        assert (answer.status_code, answer.json()["error_code"]) == (507, "TEMPORARILY_UNAVAILABLE")
