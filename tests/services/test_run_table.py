"""services.run_table: which rows, columns and cells; on each engine."""

import math
from collections.abc import Sequence
from typing import Any

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import ViewType
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.run_source import PARENT
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import experiments, run_listing, run_table
from modelstead.services.run_table import RunTable, Wanted
from modelstead.store import run_search
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.counting import Counted


def made(
    database: Database,
    access: Access,
    *tags: Tag,
    name: str = "",
    start_time: int = 0,
    metrics: Sequence[tuple[str, float]] = (),
    params: Sequence[tuple[str, str]] = (),
) -> str:
    """Create a run in the first experiment; metrics are logged one step after the other."""
    run_id = database.write_now(factories.run, access, "0", *tags, name=name, start_time=start_time).run.run_id
    points = [MetricPoint(key, value, step, step) for step, (key, value) in enumerate(metrics)]
    batch = factories.batch(access, run_id, metrics=points, params=[Param(*each) for each in params])
    database.write_now(factories.log_one, batch)
    return run_id


def table(database: Database, access: Access, **wanted: Any) -> RunTable:
    def read(tx: Transaction) -> RunTable:
        return run_table.page(tx, access, experiments.get(tx, access, "0"), Wanted(**wanted))

    return database.read_now(read)


def names(found: RunTable) -> list[str]:
    return [row.name for row in found.rows]


def columns(found: RunTable) -> list[str]:
    return [column.name for column in found.columns]


def test_columns_are_those_in_which_the_runs_differ(database: Database, access: Access) -> None:
    for number in range(3):
        made(
            database,
            access,
            start_time=number,
            metrics=[("loss", number), ("epoch", 5), ("system/cpu", number)],
            params=[("lr", str(number)), ("seed", "1")],
        )
    assert columns(table(database, access)) == [
        "start_time",
        "duration",
        "user_id",
        "source",
        "metrics.loss",
        "params.lr",
    ]


def test_of_one_run_everything_is_worth_a_column(database: Database, access: Access) -> None:
    made(database, access, metrics=[("loss", 1), ("epoch", 5)], params=[("lr", "1")])
    assert columns(table(database, access))[4:] == ["metrics.epoch", "metrics.loss", "params.lr"]


def test_columns_are_few_however_many_keys_there_are(database: Database, access: Access) -> None:
    for number in range(2):
        made(
            database,
            access,
            metrics=[(f"m{key}", number) for key in range(500)],
            params=[(f"p{key}", str(number)) for key in range(100)],
        )
    found = columns(table(database, access))
    assert len(found) == 4 + limits.TABLE_METRICS + limits.TABLE_PARAMS


def test_columns_stay_from_page_to_page_and_in_any_order(database: Database, access: Access) -> None:
    for number in range(6):
        key = "old" if number < 3 else "new"
        made(database, access, start_time=number, metrics=[(key, number)])
    wanted = columns(table(database, access, size=2))
    assert columns(table(database, access, size=2, first=4)) == wanted
    assert columns(table(database, access, size=2, sort="metrics.old")) == wanted


def test_chosen_columns_are_shown_as_they_are_chosen(database: Database, access: Access) -> None:
    made(database, access, Tag("team", "red"), metrics=[("a b", 0.5)], params=[("lr", "1e-3")])
    found = table(
        database, access, columns=("tags.team", "metrics.a b", "params.lr", "metrics.none", "status", "nonsense", "x.y")
    )
    assert columns(found) == ["tags.team", "metrics.a b", "params.lr", "metrics.none", "status"]
    assert found.rows[0].cells == ["red", 0.5, "1e-3", None, "RUNNING"]


def test_an_empty_name_among_the_columns_is_none(database: Database, access: Access) -> None:
    made(database, access, metrics=[("loss", 1)])
    assert columns(table(database, access, columns=("",))) == []


