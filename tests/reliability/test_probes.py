"""/health, /-/liveness, /-/readiness."""

import resource
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.commands import serving
from tests.serving import Running


def readiness(server: Running, **query: Any) -> tuple[int, dict[str, Any]]:
    answer = server.http.get(f"{server.url}/-/readiness", params=query)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("path", ["/health", "/-/health", "/-/liveness"])
def test_a_living_server_says_so_quickly(server: Running, path: str) -> None:
    server.http.get(server.url + path)
    seconds = []
    for _ in range(20):
        answer = server.http.get(server.url + path)
        assert answer.status_code == 200
        seconds.append(answer.elapsed.total_seconds())
    assert sorted(seconds)[10] < 0.05


def test_a_ready_server_says_so_and_which_checks_it_made(server: Running) -> None:
    assert readiness(server) == (200, {"status": "ok"})
    fine = [{"status": "ok"}]
    assert readiness(server, all=1) == (200, {"status": "ok", "db_check": fine, "artifact_check": fine})


GONE = (
    "The artifact folder is gone, or its disk is not mounted. Put it back, or restart the server to begin an empty one."
)


def assert_no_artifacts(answer: httpx.Response, message: str) -> None:
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "failed",
        "db_check": [{"status": "ok"}],
        "artifact_check": [{"status": "failed", "message": message}],
    }


def test_a_server_whose_artifacts_are_gone_is_not_ready_until_they_are_back(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        folder, elsewhere = server.folder / "artifacts", tmp_path / "elsewhere"
        assert server.http.get("/-/readiness").status_code == 200
        folder.rename(elsewhere)
        assert_no_artifacts(server.http.get("/-/readiness"), GONE)
        folder.mkdir()  # as a mount point without its disk
        assert_no_artifacts(server.http.get("/-/readiness"), GONE)
        assert server.http.get("/health").status_code == 200
        assert list(folder.iterdir()) == []
        folder.rmdir()
        elsewhere.rename(folder)
        assert server.http.get("/-/readiness").status_code == 200
        assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_server_that_may_not_write_artifacts_is_not_ready_until_it_may(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        refuse_files(server.process.pid, 0)
        answer = server.http.get("/-/readiness")
        message = "The disk of the artifacts is full; nothing was stored. Reading goes on."
        assert_no_artifacts(answer, message)
        refuse_files(server.process.pid, resource.RLIM_INFINITY)
        assert server.http.get("/-/readiness").status_code == 200
        assert [path for path in (server.folder / "artifacts").rglob("*") if path.is_file()] == []


def refuse_files(process: int, size: int) -> None:
    """Let no file of a process grow beyond a size, as on a full disk."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_artifacts_that_are_gone_are_503_and_come_back_with_their_folder(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        address = f"runs/{server.run()}/artifacts/a.txt"
        assert server.put(address, b"kept").status_code == 200
        folder, elsewhere = server.folder / "artifacts", tmp_path / "elsewhere"
        folder.rename(elsewhere)
        for answer in (server.get(address), server.put(address, b"new")):
            assert (answer.status_code, answer.json()["message"]) == (503, GONE)
            assert answer.headers["retry-after"] == "30"
        elsewhere.rename(folder)
        assert server.get(address).content == b"kept"


def test_a_server_on_an_older_schema_is_not_ready_on_a_newer_one_it_is(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        for version, status in (("0000", 503), ("9999", 200)):
            with closing(sqlite3.connect(server.folder / "modelstead.db")) as database, database:
                database.execute("UPDATE alembic_version SET version_num = ?", (version,))
            answer = server.http.get("/-/readiness", params={"all": "true"})
            assert answer.status_code == status
            assert ("The schema is 0000" in answer.text) == (status == 503)


def test_probes_of_several_workers_do_not_disturb_each_other(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server, ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: server.http.get("/-/readiness").status_code, range(400)))
    assert set(answers) == {200}


def test_probes_answer_while_another_process_holds_the_database(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        run_id = server.run()
        with closing(sqlite3.connect(server.folder / "modelstead.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for path in ("/health", "/-/liveness", "/-/readiness"):
                started = time.monotonic()
                assert server.http.get(path).status_code == 200
                assert time.monotonic() - started < 1
            other.execute("ROLLBACK")
        assert server.call("runs/set-tag", run_id=run_id, key="k", value="v").status_code == 200
