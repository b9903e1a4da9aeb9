"""Several processes that serve one database."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.cli.commands import Serving, answer, serving
from tests.reliability.load import Ledger, assert_kept, write_together


def workers(server: Serving) -> list[int]:
    """Return the processes that serve: those below the first that hold its listening socket."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [int(pid) for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]


def test_a_worker_that_dies_is_replaced_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    ledger = Ledger()
    with serving(tmp_path, "--workers", 2, "--access-log", "false") as server:
        run_id, token = server.run(), server.token
        before = workers(server)
        assert len(before) == 2
        with ThreadPoolExecutor(1) as pool:
            load = pool.submit(write_together, server.url, token, run_id, ledger, "a", writers=8, seconds=2)
            time.sleep(0.5)
            os.kill(before[0], signal.SIGKILL)
            load.result()
        deadline = time.monotonic() + 15
        while len(workers(server)) < 2 or before[0] in workers(server):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        write_together(server.url, token, run_id, ledger, "b", writers=8, seconds=1)
        assert server.stop() == 0
    assert ledger.statuses.keys() <= {200, 0}
    assert_kept(ledger, server.folder / "modelstead.db")


def test_a_token_revoked_by_a_command_is_refused_by_every_worker_within_5_seconds(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server:
        store = ("--data-dir", server.folder)
        token = answer("token", "create", "--user", "admin", *store)
        with ThreadPoolExecutor(16) as pool:

            def statuses() -> set[int]:
                found = pool.map(lambda _: server.call("experiments/search", token["token"]).status_code, range(32))
                return set(found)

            assert statuses() == {200}
            answer("token", "revoke", token["id"], *store)
            revoked_at = time.monotonic()
            while statuses() != {401}:
                assert time.monotonic() - revoked_at < 6
                time.sleep(0.1)


def test_the_first_start_is_made_once(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 3) as server:
        assert server.printed.count("MLFLOW_TRACKING_TOKEN") == 1
        (project,) = answer("project", "list", "--data-dir", server.folder)
        assert project["path"] == "admin/first-project"
        assert server.stop() == 0
