"""services.run_search: pages stay as they were while others log, and many runs take as many statements as one."""

import math

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.services import run_search, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.counting import Counted


def log(database: Database, access: Access, start_time: int, value: float) -> str:
    """Create a run that started at a time, with one metric and one param, and return its id."""
    run_id = database.write_now(factories.run_id, access, start_time=start_time)
    batch = factories.batch(access, run_id, metrics=[MetricPoint("m", value, 1)], params=[Param("p", str(value))])
    database.write_now(factories.log_one, batch)
    return run_id


@pytest.mark.parametrize("order", [[], ["metrics.m DESC"], ["params.p", "start_time ASC"]])
def test_runs_that_are_added_or_deleted_meanwhile_shift_nothing(
    database: Database, access: Access, order: list[str]
) -> None:
    for number in range(12):
        log(database, access, number, math.nan if number == 5 else number % 4)
    whole, _ = database.read_now(run_search.search, access, ["0"], order_by=order)
    wanted = [record.run.run_id for record in whole]
    found: list[str] = []
    token: str | None = ""
    while token is not None:
        page, token = database.read_now(run_search.search, access, ["0"], order_by=order, max_results=3, token=token)
        found += [record.run.run_id for record in page]
        log(database, access, 100 + len(found), 100)  # before everything that is to come, or far behind it
        gone = found[-1]
        database.write_now(runs.delete, access, gone)
    assert [run_id for run_id in found if run_id in wanted] == wanted


@pytest.mark.usefixtures("access")
@pytest.mark.parametrize("text", ["", "metrics.m >= 0 AND params.p != 'x'"])
def test_a_page_of_many_runs_takes_as_many_statements_as_one(database: Database, access: Access, text: str) -> None:
    def statements(tx: Transaction, size: int) -> int:
        counted = Counted(tx)
        found, _ = run_search.search(counted, access, ["0"], filter_text=text, max_results=size)
        assert len(found) == size
        return counted.statements

    for number in range(30):
        log(database, access, number, number)
    few, many = (database.read_now(statements, size) for size in (1, 30))
    assert few == many <= 12
