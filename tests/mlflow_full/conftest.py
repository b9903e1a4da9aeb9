"""A running server, MLflow's own server beside it, and full clients that talk to both."""

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.mlflow_compat.locking import once
from tests.mlflow_compat.server import PROGRAM, serving
from tests.mlflow_full.behaviours import all_behaviours
from tests.mlflow_full.environments import CLIENTS, NEWEST, python_of
from tests.mlflow_full.programs import Report, report_of_module, variables_of
from tests.mlflow_full.stock_server import stock_server

AT_ONCE = 2


@pytest.fixture(scope="session")
def report_of(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Report]:
    """Return a function that gives a client's report.

    The clients try everything once per test run: the process that asks first shares the reports with the others.
    """

    @functools.cache
    def reports() -> dict[str, Report]:
        read: dict[str, Report] = once(tmp_path_factory, worker_id, "full-clients", _let_them_try)
        return read

    return lambda client: reports()[client]


def _let_them_try(folder: Path) -> dict[str, Report]:
    """Let every client try everything; both servers are started for all of them, as that takes longest."""
    behaviours = all_behaviours()  # threads must not parse at once: CPython 3.11 counts depth for all of them together
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pythons = dict(zip(CLIENTS, pool.map(python_of, CLIENTS), strict=True))
        with ExitStack() as stack:
            for name in ("ours", "stock", *CLIENTS):
                (folder / name).mkdir()
            server = stack.enter_context(serving(folder / "ours"))
            stock = stack.enter_context(
                stock_server(pythons[NEWEST], folder / "stock", variables_of(pythons[NEWEST], folder / "stock"))
            )
            program = {"SERVER_PROGRAM": str(PROGRAM), "SERVER_DATA": str(folder / "ours" / "data")}
            variables = {**server.variables(), **program, "STOCK_TRACKING_URI": stock}
            reports = pool.map(
                lambda client: report_of_module(
                    "tests.mlflow_full.client", pythons[client], variables, folder / client, behaviours
                ),
                reversed(CLIENTS),
            )
            return dict(zip(reversed(CLIENTS), reports, strict=True))
