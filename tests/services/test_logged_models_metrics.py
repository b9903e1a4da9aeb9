"""services.batches: metrics that are of a logged model too; on each engine."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.logged_model import ModelPoint
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.errors import InvalidParameter, InvalidState
from modelstead.services import batches, logged_models, metrics, runs
from modelstead.store import logged_model_metrics
from modelstead.store import logged_models as logged_model_rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

UNKNOWN = "m-" + "0" * 32


def model(tx: Transaction, access: Access) -> str:
    return logged_models.create(tx, access, "0").model.model_id


def log(tx: Transaction, access: Access, run_id: str, *points: MetricPoint) -> None:
    of_models = [point for point in points if isinstance(point, ModelPoint) and point.model_id]
    factories.log_one(tx, factories.batch(access, run_id, metrics=points, model_points=of_models).check())


def points_of(database: Database, access: Access, model_id: str) -> list[ModelPoint]:
    return [each.point for each in database.read_now(logged_models.get, access, model_id).metrics]


def test_a_metric_is_the_run_s_and_the_model_s(database: Database, access: Access) -> None:
    run_id, model_id = database.write_now(factories.run_id, access), database.write_now(model, access)
    point = ModelPoint("acc", 0.5, 7, 2, model_id, "iris", "d1")
    for _ in range(2):
        database.write_now(log, access, run_id, point, MetricPoint("loss", 1.0, 7, 2))
    found = database.read_now(logged_models.get, access, model_id).metrics
    assert [(each.point, each.run_id) for each in found] == [(point, run_id)]
    assert [each.key for each in database.read_now(runs.get, access, run_id).metrics] == ["acc", "loss"]
    history, _ = database.read_now(metrics.history, access, run_id, "acc", 10, None)
    assert history == [MetricPoint("acc", 0.5, 7, 2)]


def test_a_batch_of_no_model_asks_for_none(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    for store, name in ((logged_model_rows, "keys"), (logged_model_metrics, "append")):
        monkeypatch.setattr(store, name, None)
    run_id = database.write_now(factories.run_id, access)
    database.write_now(log, access, run_id, MetricPoint("loss", 1.0, 7, 2), ModelPoint("acc", 1.0, 7, 2))
    assert len(database.read_now(runs.get, access, run_id).metrics) == 2


def test_one_batch_may_be_of_several_models(database: Database, access: Access) -> None:
    run_id = database.write_now(factories.run_id, access)
    made = sorted(database.write_now(model, access) for _ in range(3))
    points = [ModelPoint("acc", 0.5, 1, step, model_id) for model_id in made for step in (0, 1)]
    database.write_now(log, access, run_id, *points)
    for model_id in made:
        assert points_of(database, access, model_id) == [each for each in points if each.model_id == model_id]


def test_a_model_may_be_of_another_experiment_than_the_run(database: Database, access: Access) -> None:
    experiment_id = database.write_now(factories.experiment, access, "other")
    run_id, model_id = database.write_now(factories.run_id, access, experiment_id), database.write_now(model, access)
    database.write_now(log, access, run_id, ModelPoint("acc", 0.5, 1, 0, model_id))
    assert len(points_of(database, access, model_id)) == 1


@pytest.mark.parametrize("model_id", [UNKNOWN, "x", "m-" + "é" * 5_000])
def test_an_unknown_model_is_refused_and_nothing_is_stored(database: Database, access: Access, model_id: str) -> None:
    run_id, known = database.write_now(factories.run_id, access), database.write_now(model, access)
    points = [ModelPoint("acc", 0.5, 1, 0, known), ModelPoint("acc", 0.5, 1, 0, model_id), MetricPoint("loss", 1, 1, 0)]
    with pytest.raises(InvalidParameter, match=r"Logged model with ID .* not found"):
        database.write_now(log, access, run_id, *points)
    assert database.read_now(runs.get, access, run_id).metrics == ()
    assert points_of(database, access, known) == []


def test_another_project_s_model_is_as_unknown(database: Database, access: Access, elsewhere: Access) -> None:
    run_id, foreign = database.write_now(factories.run_id, access), database.write_now(model, elsewhere)
    messages = []
    for model_id in (foreign, UNKNOWN):
        with pytest.raises(InvalidParameter) as refusal:
            database.write_now(log, access, run_id, ModelPoint("acc", 0.5, 1, 0, model_id))
        messages.append(str(refusal.value).replace(model_id, "…"))
    assert messages[0] == messages[1]
    assert points_of(database, elsewhere, foreign) == []


def test_a_deleted_model_takes_no_metrics(database: Database, access: Access) -> None:
    run_id, model_id = database.write_now(factories.run_id, access), database.write_now(model, access)
    database.write_now(logged_models.delete, access, model_id)
    with pytest.raises(InvalidState, match="is deleted"):
        database.write_now(log, access, run_id, ModelPoint("acc", 0.5, 1, 0, model_id))
    assert database.read_now(runs.get, access, run_id).metrics == ()


def test_a_refused_batch_costs_the_others_nothing(database: Database, access: Access) -> None:
    first, second = (database.write_now(factories.run_id, access) for _ in range(2))
    model_id = database.write_now(model, access)
    good, bad = ModelPoint("acc", 0.5, 1, 0, model_id), ModelPoint("acc", 0.5, 1, 0, UNKNOWN)
    sent = [
        factories.batch(access, first, metrics=[bad], model_points=[bad]),
        factories.batch(access, second, metrics=[good], model_points=[good]),
        factories.batch(access, first, params=[Param("p", "1")]),
    ]
    outcomes = database.write_now(batches.log, sent)
    assert [type(outcome) for outcome in outcomes] == [InvalidParameter, type(None), type(None)]
    assert points_of(database, access, model_id) == [good]
    assert database.read_now(runs.get, access, first).metrics == ()


def test_a_batch_that_would_change_a_param_is_not_the_model_s_either(database: Database, access: Access) -> None:
    run_id, model_id = database.write_now(factories.run_id, access), database.write_now(model, access)
    point = ModelPoint("acc", 0.5, 1, 0, model_id)
    database.write_now(factories.log_one, factories.batch(access, run_id, params=[Param("p", "1")]))
    batch = factories.batch(access, run_id, metrics=[point], params=[Param("p", "2")], model_points=[point])
    with pytest.raises(InvalidParameter, match="Changing param values"):
        database.write_now(factories.log_one, batch)
    assert points_of(database, access, model_id) == []


@pytest.mark.parametrize(("name", "digest"), [("n" * 501, ""), ("n", "d" * 37)])
def test_too_long_a_dataset_is_refused(access: Access, name: str, digest: str) -> None:
    point = ModelPoint("acc", 0.5, 1, 0, UNKNOWN, name, digest)
    with pytest.raises(InvalidParameter, match="of the metric 'acc'' exceeds"):
        factories.batch(access, "r", metrics=[point], model_points=[point]).check()
