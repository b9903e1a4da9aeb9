"""Each code block of GitLab's page about MLflow clients does what the page says, pasted as it is written there."""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mlflow_compat.locking import once
from tests.mlflow_compat.server import serving
from tests.mlflow_full.environments import python_of
from tests.mlflow_full.programs import Report, report_of_module
from tests.mlflow_full.seed.blocks import blocks

CLIENTS = ("2.7", "3")  # the one that the page names, and the newest
BLOCKS = [block.name for block in blocks()]


@pytest.fixture(scope="module")
def seed_report_of(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Report]:
    """Return a function that gives the report of a client that runs all blocks against a server of its own."""

    @functools.cache
    def report_of(client: str) -> Report:
        report: Report = once(tmp_path_factory, worker_id, f"seed-{client}", functools.partial(_run_blocks, client))
        return report

    return report_of


def _run_blocks(client: str, folder: Path) -> Report:
    (folder / "server").mkdir()
    (folder / "home").mkdir()
    with serving(folder / "server") as server:
        module = "tests.mlflow_full.seed"
        return report_of_module(module, python_of(client), server.variables(), folder / "home", BLOCKS)


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_block_runs_as_written(seed_report_of: Callable[[str], Report], client: str, block: str) -> None:
    outcome = seed_report_of(client)[block]
    assert outcome == "ok", outcome
