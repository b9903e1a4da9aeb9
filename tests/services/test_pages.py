"""services: listings, page by page; on each engine."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.experiment import ViewType
from modelstead.domain.metric import MetricPoint
from modelstead.domain.page import page_token
from modelstead.errors import InvalidParameter
from modelstead.services import experiment_search, metrics, run_search
from modelstead.store.database import Database
from tests import factories

HUGE = 10**30


def test_experiments_come_last_created_first_and_the_last_page_has_no_token(database: Database, access: Access) -> None:
    for number in range(5):
        database.write_now(factories.experiment, access, f"e{number}")
    whole, token = database.read_now(experiment_search.search, access, view=ViewType.ALL, max_results=6)
    assert token is None
    assert {each.iid for each in whole} == set(range(6))
    assert whole == sorted(whole, key=lambda each: (-each.created_at, each.iid))
    for size in (1, 2, 3, 5):
        found, token = database.read_now(experiment_search.search, access, view=ViewType.ALL, max_results=size)
        while token is not None:
            assert len(found) % size == 0
            page, token = database.read_now(
                experiment_search.search, access, view=ViewType.ALL, max_results=size, token=token
            )
            found += page
        assert found == whole


def test_runs_of_several_experiments_come_last_started_first(database: Database, access: Access) -> None:
    other = database.write_now(factories.experiment, access, "other")
    for number in range(7):
        database.write_now(factories.run_id, access, ["0", other][number % 2], start_time=number // 2)
    among = [other, "0", other, "99", "x", "9" * 5_000]
    whole, token = database.read_now(run_search.search, access, among, view=ViewType.ALL, max_results=7)
    assert token is None
    assert [each.run.start_time for each in whole] == [3, 2, 2, 1, 1, 0, 0]
    for size in (1, 3, 6):
        found, token = database.read_now(run_search.search, access, among, view=ViewType.ALL, max_results=size)
        while token is not None:
            page, token = database.read_now(
                run_search.search, access, among[::-1], view=ViewType.ALL, max_results=size, token=token
            )
            found += page
        assert [each.run for each in found] == [each.run for each in whole]


@pytest.mark.parametrize("among", [[], ["99"], ["x", ""]])
def test_no_experiments_have_no_runs(database: Database, access: Access, among: list[str]) -> None:
    database.write_now(factories.run_id, access)
    assert database.read_now(run_search.search, access, among) == ([], None)


def test_projects_list_their_own(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(factories.run_id, elsewhere)
    database.write_now(factories.experiment, elsewhere, "theirs")
    assert database.read_now(run_search.search, access, ["0", "1"]) == ([], None)
    found, _ = database.read_now(experiment_search.search, access)
    assert [each.name for each in found] == ["Default"]


def test_a_token_is_good_for_its_own_query_alone(database: Database, access: Access, elsewhere: Access) -> None:
    for each in (access, elsewhere):
        database.write_now(factories.experiment, each, "second")
    _, token = database.read_now(experiment_search.search, access, view=ViewType.ALL, max_results=1)
    assert token is not None
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        database.read_now(experiment_search.search, access, max_results=1, token=token)
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        database.read_now(experiment_search.search, elsewhere, view=ViewType.ALL, token=token)
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        database.read_now(run_search.search, access, ["0"], view=ViewType.ALL, token=token)


def test_a_forged_token_is_refused(database: Database, access: Access) -> None:
    project = access.project.id
    run = database.write_now(factories.run_id, access)
    loss = MetricPoint("loss", 1, 1)
    database.write_now(factories.log_one, factories.batch(access, run, metrics=[loss]))
    rows: tuple[tuple[object, ...], ...] = ((HUGE, 1), (1,), (1, 2, 3), (), ("x", 1), (1.5, 1), (None, []))
    for last in rows:
        token = page_token(("experiments", project, ViewType.ALL.value, "", []), last)
        with pytest.raises(InvalidParameter, match="Invalid page token"):
            database.read_now(experiment_search.search, access, view=ViewType.ALL, token=token)
    rows = ((HUGE, "x"), (1,), (1, "x", 1), (), ("x", "x"), (1, 1))
    for last in rows:
        token = page_token(("runs", project, [0], ViewType.ALL.value, "", []), last)
        with pytest.raises(InvalidParameter, match="Invalid page token"):
            database.read_now(run_search.search, access, ["0"], view=ViewType.ALL, token=token)
    token = page_token(("history", run, "loss"), (1, -HUGE, 0.0, 0))
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        database.read_now(metrics.history, access, run, "loss", 1, token)
