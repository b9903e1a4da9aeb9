"""An answer means: committed, and synced."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from modelstead.store.engines.sqlite_connection import connect
from tests.cli.commands import serving

TAG = "SELECT value FROM run_tags JOIN run_keys k ON k.id = key_id WHERE k.key = 't'"


def test_every_connection_syncs_each_commit(tmp_path: Path) -> None:
    for read_only in (False, True):
        with closing(connect(tmp_path / "x.db", read_only=read_only)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
            (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
            (timeout,) = connection.execute("PRAGMA busy_timeout").fetchone()
            assert (mode, synchronous) == ("wal", 2)
            assert timeout >= 10_000


def test_a_second_process_sees_each_write_as_soon_as_it_is_answered(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        run_id = server.run()
        file = server.folder / "modelstead.db"
        with closing(sqlite3.connect(file)) as other:
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            for number in range(30):
                size = (file.with_name("modelstead.db-wal")).stat().st_size
                answers = [
                    server.call("runs/log-metric", run_id=run_id, key="m", value=number, timestamp=number),
                    server.call("runs/log-parameter", run_id=run_id, key=f"p{number}", value="v"),
                    server.call("runs/set-tag", run_id=run_id, key="t", value=str(number)),
                    server.call("experiments/create", name=f"e{number}"),
                ]
                assert [answer.status_code for answer in answers] == [200] * 4
                (points,) = other.execute("SELECT count(*) FROM metric_points").fetchone()
                (params,) = other.execute("SELECT count(*) FROM params").fetchone()
                (tag,) = other.execute(
                    "SELECT value FROM run_tags JOIN run_keys k ON k.id = key_id WHERE k.key = 't'"
                ).fetchone()
                (experiments,) = other.execute("SELECT count(*) FROM experiments").fetchone()
                assert (points, params, tag, experiments) == (number + 1, number + 1, str(number), number + 2)
                assert (file.with_name("modelstead.db-wal")).stat().st_size >= size


def test_a_run_is_in_the_database_when_its_answer_comes(tmp_path: Path) -> None:
    with serving(tmp_path) as server, closing(sqlite3.connect(server.folder / "modelstead.db")) as other:
        for _ in range(20):
            answer = server.call("runs/create", experiment_id="0")
            run_id = json.loads(answer.content)["run"]["info"]["run_id"]
            assert other.execute("SELECT 1 FROM runs WHERE run_id = ?", (run_id,)).fetchone() == (1,)
