"""services.run_overview: what a run's page shows of it; on each engine."""

import math

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.dataset import Dataset, DatasetInput
from modelstead.domain.key import KeyKind
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.run import Run
from modelstead.domain.run_source import NOTE, PARENT
from modelstead.domain.tag import Tag
from modelstead.errors import NotFound
from modelstead.services import inputs, run_head, run_overview, runs
from modelstead.services.run_overview import Overview
from modelstead.store.database import Database
from tests import factories


def logged(
    database: Database,
    access: Access,
    metrics: list[MetricPoint] | None = None,
    params: list[Param] | None = None,
    tags: list[Tag] | None = None,
) -> Run:
    run = database.write_now(factories.run, access).run
    batch = factories.batch(access, run.run_id, metrics=metrics or [], params=params or [], tags=tags or [])
    database.write_now(factories.log_one, batch)
    return database.read_now(run_head.find, access, run.iid)


def show(database: Database, access: Access, run: Run, find: str = "", every: frozenset[str] = frozenset()) -> Overview:
    return database.read_now(run_overview.get, access, run, find=find, every=every)


def test_a_metric_has_its_range_and_its_line(database: Database, access: Access) -> None:
    points = [MetricPoint("loss", value, 100 + step, step) for step, value in enumerate((4.0, 1.0, math.nan, 2.0))]
    (metric,) = show(database, access, logged(database, access, points)).metrics.rows
    assert (metric.value, metric.step, metric.points, metric.low, metric.high) == (2.0, 3, 3, 1.0, 4.0)
    assert metric.line == "0,1.0 32,19.0 96,13.0"


def test_a_line_of_points_logged_at_once_goes_by_their_steps(database: Database, access: Access) -> None:
    points = [MetricPoint("loss", float(step % 7), 5, step) for step in range(500)]
    (metric,) = show(database, access, logged(database, access, points)).metrics.rows
    assert metric.points == 500
    assert len(metric.line.split()) == 32
    assert metric.line.startswith("0,")
    assert metric.line.split()[-1].startswith("96,")