def test_a_metric_has_its_last_lowest_and_highest_value(database: Database, access: Access) -> None:
    made(database, access, metrics=[("loss", 3), ("loss", 1), ("loss", math.nan), ("loss", 2)])
    found = table(database, access, columns=("metrics.loss", "metrics.loss:min", "metrics.loss:max"))
    assert found.rows[0].cells == [2, 1, 3]
    assert [column.is_sortable for column in found.columns] == [True, False, False]


def test_a_metric_whose_name_ends_so_is_meant_itself(database: Database, access: Access) -> None:
    made(database, access, metrics=[("loss:min", 7), ("loss", 1)])
    assert table(database, access, columns=("metrics.loss:min",)).rows[0].cells == [7]


def test_long_texts_are_cut(database: Database, access: Access) -> None:
    made(database, access, params=[("prompt", "x" * 5_000)])
    assert table(database, access, columns=("params.prompt",)).rows[0].cells == ["x" * limits.TABLE_TEXT_LENGTH]


def test_a_run_comes_from_its_program_and_its_ci_job(database: Database, access: Access) -> None:
    name = Tag("gitlab.CI_JOB_NAME", "train")
    made(database, access, Tag("gitlab.CI_JOB_ID", "77"), Tag("mlflow.source.name", "train.py"), start_time=2)
    made(
        database,
        access,
        Tag("gitlab.CI_JOB_ID", "78"),
        name,
        Tag("gitlab.CI_JOB_URL", "javascript:alert(1)"),
        start_time=1,
    )
    made(database, access)
    found = table(database, access, columns=("source", "ci_job"), sort="-start_time")
    assert [row.cells for row in found.rows] == [["train.py", "#77"], [None, "train"], [None, None]]
    jobs = [row.ci_job for row in found.rows]
    assert [job and (job.job_id, job.name, job.url) for job in jobs] == [("77", "", ""), ("78", "train", ""), None]


def test_ci_jobs_have_a_column_where_a_run_has_one(database: Database, access: Access) -> None:
    made(database, access, start_time=1)
    assert "ci_job" not in columns(table(database, access))
    made(database, access, Tag("gitlab.CI_JOB_ID", "77"))
    assert columns(table(database, access))[4] == "ci_job"


def test_any_window_and_order(database: Database, access: Access) -> None:
    for number in range(7):
        made(database, access, name=f"r{number}", start_time=number, metrics=[("a b", -number)])
    assert names(table(database, access, first=2, size=3)) == ["r4", "r3", "r2"]
    assert names(table(database, access, first=1, size=2, sort="-metrics.a b")) == ["r1", "r2"]
    assert names(table(database, access, size=1, sort="run_name")) == ["r0"]
    beyond = table(database, access, first=100)
    assert (beyond.rows, beyond.total) == ([], 7)


def test_the_total_of_a_filter_is_counted_so_far(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "COUNTED_RUNS", 3)
    for number in range(9):
        made(database, access, params=[("kind", "odd" if number % 2 else "even")])

    def total(**wanted: Any) -> tuple[int, bool]:
        found = table(database, access, size=2, **wanted)
        return found.total, found.is_more

    assert total() == (9, False)
    assert total(filter_text="params.kind = 'even'") == (3, True)
    assert total(filter_text="params.kind = 'even'", first=1) == (4, True)
    assert total(filter_text="params.kind = 'even'", first=4) == (5, False)
    assert total(filter_text="params.kind = 'even'", is_exact=True) == (5, False)


def test_the_trash_has_its_own_table(database: Database, access: Access) -> None:
    made(database, access, name="kept")
    made(database, access, name="gone")
    database.write_now(
        run_listing.delete, access, [row.iid for row in table(database, access).rows if row.name == "gone"]
    )
    assert names(table(database, access)) == ["kept"]
    assert names(table(database, access, view=ViewType.DELETED_ONLY)) == ["gone"]


def test_what_is_wrong_with_a_filter_or_an_order_is_in_the_table(database: Database, access: Access) -> None:
    made(database, access)
    found = table(database, access, filter_text="metrics.loss > high")
    assert found.rows == []
    assert found.error is not None
    assert found.error.at == 15
    for sort in ("duration", "-nothing", "metrics.", "datasets.name"):
        error = table(database, access, sort=sort).error
        assert error is not None
        assert error.at is None


