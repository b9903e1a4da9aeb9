"""services.run_values: columns of many runs for plots; on each engine."""

import math

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.errors import InvalidParameter
from modelstead.services import experiments, run_values
from modelstead.services.run_values import Selection
from modelstead.store.database import Database
from tests import factories


def add(database: Database, access: Access, start: int, params: dict[str, str], **metrics: float) -> None:
    run = database.write_now(factories.run_id, access, start_time=start)
    batch = factories.batch(
        access,
        run,
        metrics=[MetricPoint(key, value, 1) for key, value in metrics.items()],
        params=[Param(key, value) for key, value in params.items()],
    )
    database.write_now(factories.log_one, batch)


@pytest.fixture
def experiment(database: Database, access: Access) -> Experiment:
    """Return an experiment with four runs; the last started comes first."""
    add(database, access, 4, {"depth": "2", "optimizer": "adam", "seed": "1"}, loss=0.5)
    add(database, access, 3, {"depth": "4", "optimizer": "sgd", "seed": "1"}, loss=0.25, acc=0.9)
    add(database, access, 2, {"depth": "1e1", "seed": "1"}, loss=math.nan)
    add(database, access, 1, {"seed": "1"})
    return database.read_now(experiments.get, access, "0")


def test_columns_stand_beside_the_runs_in_their_order(database: Database, experiment: Experiment) -> None:
    found = database.read_now(run_values.of, experiment, Selection(), ["metrics.loss", "params.optimizer"])
    assert found.iids == [1, 2, 3, 4]
    assert [column.values for column in found.columns] == [[0.5, 0.25, None, None], ["adam", "sgd", None, None]]
    assert not found.is_more


def test_a_param_is_numeric_when_each_value_is_a_number(database: Database, experiment: Experiment) -> None:
    depth, optimizer = database.read_now(
        run_values.of, experiment, Selection(), ["params.depth", "params.optimizer"]
    ).columns
    assert (depth.is_numeric, depth.values, depth.texts) == (True, [2, 4, 10, None], ["2", "4", "1e1", None])
    assert (optimizer.is_numeric, optimizer.texts) == (False, None)


def test_a_key_that_no_run_has_is_an_empty_column(database: Database, experiment: Experiment) -> None:
    found = database.read_now(run_values.of, experiment, Selection(), ["metrics.nothing", "tags.nothing"])
    assert [column.values for column in found.columns] == [[None] * 4] * 2


def test_a_filter_and_an_order_choose_the_runs(database: Database, experiment: Experiment) -> None:
    wanted = Selection("metrics.loss < 1", ("metrics.loss ASC",))
    assert database.read_now(run_values.of, experiment, wanted, ["metrics.loss"]).columns[0].values == [0.25, 0.5]


def test_more_runs_than_are_asked_for_are_told_of(database: Database, experiment: Experiment) -> None:
    found = database.read_now(run_values.of, experiment, Selection(), ["metrics.loss"], 3)
    assert (found.iids, found.is_more) == ([1, 2, 3], True)


def test_what_varies_is_suggested(database: Database, experiment: Experiment) -> None:
    found = database.read_now(run_values.suggest, experiment, Selection())
    assert (found.params, found.shared) == (["params.depth", "params.optimizer"], [])
    assert found.all_params == ["params.depth", "params.optimizer", "params.seed"]
    assert (found.metrics, found.all_metrics) == (["metrics.loss"], ["metrics.acc", "metrics.loss"])


def test_a_field_names_a_metric_a_param_or_a_tag(database: Database, experiment: Experiment) -> None:
    for name in ("loss", "attributes.start_time", "metrics.", "nothing.loss", ""):
        with pytest.raises(InvalidParameter, match="no metric, param or tag"):
            database.read_now(run_values.of, experiment, Selection(), [name])


def test_a_plot_has_only_so_many_axes(database: Database, experiment: Experiment) -> None:
    names = [f"metrics.m{number}" for number in range(limits.PLOT_COLUMNS + 1)]
    with pytest.raises(InvalidParameter, match="at most 24 axes"):
        database.read_now(run_values.of, experiment, Selection(), names)