def test_steps_and_times_at_the_ends_of_their_range_are_no_trouble(database: Database, access: Access) -> None:
    ends = (limits.INT64_MIN, -1, 0, limits.INT64_MAX)
    points = [MetricPoint("m", float(n), n * (limits.INT64_MAX // 3), step) for n, step in enumerate(ends)]
    (metric,) = show(database, access, logged(database, access, points)).metrics.rows
    assert (metric.points, metric.step) == (4, limits.INT64_MAX)
    assert metric.line.endswith("96,1.0")


def test_a_range_that_would_take_too_long_is_not_told(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RUN_RANGE_POINTS", 5)
    points = [MetricPoint(key, 1.0, step, step) for key in "ab" for step in range(4)]
    first, second = show(database, access, logged(database, access, points)).metrics.rows
    assert (first.points, second.points, second.low) == (4, None, None)
    assert second.line


def test_system_metrics_stand_apart(database: Database, access: Access) -> None:
    run = logged(database, access, [MetricPoint("system/cpu", 1.0, 1), MetricPoint("loss", 2.0, 1)])
    assert [row.key for row in show(database, access, run).metrics.rows] == ["loss"]
    system = database.read_now(run_overview.charted, run, is_of_system=True)
    assert ([row.key for row in system.rows], system.total) == (["system/cpu"], 1)
    assert database.read_now(run_overview.metric_names, run, is_of_system=False) == ["loss"]


def test_long_lists_are_cut_until_all_is_asked_for(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RUN_ROWS", 2)
    run = logged(
        database,
        access,
        [MetricPoint(f"m{n}", 1.0, 1) for n in range(4)],
        [Param(f"p{n}", "x") for n in range(4)],
        [Tag(f"t{n}", "y") for n in range(4)],
    )
    found = show(database, access, run)
    assert [(len(each.rows), each.total) for each in (found.metrics, found.params, found.tags)] == [(2, 4)] * 3
    every = show(database, access, run, every=frozenset({"tags", "metrics", "params"}))
    assert [len(each.rows) for each in (every.metrics, every.params, every.tags)] == [4] * 3


def test_a_text_is_looked_for_in_names_and_values(database: Database, access: Access) -> None:
    run = logged(
        database,
        access,
        [MetricPoint("val/LOSS", 1.0, 1), MetricPoint("acc", 1.0, 1)],
        [Param("loss_kind", "mse"), Param("lr", "50%_Loss"), Param("other", "1")],
    )
    found = show(database, access, run, find="loss")
    assert [row.key for row in found.metrics.rows] == ["val/LOSS"]
    assert [row.key for row in found.params.rows] == ["loss_kind", "lr"]
    assert show(database, access, run, find="%_").params.total == 1


def test_tags_of_the_clients_making_come_last(database: Database, access: Access) -> None:
    run = logged(database, access, tags=[Tag("mlflow.user", "eve"), Tag("zone", "b"), Tag(NOTE, "hidden")])
    assert [row.key for row in show(database, access, run).tags.rows] == ["zone", "mlflow.user"]


def test_long_values_are_cut_and_the_whole_is_to_be_had(database: Database, access: Access) -> None:
    run = logged(database, access, params=[Param("p", "ab" * 3_000)])
    (param,) = show(database, access, run).params.rows
    assert (len(param.value), param.length) == (limits.RUN_VALUE_LENGTH, 6_000)
    assert database.read_now(run_overview.value, access, run.iid, KeyKind.PARAM, "p") == "ab" * 3_000
    with pytest.raises(NotFound):
        database.read_now(run_overview.value, access, run.iid, KeyKind.TAG, "p")


def test_datasets_show_the_columns_of_their_schema(database: Database, access: Access) -> None:
    run = logged(database, access)
    schemas = (
        '{"mlflow_colspec": [{"type": "long", "name": "a"}, {"type": {"x": 1}}]}',
        '{"mlflow_tensorspec": 1}',
        "x",
    )
    used = [
        DatasetInput(Dataset(f"d{n}", "1", "local", "{}", schema), (Tag("mlflow.data.context", "train"),))
        for n, schema in enumerate(schemas)
    ]
    database.write_now(inputs.log, access, run.run_id, used, [])
    first, *others = show(database, access, run).datasets
    assert (first.name, first.context, [column.name for column in first.columns]) == ("d0", "train", ["a", ""])
    assert [each.columns for each in others] == [[], []]


def test_children_are_counted_at_each_level(database: Database, access: Access, elsewhere: Access) -> None:
    parent = logged(database, access)
    other = database.write_now(factories.experiment, access, "other")
    for experiment in ("0", other):
        child = database.write_now(factories.run, access, experiment, Tag(PARENT, parent.run_id)).run
        database.write_now(factories.run, access, "0", Tag(PARENT, child.run_id))
    gone = database.write_now(factories.run, access, "0", Tag(PARENT, parent.run_id)).run
    database.write_now(runs.delete, access, gone.run_id)
    database.write_now(factories.run, elsewhere, "0", Tag(PARENT, parent.run_id))
    found = database.read_now(run_overview.children, access, parent, 1)
    assert (found.total, [row.children for row in found.rows]) == (2, [1])
    assert len(database.read_now(run_overview.children, access, parent, 5, 1).rows) == 1
    assert database.read_now(run_overview.children, elsewhere, logged(database, elsewhere), 5).total == 0


def test_a_runs_weight_grows_with_what_was_logged(database: Database, access: Access) -> None:
    small, large = logged(database, access), logged(database, access, params=[Param("p", "x" * 5_000)])
    weights = [database.read_now(run_overview.weight, run) for run in (small, large)]
    assert weights[0] < 500
    assert weights[1] > 5_000