def test_children_stand_below_their_parents(database: Database, access: Access) -> None:
    parent = made(database, access, name="parent", start_time=1)
    child = made(database, access, Tag(PARENT, parent), name="child", start_time=2)
    made(database, access, Tag(PARENT, child), name="grandchild", start_time=3)
    made(database, access, name="alone")
    assert names(table(database, access)) == ["grandchild", "child", "parent", "alone"]
    top = table(database, access, is_nested=True)
    assert [(row.name, row.children) for row in top.rows] == [("parent", 1), ("alone", 0)]
    below = table(database, access, parent=top.rows[0].iid, is_nested=True)
    assert [(row.name, row.children) for row in below.rows] == [("child", 1)]
    with pytest.raises(NotFound):
        table(database, access, parent=99)


def test_without_children_anywhere_all_runs_are_parents(database: Database, access: Access) -> None:
    made(database, access, name="alone")
    assert names(table(database, access, is_nested=True)) == ["alone"]


def test_the_clause_with_which_the_last_runs_go_is_named(database: Database, access: Access) -> None:
    made(database, access, params=[("a", "1"), ("b", "2")])
    found = table(database, access, filter_text="params.a = '1' AND params.b = '1' AND NOT params.a = '2'").no_match
    assert found is not None
    assert found.clause == "params.b = '1'"
    assert found.without == "params.a = '1' AND NOT params.a = '2'"
    assert not found.is_alone
    found = table(database, access, filter_text="params.c = '1' OR params.d = '1'").no_match
    assert found is not None
    assert (found.is_alone, found.without) == (True, "")


def test_what_is_new_is_told(database: Database, access: Access) -> None:
    first = made(database, access, name="first")
    before = table(database, access)

    def changes(tx: Transaction, cursor: str) -> run_table.RunChanges:
        experiment = experiments.get(tx, access, "0")
        return run_table.changes(tx, access, experiment, cursor, [before.rows[0].iid, 99], ("metrics.loss",))

    made(database, access)
    batch = factories.batch(access, first, metrics=[MetricPoint("loss", 0.5, 1)])
    database.write_now(factories.log_one, batch)
    found = database.read_now(changes, before.cursor)
    assert (found.new, found.running) == (1, 2)
    assert [(row.name, row.cells) for row in found.rows] == [("first", [0.5])]
    assert database.read_now(changes, found.cursor).new == 0
    with pytest.raises(InvalidParameter):
        database.read_now(changes, "yesterday")


def test_many_runs_take_as_many_statements_as_one(database: Database, access: Access) -> None:
    def statements(tx: Transaction) -> int:
        counted = Counted(tx)
        run_table.page(counted, access, experiments.get(tx, access, "0"), Wanted())
        return counted.statements

    parent = made(database, access, metrics=[("loss", 1)], params=[("a", "1")])
    made(database, access, Tag(PARENT, parent), metrics=[("loss", 2)], params=[("a", "2")])
    few = database.read_now(statements)
    for number in range(20):
        made(database, access, Tag(PARENT, parent), metrics=[("loss", number)], params=[("a", str(number))])
    assert database.read_now(statements) == few <= 20


def test_deep_pages_are_those_of_the_whole_however_they_are_found(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_search, "FEW", 1)
    for number in range(8):
        metrics = [("m", math.nan if number == 2 else number % 3)] if number != 5 else []
        made(database, access, name=f"r{number}", start_time=number, metrics=metrics)
    database.write_now(run_listing.delete, access, [3])
    for sort in ("", "start_time", "metrics.m", "-metrics.m"):
        whole = names(table(database, access, sort=sort))
        assert len(whole) == 7
        assert [names(table(database, access, sort=sort, first=place, size=1)) for place in range(7)] == [
            [name] for name in whole
        ]
