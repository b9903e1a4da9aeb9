"""Many writers at once: nobody hears "locked", nobody hears 5xx."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.commands import Serving, serving
from tests.reliability.load import Ledger, assert_kept, write_together


@pytest.mark.parametrize("workers", [1, 2])
def test_32_writers_are_all_answered_200(tmp_path: Path, workers: int) -> None:
    ledger = Ledger()
    with serving(tmp_path, "--workers", workers, "--access-log", "false") as server:
        run_id = server.run()
        write_together(server.url, server.token, run_id, ledger, "w", writers=32, seconds=4)
        assert server.stop() == 0
    assert ledger.statuses.keys() == {200}
    assert len(ledger.acknowledged) > 200
    assert ledger.slowest < 5
    assert_kept(ledger, server.folder / "modelstead.db")


@pytest.mark.parametrize("workers", [1, 2])
def test_simultaneous_creates_have_one_winner_each_time(tmp_path: Path, workers: int) -> None:
    with serving(tmp_path, "--workers", workers) as server, ThreadPoolExecutor(16) as pool:
        for number in range(5):
            answers = list(pool.map(lambda _, n=number: create(server, f"e{n}"), range(16)))
            codes = sorted(code for code, _ in answers)
            assert codes == [200] + [400] * 15
            assert {name for code, name in answers if code == 400} == {"RESOURCE_ALREADY_EXISTS"}
        found = server.call("experiments/search", max_results=100).json()["experiments"]
        assert sorted(int(each["experiment_id"]) for each in found) == [0, 1, 2, 3, 4, 5]
        assert server.stop() == 0


def create(server: Serving, name: str) -> tuple[int, str]:
    answer = server.call("experiments/create", name=name)
    return answer.status_code, answer.json().get("error_code", "")


@pytest.mark.parametrize("workers", [1, 2])
def test_64_simultaneous_runs_have_numbers_without_gap_or_double(tmp_path: Path, workers: int) -> None:
    with serving(tmp_path, "--workers", workers) as server, ThreadPoolExecutor(64) as pool:
        ids = list(pool.map(lambda _: server.run(), range(64)))
        assert len(set(ids)) == 64
        database = sqlite3.connect(server.folder / "modelstead.db")
        rows = database.execute("SELECT iid FROM runs ORDER BY iid").fetchall()
        database.close()
    assert [iid for (iid,) in rows] == list(range(1, 65))


def test_upserts_of_one_tag_and_the_latest_metric_never_conflict(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server, ThreadPoolExecutor(16) as pool:
        run_id = server.run()

        def upsert(number: int) -> set[int]:
            tag = server.call("runs/set-tag", run_id=run_id, key="t", value=str(number))
            metric = server.call("runs/log-metric", run_id=run_id, key="m", value=number, timestamp=1, step=number % 7)
            param = server.call("runs/log-parameter", run_id=run_id, key="p", value="same")
            return {tag.status_code, metric.status_code, param.status_code}

        assert set().union(*pool.map(upsert, range(200))) == {200}
        url = "/api/2.0/mlflow/runs/get"
        headers = {"PRIVATE-TOKEN": server.token}
        data = server.http.get(url, params={"run_id": run_id}, headers=headers).json()["run"]["data"]
        assert data["metrics"] == [{"key": "m", "value": 195.0, "timestamp": 1, "step": 6}]
        assert data["params"] == [{"key": "p", "value": "same"}]


def test_a_param_logged_twice_at_once_with_two_values_keeps_one(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server, ThreadPoolExecutor(8) as pool:
        run_id = server.run()
        for key in ("a", "b", "c", "d"):
            answers = list(
                pool.map(
                    lambda value, k=key: server.call("runs/log-parameter", run_id=run_id, key=k, value=str(value)),
                    range(8),
                )
            )
            assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
