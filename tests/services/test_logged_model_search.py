"""services.logged_model_search: what is this server's own, NaN, statuses, pages and projects; on each engine."""

import math
from typing import Any

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.logged_model import DatasetFilter, LoggedModelRecord, LoggedModelStatus, ModelOrder, ModelPoint
from modelstead.domain.param import Param
from modelstead.domain.search.fields import LOGGED_MODELS
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter, InvalidSearch
from modelstead.services import logged_model_search, logged_models
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def add(tx: Transaction, /, access: Access, name: str, value: float | None = None, **fields: Any) -> str:
    """Create a model, with a value of the metric `acc`, and return its id."""
    model_id = logged_models.create(tx, access, "0", name=name, **fields).model.model_id
    if value is not None:
        point = ModelPoint("acc", value, 1, 0, model_id, "iris")
        run_id = factories.run_id(tx, access)
        factories.log_one(tx, factories.batch(access, run_id, metrics=[point], model_points=[point]).check())
    return model_id


def names(database: Database, access: Access, text: str = "", *order: ModelOrder) -> list[str]:
    found, token = database.read_now(
        logged_model_search.search, access, ["0"], filter_text=text, order_by=order or [by("name")]
    )
    assert token is None
    return [each.model.name for each in found]


def by(name: str, *, ascending: bool = True, dataset: str | None = None) -> ModelOrder:
    field = LOGGED_MODELS.orderable(name)
    assert field is not None
    return ModelOrder(field, ascending, None if dataset is None else DatasetFilter(dataset))


@pytest.fixture
def models(database: Database, access: Access) -> dict[str, str]:
    """Make four models, of which `d` has no metric, and return their ids by name."""
    made = {
        "a": database.write_now(add, access, "a", 0.5, params=[Param("p", "1")], model_type="t"),
        "b": database.write_now(add, access, "b", math.nan, tags=[Tag("t", "x")]),
        "c": database.write_now(add, access, "c", 0.25, source_run_id="r"),
        "d": database.write_now(add, access, "d"),
    }
    database.write_now(logged_models.finalize, access, made["a"], LoggedModelStatus.READY)
    database.write_now(logged_models.finalize, access, made["b"], LoggedModelStatus.FAILED)
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status = 'READY'", "a"),
        ("status != 'READY'", "bcd"),
        ("status IN ('READY', 'FAILED')", "ab"),
        ("status LIKE 'P%'", "cd"),
        ("status = 'nonsense'", ""),
        ("metrics.acc = 0", ""),
        ("metrics.acc >= 0", "ac"),
        ("metrics.acc != 0.5", "bc"),
        ("metrics.acc IS NULL", "d"),
        ("metrics.acc IS NOT NULL", "abc"),
        ("params.p IS NULL", "bcd"),
        ("tags.t IS NOT NULL", "b"),
        ("model_type IS NULL", "bcd"),
        ("model_type IS NOT NULL AND NOT model_type = 'x'", "a"),
        ("NOT model_type = 't'", "bcd"),
        ("source_run_id IS NULL", "abd"),
        ("name = 'a' OR (metrics.acc < 0.3 AND NOT tags.t = 'x')", "ac"),
        ("attr.name = 'a' OR metric.acc = 0.25 OR tag.t = 'x'", "abc"),
        ('name = "a"', "a"),
        ("experiment_id = '0'", "abcd"),
        ("experiment_id != '0'", ""),
    ],
)
def test_a_filter_finds_its_models(
    database: Database, access: Access, models: dict[str, str], text: str, expected: str
) -> None:
    assert names(database, access, text) == list(expected)
    assert len(models) == 4


@pytest.mark.usefixtures("models")
def test_values_come_before_nan_and_nan_before_nothing(database: Database, access: Access) -> None:
    assert names(database, access, "", by("metrics.acc")) == ["c", "a", "b", "d"]
    assert names(database, access, "", by("metrics.acc", ascending=False)) == ["a", "c", "b", "d"]
    assert names(database, access, "", by("metrics.acc", dataset="wine"), by("name")) == ["a", "b", "c", "d"]


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("order", [[], ["name"], ["metrics.acc"], ["model_type"], ["status", "metrics.acc"]])
@pytest.mark.parametrize("ascending", [True, False])
def test_pages_join_to_the_whole(database: Database, access: Access, order: list[str], *, ascending: bool) -> None:
    entries = [by(each, ascending=ascending) for each in order]
    whole, _ = database.read_now(logged_model_search.search, access, ["0"], order_by=entries)
    token: str | None = ""
    found: list[LoggedModelRecord] = []
    while token is not None:
        page, token = database.read_now(
            logged_model_search.search, access, ["0"], order_by=entries, max_results=1, token=token
        )
        found += page
    assert [each.model.name for each in found] == [each.model.name for each in whole]
    assert len(found) == 4


@pytest.mark.usefixtures("models")
def test_a_token_is_good_for_its_own_search_alone(database: Database, access: Access, elsewhere: Access) -> None:
    _, token = database.read_now(logged_model_search.search, access, ["0"], max_results=1)
    for who, more in (
        (access, {"filter_text": "name = 'a'"}),
        (access, {"order_by": [by("name")]}),
        (access, {"datasets": [DatasetFilter("iris")]}),
        (access, {"experiment_ids": ["1"]}),
        (elsewhere, {}),
    ):
        fields: dict[str, Any] = {"experiment_ids": ["0"], "token": token, **more}
        with pytest.raises(InvalidParameter, match="belongs to another query"):
            database.read_now(logged_model_search.search, who, **fields)
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        database.read_now(logged_model_search.search, access, ["0"], token="nonsense")


@pytest.mark.usefixtures("models")
def test_models_of_other_projects_are_not_found(database: Database, elsewhere: Access) -> None:
    assert names(database, elsewhere) == []


def test_long_pages_are_cut(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOGGED_MODELS_PAGE_MAX", 2)
    for name in "abc":
        database.write_now(add, access, name)
    found, token = database.read_now(logged_model_search.search, access, ["0"], max_results=50_000)
    assert (len(found), bool(token)) == (2, True)


def test_the_points_of_an_answer_are_bounded(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOGGED_MODELS_POINTS", 4)
    made = [database.write_now(add, access, name) for name in "ab"]
    run_id = database.write_now(factories.run_id, access)
    points = [ModelPoint("acc", 0.5, 1, step, model_id) for model_id in made for step in range(9)]
    batch = factories.batch(access, run_id, metrics=points, model_points=points)
    database.write_now(factories.log_one, batch)
    found, _ = database.read_now(logged_model_search.search, access, ["0"])
    assert [[each.point.step for each in record.metrics] for record in found] == [[7, 8], [7, 8]]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("metrics.acc >", 13),
        ("name > 'a'", 5),
        ("datasets.name = 'x'", 0),
        ("nonsense = 1", 0),
        ("metrics.acc > 'x'", 14),
        ("name = 'a' AND", 14),
    ],
)
def test_a_filter_that_cannot_be_read_names_the_place(database: Database, access: Access, text: str, at: int) -> None:
    with pytest.raises(InvalidSearch, match=f"at character {at + 1}:") as refusal:
        names(database, access, text)
    assert refusal.value.at == at
