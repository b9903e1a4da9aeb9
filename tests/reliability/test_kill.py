"""kill -9: what was acknowledged is there, whole."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.commands import serving
from tests.reliability.load import Ledger, assert_kept, write

KILLS = 5
WRITERS = 4
ENOUGH = 1_000


@pytest.mark.parametrize("workers", [1, 2])
def test_no_acknowledged_write_is_lost_and_no_batch_is_stored_in_part(tmp_path: Path, workers: int) -> None:
    ledger = Ledger()
    token = run_id = ""
    for kill in range(KILLS):
        with serving(tmp_path, "--workers", workers, "--access-log", "false") as server:
            if not token:
                token, run_id = server.token, server.run()
            wanted = len(ledger.acknowledged) + ENOUGH // KILLS + 1
            with ThreadPoolExecutor(WRITERS) as pool:
                for writer in range(WRITERS):
                    pool.submit(write, server.url, token, run_id, ledger, f"{kill}-{writer}", lambda _: True)
                deadline = time.monotonic() + 30
                while len(ledger.acknowledged) < wanted:
                    assert time.monotonic() < deadline
                    time.sleep(0.002)
                server.kill()
        assert_kept(ledger, server.folder / "modelstead.db")
    assert len(ledger.acknowledged) >= ENOUGH
    assert ledger.statuses.keys() == {200, 0}
    with serving(tmp_path) as server:
        assert server.call("runs/set-tag", token, run_id=run_id, key="k", value="v").status_code == 200
