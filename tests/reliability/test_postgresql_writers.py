"""Many writers at once on PostgreSQL, in two processes with few connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cli.commands import Serving, serving
from tests.postgresql import Postgresql
from tests.reliability.load import BATCH, Ledger, write_together


@pytest.fixture
def url(postgresql: Postgresql) -> str:
    """Return the address of a migrated database."""
    return postgresql.database()


@pytest.fixture
def server(url: str, tmp_path: Path) -> Iterator[Serving]:
    """Start two processes of three connections each."""
    arguments = ("--database-url", url, "--workers", 2, "--database-pool", 3, "--access-log", "false")
    with serving(tmp_path, *arguments) as started:
        yield started


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(sql.encode()).fetchall()


def test_32_writers_are_all_answered_200_and_no_batch_is_lost_or_torn(server: Serving, url: str) -> None:
    ledger = Ledger()
    runs = [server.run() for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for number, run_id in enumerate(runs):
            pool.submit(write_together, server.url, server.token, run_id, ledger, f"r{number}", writers=16, seconds=3)
    assert ledger.statuses.keys() == {200}
    stored = rows(
        url, "SELECT split_part(k.key, '/', 1), count(*) FROM params JOIN run_keys k ON k.id = key_id GROUP BY 1"
    )
    assert {name: count for name, count in stored if count != BATCH} == {}
    assert {name for name, _ in stored} == set(ledger.acknowledged)
    (points,) = rows(url, "SELECT count(*) FROM metric_points")[0]
    assert points == BATCH * len(ledger.acknowledged)
    assert "Traceback" not in server.errors()


def test_writers_of_the_same_new_keys_do_not_disturb_each_other(server: Serving, url: str) -> None:
    runs = [server.run() for _ in range(16)]
    batch: dict[str, list[dict[str, Any]]] = {
        "metrics": [{"key": f"m{n}", "value": n, "timestamp": 1} for n in range(100)],
        "tags": [{"key": f"t{n}", "value": "v"} for n in range(50)],
    }
    reverse = {name: items[::-1] for name, items in batch.items()}

    def log(number: int) -> int:
        fields = reverse if number % 2 else batch
        return server.call("runs/log-batch", run_id=runs[number % 16], **fields).status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(log, range(64))) == {200}
    assert rows(url, "SELECT count(*) FROM run_keys WHERE kind = 1") == [(100,)]
    assert rows(url, "SELECT count(*) FROM latest_metrics") == [(1_600,)]


def test_simultaneous_creates_have_one_winner_each_time(server: Serving) -> None:
    with ThreadPoolExecutor(16) as pool:
        for number in range(5):
            answers = list(pool.map(lambda _, n=number: server.call("experiments/create", name=f"e{n}"), range(16)))
            assert sorted(answer.status_code for answer in answers) == [200] + [400] * 15
            codes = {answer.json()["error_code"] for answer in answers if answer.status_code == 400}
            assert codes == {"RESOURCE_ALREADY_EXISTS"}


def test_64_simultaneous_runs_have_numbers_of_their_own(server: Serving, url: str) -> None:
    with ThreadPoolExecutor(64) as pool:
        ids = list(pool.map(lambda _: server.run(), range(64)))
    assert len(set(ids)) == 64
    assert rows(url, "SELECT iid FROM runs ORDER BY iid") == [(number,) for number in range(1, 65)]


def test_a_param_logged_at_once_with_several_values_keeps_one(server: Serving, url: str) -> None:
    run_id = server.run()

    def log(pair: tuple[str, int]) -> int:
        return server.call("runs/log-parameter", run_id=run_id, key=pair[0], value=str(pair[1])).status_code

    with ThreadPoolExecutor(16) as pool:
        for key in ("a", "b", "c", "d"):
            statuses = list(pool.map(log, [(key, value) for value in range(16)]))
            assert statuses.count(200) == 1
            assert set(statuses) <= {200, 400, 409}
    assert rows(url, "SELECT count(*) FROM params") == [(4,)]


def test_upserts_and_the_latest_metric_never_conflict(server: Serving, url: str) -> None:
    run_id = server.run()

    def upsert(number: int) -> set[int]:
        tag = server.call("runs/set-tag", run_id=run_id, key="t", value=str(number))
        metric = server.call("runs/log-metric", run_id=run_id, key="m", value=number, timestamp=1, step=number % 7)
        renamed = server.call("runs/update", run_id=run_id, run_name=f"n{number}")
        return {tag.status_code, metric.status_code, renamed.status_code}

    with ThreadPoolExecutor(16) as pool:
        assert set().union(*pool.map(upsert, range(150))) == {200}
    assert rows(url, "SELECT step, value FROM latest_metrics") == [(6, 146.0)]
    names = "SELECT r.name, t.value FROM runs r, run_tags t, run_keys k WHERE k.id = t.key_id AND k.key = "
    ((name, tagged),) = rows(url, f"{names} 'mlflow.runName'")
    assert name == tagged
