"""services.run_fields: the names and values that a filter is completed with; on each engine."""

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.services import experiments, run_fields
from modelstead.services.run_fields import Fields
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def logged(database: Database, access: Access, number: int, *params: Param) -> int:
    run = database.write_now(factories.run, access, "0", Tag("a b", "x"), name=f"name {number}").run
    batch = factories.batch(access, run.run_id, metrics=[MetricPoint("val/loss", number, 1)], params=params)
    database.write_now(factories.log_one, batch)
    return run.iid


def fields(database: Database, access: Access, *iids: int) -> Fields:
    def read(tx: Transaction) -> Fields:
        return run_fields.every(tx, access, experiments.get(tx, access, "0"), iids)

    return database.read_now(read)


def values(database: Database, access: Access, name: str, prefix: str = "") -> list[str]:
    def read(tx: Transaction) -> list[str]:
        return run_fields.values(tx, access, experiments.get(tx, access, "0"), name, prefix).values

    return database.read_now(read)


def test_every_name_is_listed_and_quoted_where_it_must_be(database: Database, access: Access) -> None:
    logged(database, access, 1, Param("lr", "1"), Param("learning rate", "1"))
    found = fields(database, access)
    assert (found.metrics, found.params, found.tags) == (
        ["val/loss"],
        ["learning rate", "lr"],
        ["a b", "mlflow.runName"],
    )
    assert found.quoted == {"params.learning rate": "params.`learning rate`", "tags.a b": "tags.`a b`"}
    assert "start_time" in found.attributes
    assert (found.present, found.different) == ([], [])


def test_names_matter_that_some_runs_have_or_differ_in(database: Database, access: Access) -> None:
    first = logged(database, access, 1, Param("lr", "1"))
    second = logged(database, access, 2, Param("lr", "1"), Param("seed", "3"))
    logged(database, access, 3, Param("other", "1"))
    found = fields(database, access, first, second)
    assert set(found.present) == {"metrics.val/loss", "params.lr", "params.seed", "tags.mlflow.runName", "tags.a b"}
    assert found.different == ["metrics.val/loss", "tags.mlflow.runName"]


def test_values_are_different_and_begin_as_written(database: Database, access: Access) -> None:
    for number, value in enumerate(["sgd", "adam", "adamw", "adam", "Adam", "ädam", "x" * 100]):
        logged(database, access, number, Param("opt", value))
    assert values(database, access, "params.opt") == ["Adam", "adam", "adamw", "sgd", "ädam"]
    assert values(database, access, "params.opt", "ada") == ["adam", "adamw"]
    assert values(database, access, "params.opt", "z") == []
    assert values(database, access, "params.`opt`", "s") == ["sgd"]
    for name in ("params.none", "metrics.val/loss", "nonsense", "start_time", "run_id", ""):
        assert values(database, access, name) == [], name


def test_values_are_few(database: Database, access: Access) -> None:
    run = database.write_now(factories.run, access, "0").run
    database.write_now(factories.log_one, factories.batch(access, run.run_id, params=[Param("p", "0")]))
    for number in range(limits.COMPLETED_VALUES + 5):
        logged(database, access, number, Param("p", f"{number:03}"))
    assert len(values(database, access, "params.p")) == limits.COMPLETED_VALUES


def test_attributes_have_values_too(database: Database, access: Access) -> None:
    logged(database, access, 7)
    assert values(database, access, "status", "f") == ["FINISHED", "FAILED"]
    assert values(database, access, "attributes.user_id") == [access.actor.username]
    assert values(database, access, "run_name", "na") == ["name 7"]
